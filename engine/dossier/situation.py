"""Where a dossier stands: the path as a function of the answers, and what each screen still lacks.

An answer that no longer applies is dormant: it is kept, counts as unanswered and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..fields.composite import asked_parts, read_named
from ..fields.field_type import Json, Raw, Refused, Settings
from ..machine.compiled import FILE, FLOW_END, NEXT, SKIP, Compiled
from ..model.definitions import Attestation, Check, Field, Screen, Step
from ..model.placing import attested, collected
from ..model.settings import settings_of
from ..source.tree import plain as plain_raw
from .awaiting import address
from .documents import Wanted, wanted
from .dossier import Dossier
from .offering import settings_among

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A field asked here: its value now (None: unanswered), where it comes from, its fault.

    `kept` is the value with its dormant parts, those that do not apply beside the others.
    `is_verified`: shown and not editable, for the registry knows it. `prefill` is what the control
    holds while there is no answer: the registry's value, or the default (as typed).
    """

    field: Field
    settings: Settings
    value: Any = None
    kept: Any = None
    is_verified: bool = False
    prefill: Raw = ""
    fault: str = ""

    @property
    def is_secret(self) -> bool:
        """Given with the filing, kept in no journal."""
        return self.field.type_name == "secret"


@dataclass(frozen=True, slots=True)
class Visit:
    """A screen on the path: what it asks of this person, and whether it is completed."""

    step: Step
    screen: Screen
    questions: tuple[Question, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    documents: tuple[Wanted, ...] = ()
    checks: tuple[Check, ...] = ()
    """Those that do not hold."""
    is_ready: bool = False
    """Nothing is missing but the button."""
    is_completed: bool = False
    values: Values = field(default_factory=dict)
    """What is known after the screen."""
    needs_account: bool = False
    """The person must sign in first: nothing is asked before."""
    before: Values = field(default_factory=dict)
    """What is known before the screen."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The path and where it stops.

    `current` is the first screen not completed, or empty; `end` the end reached, or empty.
    `values` is everything known by there; `today` the day it was judged on.
    """

    visits: tuple[Visit, ...]
    current: str
    end: str
    values: Values
    today: date

    def visit(self, screen: str) -> Visit | None:
        """That screen, if it is on the path."""
        return next((visit for visit in self.visits if visit.screen.id == screen), None)

    @property
    def attestations(self) -> tuple[str, ...]:
        """Every attestation that applies, in order."""
        return tuple(item.id for visit in self.visits for item in visit.attestations)

    @property
    def documents(self) -> tuple[Wanted, ...]:
        """Every document asked, in order."""
        return tuple(item for visit in self.visits for item in visit.documents)


def situation(compiled: Compiled, dossier: Dossier, today: date) -> Situation:
    """Follow the machine with the recorded answers; filing froze the day."""
    day = dossier.filed.day if dossier.filed else today
    for whose, found in dossier.found:
        if whose is compiled and found.today == day:
            return found  # type: ignore[no-any-return]
    here = _Walk(compiled, dossier, day).run()
    dossier.found[:] = [(compiled, here)]
    return here


def opening_values(compiled: Compiled, dossier: Dossier, day: date) -> dict[str, Any]:
    """What is known before the first screen."""
    values: dict[str, Any] = {"today": day, "signed_in": bool(dossier.account)}
    values |= {f"account.{key}": value for key, value in dossier.account.items()}
    values |= {f"service.{key}": value for key, value in compiled.service.items()}
    values |= figures_on(compiled, day)
    for name, packed in dossier.known.items():
        known = compiled.procedure.registry.get(name)
        if known and known.type:
            settings = settings_of(known)
            value = known.type.unpack(packed, settings)
            values |= read_named(f"registry.{name}", known.type, settings, value)
    return values


def figures_on(compiled: Compiled, day: date) -> dict[str, Any]:
    """The legal figures in force that day; before the first date, the first figure."""
    found = {}
    for parameter in compiled.procedure.parameters.values():
        in_force = [figure for start, figure in parameter.values if start <= day]
        if parameter.values:
            found[f"param.{parameter.id}"] = in_force[-1] if in_force else parameter.values[0][1]
    return found


class _Walk:
    """Filing froze the answers with the day: nothing done since changes the path."""

    def __init__(self, compiled: Compiled, dossier: Dossier, day: date) -> None:
        frozen = replace(dossier, answers=dossier.filed.answers) if dossier.filed else dossier
        self.compiled, self.dossier, self.day = compiled, frozen, day
        self.values = opening_values(compiled, dossier, day)
        if dossier.filed:
            self.filed_values = {"filing.number": dossier.filed.number, "filing.date": day}
        self.visits: list[Visit] = []

    def run(self) -> Situation:
        compiled = self.compiled
        cursor = compiled.start(self.values)
        current = end = ""
        while cursor.state in compiled.pages:
            if compiled.trigger(SKIP, cursor):
                continue
            visit = self.visit(*compiled.pages[cursor.state])
            self.visits.append(visit)
            if not visit.is_completed:
                current = visit.screen.id
                break
            if visit.screen.submit:
                self.values |= self.filed_values
            compiled.trigger(FILE if visit.screen.submit else NEXT, cursor)
        else:
            end = "" if cursor.state == FLOW_END else cursor.state.removeprefix("end/")
        return Situation(tuple(self.visits), current, end, dict(self.values), self.day)

    def visit(self, step: Step, screen: Screen) -> Visit:
        if screen.requires and not self.dossier.account:
            known = dict(self.values)
            return Visit(step, screen, values=known, needs_account=True, before=known)
        before = dict(self.values)
        questions = tuple(
            question
            for refs, is_verify in ((screen.verify, True), (screen.fields, False))
            for ref in refs
            if (question := self.question(ref.name, is_verify))
        )
        procedure, values = self.compiled.procedure, self.values
        visit = Visit(
            step,
            screen,
            questions,
            tuple(a for a in attested(procedure, screen) if self.compiled.asks(a.when, values)),
            tuple(
                asked
                for document in collected(procedure, screen)
                if (asked := wanted(self.compiled, self.dossier, document, values))
            ),
            before=before,
        )
        return self.judged(visit)

    def judged(self, visit: Visit) -> Visit:
        answered = all(
            not question.fault
            and (question.value is not None or question.field.optional or question.is_secret)
            for question in visit.questions
        )
        checks = (
            tuple(c for c in visit.screen.checks if not self.compiled.holds(c.that, self.values))
            if answered
            else ()
        )
        ready = (
            answered
            and not checks
            and all(a.id in self.dossier.ticked for a in visit.attestations)
            and all(document.is_complete for document in visit.documents)
        )
        done = self.dossier.filed is not None or (ready and self.was_pressed(visit))
        return replace(
            visit, checks=checks, is_ready=ready, is_completed=done, values=dict(self.values)
        )

    def question(self, name: str, is_verify: bool) -> Question | None:
        asked = self.compiled.procedure.fields[name]
        return question_of(self.compiled, self.dossier, asked, self.values, is_verify)

    def was_pressed(self, visit: Visit) -> bool:
        screen, dossier = visit.screen, self.dossier
        if screen.submit:
            return False  # until it is filed, which completes everything
        if screen.await_:
            to = address(self.compiled, screen.await_, self.values)
            return dossier.happened.get(screen.await_.event) == to
        verified = dossier.pressed.get(screen.id)
        if verified is None:
            return False
        return verified == verified_there(visit, dossier)


def question_of(
    compiled: Compiled,
    dossier: Dossier,
    asked: Field,
    values: dict[str, Any],
    is_verify: bool = False,
) -> Question | None:
    """The question where it applies, and a part of it if it has any; a valid answer joins `values`
    for what is read below."""
    if asked.type is None or not compiled.asks(asked.when, values):
        return None
    settings = settings_among(compiled, asked, values)
    if settings.parts and not asked_parts(settings.parts, "", values["today"]):
        return None
    known = _known(dossier, asked)
    if is_verify and known is not None:
        value = asked.type.relevant(known, settings)
        question = Question(asked, settings, value, known, is_verified=True)
    elif is_verify and asked.optional:
        return None
    else:
        question = _answered(dossier, asked, settings, known, values["today"])
    if question.value is not None and not question.fault:
        values |= read_named(asked.id, asked.type, settings, question.value)
    return question


def _answered(
    dossier: Dossier, asked: Field, settings: Settings, known: Any, today: date
) -> Question:
    assert asked.type is not None
    packed = dossier.answers.get(asked.id)
    if packed is None:
        return Question(asked, settings, prefill=_prefill(asked, settings, known))
    kept = asked.type.unpack(packed, settings)
    value, fault = asked.type.relevant(kept, settings), ""
    try:
        asked.type.check(kept, settings, today)
    except Refused as refused:
        fault = refused.sentence
    return Question(asked, settings, value, kept, fault=fault)


def _prefill(asked: Field, settings: Settings, known: Any) -> Raw:
    if known is not None and asked.type:
        return asked.type.raw(known, settings)
    default: Any = plain_raw(asked.default) if asked.default else ""
    return default if default is not None else ""


def _known(dossier: Dossier, asked: Field) -> Any:
    """The registry's value of that field, unpacked."""
    if asked.known_from is None or asked.type is None:
        return None
    packed = dossier.known.get(asked.known_from.name.removeprefix("registry."))
    return None if packed is None else asked.type.unpack(packed, settings_of(asked))


def verified_there(visit: Visit, dossier: Dossier) -> dict[str, Json]:
    """The registry's values verified on that screen, as the registry gives them now."""
    return {
        question.field.id: dossier.known[question.field.known_from.name.removeprefix("registry.")]
        for question in visit.questions
        if question.is_verified and question.field.known_from
    }
