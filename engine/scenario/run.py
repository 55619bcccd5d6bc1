"""One scenario run through a procedure, in memory, and everything that was seen on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..analysis.scenario import Scenario
from ..dossier.dossier import Dossier, fold
from ..dossier.effects import Effect
from ..dossier.events import Acted, Elapsed, Issued, Notified, Recorded
from ..dossier.lacking import lacking
from ..dossier.saying import Speaker
from ..dossier.situation import Situation, situation
from ..dossier.time import day_of
from ..fields.field_type import Json
from ..machine.compiled import Compiled
from ..machine.table import action_trigger
from ..model.definitions import Ref
from ..source.position import Span
from .asked import announced_later, asked
from .flow import walk
from .following import follow
from .person import Person
from .saying import Saying, sayings, warnings
from .tracing import Met, tracing


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something the scenario does that was not allowed, and the sentence that says so."""

    span: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a scenario.

    `here` is where the flow stands at the end, `lacking` what its last screen still misses (French
    sentences by name), `refused` the values refused, `unmet` the sentences of the checks that stop
    there. `said` is every text that could be read. `unused` is what the scenario gives and nobody
    asked for. `later` holds the documents announced for later; `asked`, the ids of all that was
    asked, announced or offered (only where the scenario expects something `unasked`). `trace` holds
    every condition met, in order: those of the path, then those judged after filing.
    """

    scenario: Scenario
    here: Situation
    dossier: Dossier
    history: tuple[Recorded, ...]
    effects: tuple[Effect, ...]
    warnings: tuple[str, ...]
    said: tuple[Saying, ...]
    gives: Mapping[str, Json]
    refused: Mapping[str, str]
    lacking: Mapping[str, str]
    unmet: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    unused: tuple[Ref, ...]
    later: tuple[str, ...]
    asked: frozenset[str]
    trace: tuple[Met, ...]

    @property
    def screens(self) -> tuple[str, ...]:
        """Those met, the one where the person stays included."""
        return tuple(visit.screen.id for visit in self.here.visits)

    @property
    def documents(self) -> tuple[str, ...]:
        """Those asked on the screens met."""
        return tuple(wanted.document.id for wanted in self.here.documents)

    @property
    def state(self) -> str:
        """Of the examination, at last; empty when there is none."""
        return self.dossier.stay.state if self.dossier.stay else ""

    @property
    def outcome(self) -> str:
        """What was handed over at filing."""
        return self.dossier.filed.outcome if self.dossier.filed else ""

    @property
    def delivered(self) -> tuple[str, ...]:
        """Deliverables issued, in order."""
        return tuple(r.event.deliverable for r in self.history if isinstance(r.event, Issued))

    @property
    def notices(self) -> tuple[str, ...]:
        """Notices sent, in order."""
        return tuple(r.event.notice for r in self.history if isinstance(r.event, Notified))

    @property
    def transitions(self) -> tuple[tuple[str, str], ...]:
        """State and trigger of all that happened in the examination."""
        return tuple(_transitions(self.history))


def run(compiled: Compiled, scenario: Scenario) -> Run:
    """The whole scenario; nothing is raised for what the procedure refuses."""
    return told(driven(compiled, scenario))


def driven(compiled: Compiled, scenario: Scenario) -> Person:
    """The person at the end of the scenario, with all that they did."""
    person = Person(compiled, scenario)
    person.begin()
    if person.dossier.opened:
        walk(person)
        follow(person)
    return person


def told(person: Person) -> Run:
    """What came of the dossier that this person drove."""
    traced, scenario = tracing(person.compiled), person.scenario
    here = situation(traced, person.dossier, day_of(person.now))
    path = tuple(traced.met)
    later = _new(person.tracing.met, path)
    warned, said = warnings(traced, person.dossier, here), sayings(traced, person, here)
    spoken = tuple(traced.met[len(path) :])
    speaker = Speaker(person.compiled, person.dossier, here.values)
    last = here.visit(here.current)
    unmet = tuple(speaker.prose(check.otherwise) for check in last.checks) if last else ()
    return Run(
        scenario=scenario,
        here=here,
        dossier=person.dossier,
        history=tuple(person.history),
        effects=tuple(person.effects),
        warnings=warned,
        said=said,
        gives=_gives(person.compiled, here),
        refused=dict(person.refused),
        lacking=lacking(last, person.dossier.ticked, unmet) if last else {},
        unmet=unmet,
        obstacles=tuple(Obstacle(*found) for found in person.obstacles),
        unused=tuple(person.unused),
        later=announced_later(person.compiled, here),
        asked=asked(person.compiled, here, person.history)
        if scenario.expect.unasked
        else frozenset(),
        trace=(*path, *spoken, *later),
    )


def _new(met: Iterable[Met], path: Iterable[Met]) -> tuple[Met, ...]:
    """What was judged after filing beside the path, which each step judges again."""
    known = {one.condition.span for one in path}
    return tuple(one for one in met if one.condition.span not in known)


def _gives(compiled: Compiled, here: Situation) -> dict[str, Json]:
    """What an end hands over to the procedure it opens, in its JSON form."""
    end = compiled.procedure.ends.get(here.end)
    given = {ref.name for ref in end.open.give} if end and end.open else set()
    return {
        question.field.id: question.field.type.pack(question.value, question.settings)
        for visit in here.visits
        for question in visit.questions
        if question.field.id in given and question.field.type and question.value is not None
    }


def _transitions(history: Iterable[Recorded]) -> Iterator[tuple[str, str]]:
    dossier = Dossier()
    for recorded in history:
        stay, event = dossier.stay, recorded.event
        if stay and isinstance(event, Acted):
            yield stay.state, action_trigger(event.action)
        elif stay and isinstance(event, Elapsed):
            yield stay.state, event.trigger
        dossier = fold([recorded], dossier)
