"""Where a dossier stands: the path as a function of the answers, and what each screen still lacks.

An answer that no longer applies is dormant: it is kept, counts as unanswered and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..fields.composite import read_named
from ..fields.field_type import Json
from ..machine.compiled import FILE, FLOW_END, NEXT, SKIP, Compiled, Cursor, screen_state
from ..model.definitions import Attestation, Check, Screen, Step
from ..model.placing import attested, collected
from ..model.settings import settings_of
from .asked import Question, is_answered, question_of
from .awaiting import address
from .documents import Wanted, wanted
from .dossier import Dossier
from .unchanged import Unchanged

Values = Mapping[str, Any]


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
    known = _remembered(compiled, dossier, day)
    if known:
        return known
    former = dossier.memory.former
    before = _remembered(compiled, former, day) if former else None
    here = _Walk(compiled, dossier, day).run(former, before.visits if before else ())
    dossier.memory.situation, dossier.memory.former = (compiled, here), None
    return here


def _remembered(compiled: Compiled, dossier: Dossier, day: date) -> Situation | None:
    known = dossier.memory.situation
    if known is None or known[0] is not compiled or known[1].today != day:
        return None
    return known[1]  # type: ignore[no-any-return]


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
        self.values: dict[str, Any] = {}
        self.visits: list[Visit] = []

    def run(self, former: Dossier | None = None, known: Sequence[Visit] = ()) -> Situation:
        """`known` are the visits of a former dossier: it goes on after those that nothing touched.

        What was known there leads there again, by the same transitions.
        """
        compiled = self.compiled
        standing = tuple(self.standing(former, known)) if former else ()
        last = standing[-1] if standing else None
        self.visits += standing
        self.values |= last.values if last else opening_values(compiled, self.dossier, self.day)
        cursor = compiled.start(self.values)
        if last:
            cursor.state = screen_state(last.screen.id)
        is_passed = last is None or self.passed(last, cursor)
        while is_passed and cursor.state in compiled.pages:
            if not compiled.trigger(SKIP, cursor):
                visit = self.visit(*compiled.pages[cursor.state])
                self.visits.append(visit)
                is_passed = self.passed(visit, cursor)
        current = "" if is_passed else self.visits[-1].screen.id
        is_ended = is_passed and cursor.state != FLOW_END
        end = cursor.state.removeprefix("end/") if is_ended else ""
        return Situation(tuple(self.visits), current, end, dict(self.values), self.day)

    def passed(self, visit: Visit, cursor: Cursor) -> bool:
        """Whether that screen is completed, and the cursor beyond it."""
        if not visit.is_completed:
            return False
        if visit.screen.submit and (filed := self.dossier.filed):
            self.values |= {"filing.number": filed.number, "filing.date": self.day}
        self.compiled.trigger(FILE if visit.screen.submit else NEXT, cursor)
        return True

    def standing(self, former: Dossier, known: Sequence[Visit]) -> Iterator[Visit]:
        """The first visits, up to one that what happened since may change, or does not complete."""
        unchanged = Unchanged(self.compiled.procedure, former, self.dossier)
        for one in known if unchanged.is_possible else ():
            visit = one
            if not unchanged.has(one.screen, one.attestations, was_completed=one.is_completed):
                return
            if one.screen.id in unchanged.pressed:
                is_done = self.is_done(one.screen, one.questions, is_ready=one.is_ready)
                visit = replace(one, is_completed=is_done)
            yield visit
            if not visit.is_completed:
                return

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
        compiled, values = self.compiled, self.values
        attestations = tuple(
            one for one in attested(compiled.procedure, screen) if compiled.asks(one.when, values)
        )
        documents = tuple(
            asked
            for document in collected(compiled.procedure, screen)
            if (asked := wanted(compiled, self.dossier, document, values))
        )
        answered = all(map(is_answered, questions))
        checks = tuple(c for c in screen.checks if answered and not compiled.holds(c.that, values))
        ready = (
            answered
            and not checks
            and all(one.id in self.dossier.ticked for one in attestations)
            and all(document.is_complete for document in documents)
        )
        is_done = self.is_done(screen, questions, is_ready=ready)
        after = dict(values)
        return Visit(
            step,
            screen,
            questions,
            attestations,
            documents,
            checks,
            ready,
            is_done,
            after,
            before=before,
        )

    def question(self, name: str, is_verify: bool) -> Question | None:
        asked = self.compiled.procedure.fields[name]
        return question_of(self.compiled, self.dossier, asked, self.values, is_verify)

    def is_done(self, screen: Screen, asked: tuple[Question, ...], *, is_ready: bool) -> bool:
        return self.dossier.filed is not None or (is_ready and self.was_pressed(screen, asked))

    def was_pressed(self, screen: Screen, questions: tuple[Question, ...]) -> bool:
        dossier = self.dossier
        if screen.submit:
            return False  # until it is filed, which completes everything
        if screen.await_:
            to = address(self.compiled, screen.await_, self.values)
            return dossier.happened.get(screen.await_.event) == to
        verified = dossier.pressed.get(screen.id)
        if verified is None:
            return False
        return verified == verified_there(questions, dossier)


def verified_there(questions: Iterable[Question], dossier: Dossier) -> dict[str, Json]:
    """The registry's values verified among these, as the registry gives them now."""
    return {
        question.field.id: dossier.known[question.field.known_from.name.removeprefix("registry.")]
        for question in questions
        if question.is_verified and question.field.known_from
    }
