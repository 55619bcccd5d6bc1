"""Small procedures made ready to run, and one dossier driven through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.commands import Command
from parcours.engine.dossier.decide import Decision, decide
from parcours.engine.dossier.dossier import Dossier, fold
from parcours.engine.dossier.effects import Effect
from parcours.engine.dossier.events import File, Recorded
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.dossier.situation import Situation, Visit, situation
from parcours.engine.dossier.time import PARIS, day_of
from parcours.engine.fields.field_type import Raw
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.source.files import InMemory

HEAD = 'procedure: demande\nversion: "1"\ntitle: Une démarche\n'
ACCOUNT = """
procedure: account
version: "1"
title: Création du compte
fields:
  courriel: {label: Votre adresse électronique, type: email}
flow:
  - screen: compte
    title: Votre compte
    fields: [courriel]
    submit: {title: Créer mon compte, outcome: account_created}
"""
AWAITING = """
requires: account
fields: {mot: {label: Votre mot de passe, type: secret}}
notices: {lien: {title: Votre lien, to: applicant, text: "Ouvrez {{ link }}."}}
flow:
  - screen: attente
    title: Confirmez
    await: {event: confirme, notice: lien}
  - screen: depot
    title: Dépôt
    fields: [mot]
    submit: {title: Déposer, outcome: account_created}
"""
"""It opens on a screen that waits for the link of a message."""
PERSON = {"email": "awa@exemple.fr", "number": "9900000000"}
NUMBER, LINK = "N-1", "https://exemple.fr/lien"


def ready(text: str, **others: str) -> Compiled:
    """The procedure `demande` of that text (without its head), checked and compiled."""
    files = {f"{name}.yaml": other for name, other in others.items()}
    found, report = check(
        InMemory({"demande.yaml": HEAD + text, "account.yaml": ACCOUNT, **files}), "demande.yaml"
    )
    assert found is not None, [f"{d.span.line}: {d.rule} {d.message}" for d in report.diagnostics]
    return compile_procedure(found)


def at(day: str, hour: int = 10) -> datetime:
    """That hour in Paris."""
    return datetime.combine(date.fromisoformat(day), time(hour), PARIS)


def pdf(name: str, size: int = 1_000, media: str = "application/pdf") -> File:
    """A file."""
    return File(f"sha-{name}", name, size, media)


@dataclass
class _Driven:
    """A dossier and the day it is there."""

    compiled: Compiled
    now: datetime
    dossier: Dossier = field(default_factory=Dossier)
    history: list[Recorded] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def do(self, command: Command) -> Decision:
        """Decided; the fold of the whole history is the dossier it led to."""
        decision = decide(self.compiled, self.dossier, command, self.now, NUMBER, LINK)
        self.dossier = decision.dossier
        self.history += decision.events
        self.effects += decision.effects
        assert fold(self.history) == self.dossier
        return decision

    def answer(self, screen: str, **raws: Raw) -> Decision:
        return self.do(do.Answer(screen, raws))

    def ok(self, command: Command) -> Decision:
        """Nothing is refused."""
        decision = self.do(command)
        assert decision.refused == {}
        return decision

    def passes(self, screen: str, **raws: Raw) -> None:
        """Answered and pressed."""
        if raws:
            self.ok(do.Answer(screen, raws))
        self.ok(do.Press(screen))

    def later(self, **delay: int) -> None:
        self.now += timedelta(**delay)

    @property
    def here(self) -> Situation:
        return situation(self.compiled, self.dossier, day_of(self.now))

    def visit(self, screen: str) -> Visit:
        visit = self.here.visit(screen)
        assert visit is not None, [v.screen.id for v in self.here.visits]
        return visit

    @property
    def path(self) -> list[str]:
        return [visit.screen.id for visit in self.here.visits]

    @property
    def state(self) -> str:
        return self.dossier.stay.state if self.dossier.stay else ""

    @property
    def notices(self) -> list[str]:
        return [name for name, _at in self.dossier.notices]


Driven = _Driven


def opened(
    compiled: Compiled,
    day: str = "2026-11-02",
    known: dict[str, object] | None = None,
    account: dict[str, str] | None = None,
) -> _Driven:
    """A draft just begun; signed in unless told otherwise."""
    driven = _Driven(compiled, at(day))
    driven.do(do.Open(PERSON if account is None else account, known or {}))  # type: ignore[arg-type]
    return driven


def refusal(driven: Driven, command: Command) -> str:
    """The sentence of what is not allowed, which changes nothing."""
    before = driven.dossier
    with pytest.raises(NotAllowed) as raised:
        driven.do(command)
    assert driven.dossier is before
    return raised.value.sentence
