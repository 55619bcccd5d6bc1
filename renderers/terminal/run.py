"""`parcours run`: a person walked through a procedure in the terminal, now or in several times."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from secrets import randbelow, token_urlsafe

from ...engine.dossier import commands as do
from ...engine.dossier.not_allowed import NotAllowed
from ...engine.dossier.time import PARIS
from ...engine.fields.field_type import Json
from ...engine.model.checked import Checked
from ...engine.runtime import Runtime, Sources
from ...engine.source.wording import _
from ...engine.store.errors import StoreError, Unknown
from ...engine.store.open import DATABASE, open_store
from ...engine.store.store import Store
from .command import Cannot, Misuse
from .console import console
from .desk import Desk
from .examining import attend
from .guest import Account, Guest, account_of, registry_of
from .listing import listing
from .output import put
from .voice import Silence, Stop, Voice, keys
from .walking import walk

DONE, UNFINISHED = 0, 1

SERVICE = {
    "name": _("Accueil Exemple"),
    "address": _("1 rue de l’Exemple, 75000 Paris"),
    "phone": _("01 99 00 00 00"),
    "email": "accueil@exemple.fr",
}
"""Nobody's: numbers in 01 99 00 are kept for fiction (Arcep)."""

Seek = Callable[[str], Checked]
"""The procedure of that id or path; ends the command where there is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says."""

    procedure: str
    dossier: str
    data: str
    lists: bool
    account: str
    registry: str
    today: date | None
    role: str


def run(wish: Wish, seek: Seek) -> int:
    """The status that the command ends with. Raises Misuse, Cannot."""
    _check(wish)
    begun = None if wish.dossier or wish.lists else seek(wish.procedure)
    try:
        if wish.lists:
            put(listing(wish.data))
            return DONE
        with open_store(f"sqlite:{wish.data}" if wish.data else "memory:") as store:
            return _Visit(wish, seek, store, begun).run()
    except (StoreError, NotAllowed) as error:
        raise Cannot(error.sentence) from error


def _check(wish: Wish) -> None:
    """What cannot be meant. Raises Misuse, Cannot."""
    if not (wish.procedure or wish.dossier or wish.lists):
        raise Misuse(_("Indiquez une procédure, par exemple « parcours run bpi_case_2 »."))
    if (wish.dossier or wish.lists) and not wish.data:
        raise Misuse(_("Indiquez avec --data le dossier du disque où sont les demandes."))
    if wish.role == "caseworker" and not wish.dossier:
        raise Misuse(_("Indiquez avec --dossier la demande que l’agent examine."))
    if (wish.dossier or wish.lists) and not Path(wish.data).is_dir():
        raise Cannot(_("Le dossier « {path} » n’existe pas.").format(path=wish.data))
    if wish.dossier and not Path(wish.data, DATABASE).exists():
        raise Cannot(Unknown(wish.dossier).sentence)


