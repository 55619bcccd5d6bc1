"""The small class an embedder holds: load, decide, append, compose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO

from ..analysis.translation import Translations
from ..dossier import commands as do
from ..dossier.decide import decide
from ..dossier.dossier import Dossier
from ..dossier.effects import Effect, Wake
from ..dossier.events import File, Recorded
from ..dossier.filing import relevant
from ..dossier.joining import slots_open
from ..dossier.situation import situation
from ..dossier.time import day_of
from ..fields.field_type import Json, Raw
from ..machine.compiled import Compiled
from ..model.checked import Checked
from ..page.compose import action_page, compose, status
from ..page.page import Page
from ..store.errors import FileTooLarge
from ..store.store import Once, Pending, Store
from .catalogue import Catalogue
from .claiming import claimed
from .deciding import decide_all, decide_here
from .kept_effects import effect_of
from .loading import Loaded, Loading, as_of, insisting
from .outbox import Early, Outbox
from .records import Records
from .sources import Sources, Told
from .written import change_of, recorded_in, request_of


class Runtime:
    """Procedures at work. Safe to share between threads, as its store is.

    `outbox` is what remains to be done, `records` lists, exports and forgets. Raises
    UnknownProcedure, NotAllowed (wrong moment or person, nothing changed) and the store's errors,
    each a StoreError with a French `sentence`: Unknown dossier, UnreadableJournal (damaged, or of
    another version), Conflict, KeyReused, FileTooLarge, UnreadableFile, NotText, a full disk… A
    refused value is no exception: it is in `Told.refused`.
    """

    def __init__(
        self,
        checked: Iterable[Checked],
        store: Store,
        sources: Sources,
        service: Mapping[str, str] | None = None,
        translations: Translations | None = None,
    ) -> None:
        """`service` is who answers, in texts: its name, address, phone and email; else an invented
        one. With `translations` procedures speak another language, of running dossiers too."""
        self.store = store
        self.sources = sources
        self.catalogue = Catalogue(checked, store, service, translations)
        self.outbox = Outbox(store, sources.now)
        self._loading = Loading(store, self.catalogue)
        self.records = Records(store, self.catalogue, self._loading, sources.now)

    def start(
        self,
        procedure: str,
        *,
        owner: str = "",
        account: Mapping[str, str] | None = None,
        known: Mapping[str, Json] | None = None,
        given: Mapping[str, Json] | None = None,
    ) -> str:
        """Open a draft; its id. `known` is what the registry says, `given` what was handed over."""
        compiled = self.catalogue.kept(procedure)
        command = do.Open(dict(account or {}), dict(known or {}), dict(given or {}))

        def opened() -> str:
            now, name = self.sources.now(), self.sources.dossier()
            decision = decide_here(self.sources, compiled, Dossier(), command, now, name)
            change = change_of(compiled, decision, owner, now)
            self.store.create(name, compiled.checked.digest, change, now)
            return name

        return insisting(opened)

    def handle(
        self, dossier: str, command: do.Command, once: str = "", *, is_judged: bool = False
    ) -> Told:
        """Any command: see `handle_all`."""
        return self.handle_all(dossier, [command], once, is_judged)

    def handle_all(
        self, dossier: str, commands: Sequence[do.Command], once: str = "", is_judged: bool = False
    ) -> Told:
        """One after the other up to the first that refuses something, durable all at once.

        One that raises NotAllowed does not undo those before it. `once` is the idempotency key of
        this sending: again is the same. Raises KeyReused where it was drawn for others; Conflict
        where `is_judged` what the caller saw of a dossier that changed: else they are decided anew.
        """
        sent = Once(once, request_of(*commands)) if once else None
        return insisting(lambda: self._try(dossier, commands, sent), is_judged=is_judged)

    def _try(
        self, dossier: str, commands: Sequence[do.Command], sent: Once | None, claimant: str = ""
    ) -> Told:
        """Loaded first: what was sent before is then either told by `former` or not yet loaded."""
        found = self.look(dossier)
        if sent and (version := self.store.former(dossier, sent)) is not None:
            return Told(version)
        now = self.sources.now()
        compiled, state = found.compiled, found.dossier
        decision, fault = decide_all(self.sources, compiled, state, commands, now, dossier)
        owner = found.card.owner
        if claimant and not fault and isinstance(commands[0], do.Know) and owner != claimant:
            decision, owner = claimed(decision, owner, commands[0], now), claimant
        version = found.version
        if decision.events:
            change = change_of(compiled, decision, owner, now)
            # A key stands for what was done whole: what was refused, sent again, is so again.
            key = None if fault or decision.refused else sent
            to = decision.dossier
            version = self._loading.append(dossier, found, change, to, now, key)
        if fault:
            raise fault
        return Told(version, decision.effects, decision.refused)

    def answer(
        self,
        dossier: str,
        screen: str,
        raws: Mapping[str, Raw],
        ticks: Mapping[str, bool] | None = None,
    ) -> Told:
        """What was typed and ticked on a screen."""
        return self.handle(dossier, do.Answer(screen, raws, ticks or {}))

    def press(self, dossier: str, screen: str) -> Told:
        """The button of a screen."""
        return self.handle(dossier, do.Press(screen))

    def back(self, dossier: str, screen: str) -> Told:
        """To a screen already met."""
        return self.handle(dossier, do.Go(screen))

    def attach(
        self, dossier: str, slot: str, name: str, media: str, content: bytes | BinaryIO, limit: int
    ) -> Told:
        """Keep a file of at most `limit` bytes and join it; its media type was verified before.

        Nothing is kept of a file that is not asked, or too large. Raises FileTooLarge beyond
        `limit`; what the document itself does not accept is refused.
        """
        found, now = self._loading.load(dossier), self.sources.now()
        compiled, state = found.compiled, found.dossier

        def refused(size: int) -> Mapping[str, str]:
            return decide(
                compiled, state, do.Attach(slot, File("", name, size, media)), now
            ).refused

        if sentences := refused(1):
            return Told(found.version, (), sentences)
        most = slots_open(compiled, state, now)[slot].max_size
        try:
            ref = self.store.put_file(content, min(limit, most))
        except FileTooLarge:
            if limit <= most:
                raise
            return Told(found.version, (), refused(most + 1))
        return self.handle(dossier, do.Attach(slot, File(ref.digest, name, ref.size, media)))

    def file(
        self,
        dossier: str,
        screen: str,
        secrets: Mapping[str, Raw] | None = None,
        once: str = "",
    ) -> Told:
        """The act of filing."""
        return self.handle(dossier, do.Submit(screen, secrets or {}), once)

    def act(
        self,
        dossier: str,
        action: str,
        by: str,
        raws: Mapping[str, Raw] | None = None,
        ticks: Mapping[str, bool] | None = None,
        once: str = "",
    ) -> Told:
        """An action of the examination."""
        return self.handle(dossier, do.Act(action, by, raws or {}, ticks or {}), once)

    def sign_in(self, dossier: str, account: Mapping[str, str], known: Mapping[str, Json]) -> Told:
        """Who the person is, and what the registry says of them now."""
        return self.handle(dossier, do.Know(dict(known), dict(account)))

    def claim(
        self,
        dossier: str,
        owner: str,
        account: Mapping[str, str],
        known: Mapping[str, Json] | None = None,
        once: str = "",
    ) -> Told:
        """Give an anonymous draft to the person who signed in, with `sign_in`, in one step.

        Again, by the same person, is `sign_in`. Raises NotAllowed when it is another person's.
        """
        if not (owner and account):
            raise ValueError("an anonymous draft is claimed by somebody")
        command = do.Know(dict(known or {}), dict(account))
        sent = Once(once, {**request_of(command), "owner": owner}) if once else None
        return insisting(lambda: self._try(dossier, [command], sent, owner))

    def tick(self, dossier: str) -> Told:
        """Let what has come due happen."""
        return self.handle(dossier, do.Tick())

    def page(
        self,
        dossier: str,
        screen: str = "",
        typed: Mapping[str, Raw] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> Page:
        """Where the dossier stands, or a screen of its path."""
        compiled, state, now = self._standing(dossier)
        return compose(compiled, state, now, screen, typed or {}, refused or {})

    def status(self, dossier: str, by: str = "applicant") -> Page:
        """Where the filed request stands, and what this person may do."""
        compiled, state, now = self._standing(dossier)
        return status(compiled, state, now, by)

    def action_page(
        self,
        dossier: str,
        action: str,
        typed: Mapping[str, Raw] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> Page | None:
        """What an action asks; None where it may not be done now."""
        compiled, state, now = self._standing(dossier)
        return action_page(compiled, state, now, action, typed or {}, refused or {})

    def handed_over(self, dossier: str) -> dict[str, Json]:
        """The answers that the end reached gives to the procedure it opens."""
        compiled, state = self.dossier(dossier)
        here = situation(compiled, state, day_of(self.sources.now()))
        opens = compiled.procedure.ends[here.end].open if here.end else None
        answers, given = relevant(here), opens.give if opens else ()
        return {ref.name: answers[ref.name] for ref in given if ref.name in answers}

    def history(self, dossier: str) -> tuple[Recorded, ...]:
        """Everything that happened, oldest first."""
        return recorded_in(dossier, self.store.load(dossier).entries)

    def due(self, limit: int = 100) -> tuple[Pending, ...]:
        """What is to be performed now, the longest due first; `effect_of` reads each."""
        return self.store.due_effects(self.sources.now(), limit)

    def perform(self, act: Callable[[Pending, Effect], object], limit: int = 100) -> int:
        """Perform what is due, wakes by oneself; how much succeeded. See Outbox.work."""

        def one(taken: Pending) -> None:
            effect = effect_of(taken.data)
            if isinstance(effect, Wake):
                self._wake(taken)
            else:
                act(taken, effect)

        return self.outbox.work(one, limit)

    def _wake(self, taken: Pending) -> None:
        """Its tick. Raises Early where it brought nothing yet: no other wake would ever come."""
        told = self.tick(taken.dossier)
        again = [effect.at for effect in told.effects if isinstance(effect, Wake)]
        # Whatever is recorded of a filed request takes the former wake away.
        if again and any(one.id == taken.id for one in self.store.effects_of(taken.dossier)):
            raise Early(again[0])

    def dossier(self, dossier: str) -> tuple[Compiled, Dossier]:
        """The fold, with the version of the procedure it is bound to."""
        found = self.look(dossier)
        return found.compiled, found.dossier

    def look(self, dossier: str) -> Loaded:
        """Its version, whose it is, and the rest of what is recorded of it."""
        return self._loading.look(dossier)

    def seen_once(self) -> AbstractContextManager[None]:
        """Within, this thread reads each dossier once, however often it is asked about."""
        return self._loading.once()

    def _standing(self, dossier: str) -> tuple[Compiled, Dossier, datetime]:
        (compiled, state), now = self.dossier(dossier), self.sources.now()
        return compiled, as_of(compiled, state, now), now
