"""A person followed by the engine: what they have done so far, and what they would answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..dossier import commands as do
from ..dossier.asked import Question
from ..dossier.decide import Decision, decide
from ..dossier.done import Done
from ..dossier.dossier import Dossier
from ..dossier.effects import Effect
from ..dossier.events import Recorded
from ..dossier.situation import Situation, Visit, situation
from ..dossier.time import day_of
from ..fields.field_type import Json, Raw, Refused
from ..fields.reading import is_blank
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.settings import settings_of
from .invent import Interesting, Inventor
from .invent_draw import OFTEN, SOMETIMES, Chance

NUMBER = "2026000001"
LINK = "https://exemple.fr/lien"
ACCOUNT = {"email": "personne@exemple.fr", "number": "9900000000"}

MOST_COMMANDS = 3_000
"""A walk that does more than this goes round in circles."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person behaves.

    `told` are answers given for certain, by question; with them nothing is invented, and the walk
    stops where an answer is missing. `interesting` are the values that conditions single out.
    `final` judges the act of filing and what follows it: it may note what it judges.
    """

    compiled: Compiled
    final: Compiled
    now: datetime
    chance: Chance
    interesting: Interesting = field(default_factory=dict)
    told: Mapping[str, Raw] | None = None
    known: Mapping[str, Raw] = field(default_factory=dict)
    """What the registry is told to know, with `told`."""


class Endless(Exception):
    """Raised by a walk that does not come to an end."""


class Walker:
    """Drives one dossier in memory, and keeps all that happened."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.compiled = plan.compiled
        self.chance = plan.chance
        self.dossier = Dossier()
        self.now = plan.now
        self.history: list[Recorded] = []
        self.effects: list[Effect] = []
        self.done: list[Done] = []
        self.commands = 0
        self.faults: list[str] = []
        """Valid values that were refused, each with the sentence."""

    def happens(self, share: float) -> bool:
        """True that often."""
        return self.chance.random() < share

    def do(self, command: do.Command) -> Decision:
        """Decided and kept. Raises NotAllowed, Endless."""
        self.commands += 1
        if self.commands > MOST_COMMANDS:
            raise Endless
        is_final = isinstance(command, do.Submit) or self.dossier.filed is not None
        compiled = self.plan.final if is_final else self.compiled
        decision = decide(compiled, self.dossier, command, self.now, NUMBER, LINK)
        self.done.append(Done(self.now, self.dossier, command, decision))
        self.dossier = decision.dossier
        self.history += decision.events
        self.effects += decision.effects
        return decision

    def situation(self) -> Situation:
        """Where the request stands now."""
        return situation(self.compiled, self.dossier, day_of(self.now))

    def visit(self) -> Visit | None:
        """The screen where it stands."""
        here = self.situation()
        return here.visit(here.current)

    # Who it is

    def begin(self) -> None:
        """The draft; one who needs no account has one or not."""
        needs = self.compiled.procedure.requires is not None
        account = ACCOUNT if needs or self.is_told or self.happens(OFTEN) else {}
        self.do(do.Open(account, self.registry()))

    @property
    def is_told(self) -> bool:
        """Answers are given, not invented."""
        return self.plan.told is not None

    def sign_in(self) -> None:
        """At a screen that asks who it is."""
        self.do(do.Know(self.registry(), ACCOUNT))

    def registry(self) -> dict[str, Json]:
        """What it knows of this person: anything may be missing."""
        found: dict[str, Json] = {}
        for name, entry in self.compiled.procedure.registry.items():
            raw = self._registered(name, entry)
            if raw is not None and entry.type and not is_blank(raw):
                settings = settings_of(entry)
                try:
                    value = entry.type.parse(raw, settings, day_of(self.now))
                except Refused as refused:
                    self.faults.append(f"registry.{name}: {refused.sentence}")
                    continue
                found[name] = entry.type.pack(value, settings)
        return found

    def _registered(self, name: str, entry: Field) -> Raw | None:
        if self.is_told:
            return self.plan.known.get(name)
        if entry.type is None or self.happens(SOMETIMES):
            return None
        tried = dict(self.plan.interesting)
        for asked in self.compiled.procedure.fields.values():
            if asked.known_from and asked.known_from.name == f"registry.{name}":
                tried.setdefault(f"registry.{name}", tried.get(asked.id, ()))
        inventor = Inventor(self.chance, day_of(self.now), tried)
        return inventor.raw(f"registry.{name}", entry.type, settings_of(entry))

    # What they answer

    def answer(self, question: Question) -> Raw | None:
        """What is told, what the control holds already, or something new; None where nothing can
        be answered."""
        if self.plan.told is not None:
            told = self.plan.told.get(question.field.id)
            return question.prefill or None if told is None else told
        assert question.field.type is not None
        if not is_blank(question.prefill) and self.happens(OFTEN):
            return question.prefill
        return self.invented(question)

    def invented(self, question: Question) -> Raw | None:
        """A valid answer, or None where there is none."""
        assert question.field.type is not None
        inventor = Inventor(self.chance, day_of(self.now), self.plan.interesting)
        return inventor.raw(question.field.id, question.field.type, question.settings)
