"""The small class an embedder holds: load, decide, append, compose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import BinaryIO

from ..dossier import commands as do
from ..dossier.codec import from_json, to_json
from ..dossier.decide import Decision, decide
from ..dossier.dossier import Dossier, fold
from ..dossier.effects import Effect, Wake
from ..dossier.events import Attached, File, Recorded
from ..dossier.filing import relevant
from ..dossier.situation import situation
from ..dossier.time import day_of
from ..fields.field_type import Json, Raw
from ..machine.compiled import Compiled
from ..model.checked import Checked
from ..page.compose import action_page, compose, status
from ..page.page import Page
from ..store.errors import Conflict
from ..store.store import Card, Change, Journal, Once, Store
from .catalogue import Catalogue
from .kept_effects import WAKE, kept

MOST_TRIES = 5
"""Of a command that meets another one of the same dossier: each time it is decided anew."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is not decided here: the time (aware), and names drawn for dossiers, requests, links."""

    now: Callable[[], datetime]
    dossier: Callable[[], str]
    number: Callable[[], str]
    link: Callable[[str], str]
    """The one-time address for what that dossier awaits."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a command: the version now, what must be done, what was refused."""

    version: int
    effects: tuple[Effect, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Nothing was refused."""
        return not self.refused


class Runtime:
    """Procedures at work. Safe to share between threads, as its store is.

    Raises UnknownProcedure, NotAllowed (wrong moment or person, nothing changed) and the store's
    errors (Unknown dossier, Conflict…). A refused value is no exception: it is in `Told.refused`.
    """

    def __init__(
        self,
        checked: Iterable[Checked],
        store: Store,
        sources: Sources,
        service: Mapping[str, str] | None = None,
    ) -> None:
        """`service` is who answers, in texts: its name, address, phone and email."""
        self.store = store
        self.sources = sources
        self.catalogue = Catalogue(checked, store, service or {})

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
        compiled, now = self.catalogue.present(procedure), self.sources.now()
        command = do.Open(account or {}, known or {}, given or {})
        decision = self._decide(compiled, Dossier(), command, now, "")
        change = _change(compiled, Dossier(), decision, owner, now)
        name = self.sources.dossier()
        self.store.create(name, compiled.checked.digest, change, now)
        return name

    def handle(self, dossier: str, command: do.Command, once: str = "") -> Told:
        """Any command. `once` is the idempotency key of this sending: again is the same."""
        sent = Once(once, _request(command)) if once else None
        for attempt in range(MOST_TRIES):
            if sent and (version := self.store.former(dossier, sent)) is not None:
                return Told(version)
            try:
                return self._try(dossier, command, sent)
            except Conflict:
                if attempt == MOST_TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _try(self, dossier: str, command: do.Command, sent: Once | None) -> Told:
        journal, compiled, state = self._load(dossier)
        now = self.sources.now()
        decision = self._decide(compiled, state, command, now, dossier)
        if not decision.events:
            return Told(journal.version, (), decision.refused)
        change = _change(compiled, state, decision, journal.card.owner, now)
        version = self.store.append(dossier, journal.version, change, now, sent)
        return Told(version, decision.effects, decision.refused)

    def _decide(
        self, compiled: Compiled, state: Dossier, command: do.Command, now: datetime, name: str
    ) -> Decision:
        number = self.sources.number() if isinstance(command, do.Submit) else ""
        return decide(compiled, state, command, now, number, self.sources.link(name))

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
        """Keep a file and join it; its media type was verified by the caller."""
        ref = self.store.put_file(content, limit)
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
    ) -> Told:
        """An action of the examination."""
        return self.handle(dossier, do.Act(action, by, raws or {}, ticks or {}))

    def sign_in(self, dossier: str, account: Mapping[str, str], known: Mapping[str, Json]) -> Told:
        """Who the person is, and what the registry says of them now."""
        return self.handle(dossier, do.Know(known, account))

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
        _journal, compiled, state = self._load(dossier)
        return compose(compiled, state, self.sources.now(), screen, typed or {}, refused or {})

    def status(self, dossier: str, by: str = "applicant") -> Page:
        """Where the filed request stands, and what this person may do."""
        _journal, compiled, state = self._load(dossier)
        return status(compiled, state, self.sources.now(), by)

    def action_page(
        self,
        dossier: str,
        action: str,
        typed: Mapping[str, Raw] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> Page | None:
        """What an action asks; None where it may not be done now."""
        _journal, compiled, state = self._load(dossier)
        now = self.sources.now()
        return action_page(compiled, state, now, action, typed or {}, refused or {})

    def handed_over(self, dossier: str) -> dict[str, Json]:
        """The answers that the end reached gives to the procedure it opens."""
        _journal, compiled, state = self._load(dossier)
        here = situation(compiled, state, day_of(self.sources.now()))
        opens = compiled.procedure.ends[here.end].open if here.end else None
        answers, given = relevant(here), opens.give if opens else ()
        return {ref.name: answers[ref.name] for ref in given if ref.name in answers}

    def history(self, dossier: str) -> tuple[Recorded, ...]:
        """Everything that happened, oldest first."""
        return _recorded(self.store.load(dossier))

    def dossier(self, dossier: str) -> tuple[Compiled, Dossier]:
        """The fold, with the version of the procedure it is bound to."""
        _journal, compiled, state = self._load(dossier)
        return compiled, state

    def _load(self, dossier: str) -> tuple[Journal, Compiled, Dossier]:
        journal = self.store.load(dossier)
        compiled = self.catalogue.bound(journal.card.procedure, journal.bundle)
        return journal, compiled, fold(_recorded(journal))


def _recorded(journal: Journal) -> tuple[Recorded, ...]:
    """Each event bears its own instant: what came due is older than the change that tells it."""
    return tuple(
        Recorded(datetime.fromisoformat(str(entry.event["at"])), from_json(dict(entry.event)))
        for entry in journal.entries
    )


def _kept_event(recorded: Recorded) -> dict[str, object]:
    return {**to_json(recorded.event), "at": recorded.at.isoformat()}


def _change(
    compiled: Compiled, before: Dossier, decision: Decision, owner: str, now: datetime
) -> Change:
    after = fold(decision.events, before)
    status = after.stay.state if after.stay else ("filed" if after.filed else "draft")
    reference = after.filed.number if after.filed and after.filed.number else None
    files = [r.event.file.digest for r in decision.events if isinstance(r.event, Attached)]
    wakes = any(isinstance(effect, Wake) for effect in decision.effects)
    return Change(
        events=tuple(_kept_event(recorded) for recorded in decision.events),
        card=Card(compiled.procedure.id, owner, status, reference),
        effects=tuple(kept(effect, now) for effect in decision.effects),
        cancels=(WAKE,) if wakes or after.filed else (),
        files=tuple(files),
    )


def _request(command: do.Command) -> dict[str, object]:
    return {"command": type(command).__name__, **asdict(command)}