@dataclass(slots=True)
class _Visit:
    """One run of the command; `desk` changes when a procedure opens another.

    Without `found`, the procedure to begin, a dossier is resumed.
    """

    wish: Wish
    seek: Seek
    store: Store
    found: Checked | None
    desk: Desk | None = None

    def run(self) -> int:
        voice = console(sys.stdin, sys.stdout, os.environ)
        try:
            return self.walked(voice)
        except Stop:
            self.farewell(voice)
        except (Silence, KeyboardInterrupt):
            self.farewell(voice)
            return DONE if sys.stdin and sys.stdin.isatty() else UNFINISHED
        return DONE

    def walked(self, voice: Voice) -> int:
        wish = self.wish
        guest = Guest(
            account_of(wish.account) if wish.account else {},
            registry_of(Path(wish.registry)) if wish.registry else {},
        )
        kept = None if self.found else self.kept(voice)  # what is wrong with it is said first
        voice.write(f"{voice.paper.lines(self.warning())}\n{voice.paper.lines(keys())}\n")
        self.desk = self.resumed(kept, guest) if kept else self.begun(voice, guest)
        self.present(self.desk)
        if wish.role == "caseworker":
            self.examined()
            return DONE
        while target := walk(self.desk, guest):
            self.desk = self.opened(self.desk, target, guest)
            self.present(self.desk)
        return DONE

    def present(self, desk: Desk) -> None:
        """Which procedure this is; the screens that follow do not repeat it."""
        desk.voice.say(desk.voice.paper.heading(desk.procedure.title))

    def warning(self) -> str:
        told = _("Démonstration : rien n’est envoyé à l’administration.")
        if self.wish.data:
            return told
        kept = _("Rien n’est gardé non plus : pour pouvoir reprendre, ajoutez --data DOSSIER.")
        return f"{told} {kept}"

    def examined(self) -> None:
        assert self.desk
        if not self.desk.is_examined:
            raise Cannot(_("Cette demande n’est pas déposée : un agent n’a rien à y faire."))
        attend(self.desk)

    def begun(self, voice: Voice, guest: Guest) -> Desk:
        checked = self.found
        assert checked
        account = guest.account
        if checked.procedure.requires and not account:
            voice.say(voice.paper.lines(_("Cette démarche demande un compte.")))
            account = guest.asked(voice)
        return self.started(voice, checked, guest, account, {})

    def opened(self, desk: Desk, target: str, guest: Guest) -> Desk:
        """The procedure that an end opens, with the answers handed over."""
        _compiled, state = desk.runtime.dossier(desk.dossier)
        account, given = state.account, desk.runtime.handed_over(desk.dossier)
        checked = self.seek(target)
        if checked.procedure.requires and not account:
            account = guest.account or guest.asked(desk.voice)
        return self.started(desk.voice, checked, guest, account, given)

    def started(
        self,
        voice: Voice,
        checked: Checked,
        guest: Guest,
        account: Account,
        given: Mapping[str, Json],
    ) -> Desk:
        runtime = self.runtime([checked])
        known = guest.known(checked.procedure, runtime.sources.now().astimezone(PARIS).date())
        owner = account.get("number", "")
        name = runtime.start(
            checked.procedure.id, owner=owner, account=account, known=known, given=given
        )
        if self.wish.data:
            voice.tell(_("Votre dossier porte le n° {name}.").format(name=name))
        desk = Desk(runtime, name, voice)
        desk.perform()
        return desk

    def kept(self, voice: Voice) -> Desk:
        """The dossier to resume. Raises Cannot, Unknown, UnreadableJournal."""
        name = named(self.store, self.wish.dossier)
        journal = self.store.load(name)
        wanted = Path(self.wish.procedure).name.removesuffix(".yaml")
        if wanted and wanted != journal.card.procedure:
            told = _("Le dossier « {name} » est une demande « {procedure} », et non « {wanted} ».")
            raise Cannot(told.format(name=name, procedure=journal.card.procedure, wanted=wanted))
        desk = Desk(self.runtime([]), name, voice, self.wish.role)
        desk.runtime.dossier(name)
        return desk

    def resumed(self, desk: Desk, guest: Guest) -> Desk:
        if guest.registry and not desk.is_filed:
            desk.do(do.Know(guest.known(desk.procedure, desk.today), guest.account))
        return desk

    def runtime(self, checked: list[Checked]) -> Runtime:
        return Runtime(checked, self.store, sources(self.wish.today), SERVICE)

    def farewell(self, voice: Voice) -> None:
        """What becomes of the answers, and how to go on."""
        paper = voice.paper
        if not self.wish.data:
            told = _(
                "Vous arrêtez ici. Rien n’est gardé : pour pouvoir reprendre une autre fois, "
                "ajoutez --data DOSSIER à la commande."
            )
            voice.say(paper.lines(told))
        elif self.desk is None:
            voice.say(paper.lines(_("Vous arrêtez ici. Aucun dossier n’est ouvert.")))
        else:
            told = _("Vous arrêtez ici. Vos réponses sont enregistrées. Pour reprendre :")
            voice.say(f"{paper.lines(told)}\n{self.again(self.desk)}")

    def again(self, desk: Desk) -> str:
        words = ["parcours", "run", desk.procedure.id, "--dossier", desk.dossier]
        words += ["--data", self.wish.data]
        words += ["--today", self.wish.today.isoformat()] if self.wish.today else []
        words += ["--as", "caseworker"] if self.wish.role == "caseworker" else []
        return shlex.join(words)


def named(store: Store, typed: str) -> str:
    """A dossier by its own number, or by that of the request filed with it. Raises Unknown."""
    try:
        store.load(typed)
    except Unknown:
        found = store.dossiers(reference=typed).lines
        if not found:
            raise
        return found[0].dossier
    return typed


def sources(today: date | None) -> Sources:
    """The clock, stopped at ten in the morning where a day is given, and numbers drawn."""

    def now() -> datetime:
        if today:
            return datetime.combine(today, time(10), PARIS).astimezone(UTC)
        return datetime.now(UTC)

    def number() -> str:
        """As the administration numbers requests: 9201, the day, the hour, three digits."""
        return f"9201{now().astimezone(PARIS):%Y%m%d%H%M}{randbelow(1000):03}"

    def link(_dossier: str) -> str:
        return f"https://demonstration.invalid/{token_urlsafe(12)}"

    return Sources(now, number, number, link)
