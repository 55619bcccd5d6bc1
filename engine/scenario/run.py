"""One scenario run through a procedure, in memory, and everything that was seen on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..analysis.scenario import Scenario
from ..dossier.dossier import Dossier, fold
from ..dossier.effects import Effect, Send
from ..dossier.events import Acted, Elapsed, Filed, Issued, Notified, Recorded
from ..dossier.lacking import lacking
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.situation import Situation, Visit, situation
from ..dossier.time import day_of, state_of
from ..fields.field_type import Json
from ..machine.compiled import Compiled
from ..machine.table import action_trigger
from ..model.definitions import Ref, Said
from ..source.position import Span
from .asked import announced_later, asked
from .flow import walk
from .following import follow
from .person import LINK, Person
from .tracing import Met, Tracing, Values, tracing


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something the scenario does that was not allowed, and the sentence that says so."""

    span: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a scenario.

    `here` is where the flow stands at the end, `lacking` what its last screen still misses (French
    sentences by name), `refused` the values refused. `unused` is what the scenario gives and nobody
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
    gives: Mapping[str, Json]
    refused: Mapping[str, str]
    lacking: Mapping[str, str]
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
    person = Person(compiled, scenario)
    person.begin()
    if person.dossier.opened:
        walk(person)
        follow(person)
    return told(person)


def told(person: Person) -> Run:
    """What came of the dossier that this person drove."""
    traced, scenario = tracing(person.compiled), person.scenario
    here = situation(traced, person.dossier, day_of(person.now))
    path = tuple(traced.met)
    later = _new(person.tracing.met, path)
    warnings = tuple(_said(traced, person, here))
    said = tuple(traced.met[len(path) :])
    speaker = Speaker(person.compiled, person.dossier, here.values)
    last = here.visit(here.current)
    sentences = tuple(speaker.prose(check.otherwise) for check in last.checks) if last else ()
    return Run(
        scenario=scenario,
        here=here,
        dossier=person.dossier,
        history=tuple(person.history),
        effects=tuple(person.effects),
        warnings=warnings,
        gives=_gives(person.compiled, here),
        refused=dict(person.refused),
        lacking=lacking(last, person.dossier.ticked, sentences) if last else {},
        obstacles=tuple(Obstacle(*found) for found in person.obstacles),
        unused=tuple(person.unused),
        later=announced_later(person.compiled, here),
        asked=asked(person.compiled, here, person.history)
        if scenario.expect.unasked
        else frozenset(),
        trace=(*path, *said, *later),
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


def _said(traced: Tracing, person: Person, here: Situation) -> Iterator[str]:
    """The warnings; every other text with conditions is judged too, for the trace."""
    dossier, procedure = person.dossier, traced.procedure
    for visit in here.visits:
        values = _known_there(person, visit)
        _judge(traced, visit.screen.text, values)
        for note in visit.screen.notes:
            traced.asks(note.when, values)
        for attestation in visit.attestations:
            _judge(traced, attestation.text, values)
        if visit.is_completed:
            yield from _warnings(traced, dossier, visit)
    announced_later(traced, here)
    if here.end:
        _judge(traced, procedure.ends[here.end].text, here.values)
    for effect in person.effects:
        if isinstance(effect, Send) and effect.awaits:
            notice = procedure.notices[effect.notice]
            _judge(traced, (*notice.text, *notice.mail), {**here.values, "link": LINK})
    _judge_states(traced, person)


def _known_there(person: Person, visit: Visit) -> Values:
    """Below the act of filing, screens may read the clocks too."""
    filed = person.dossier.filed_at
    if filed is None or "filing.number" not in visit.values:
        return visit.values
    return {**values_at(person.compiled, person.dossier, filed), **visit.values}


def _warnings(traced: Tracing, dossier: Dossier, visit: Visit) -> Iterator[str]:
    speaker = Speaker(traced, dossier, visit.values)
    for variant in visit.screen.warnings:
        if traced.asks(variant.when, visit.values):
            yield speaker.prose(variant.prose)


def _judge(traced: Tracing, said: Said, values: Values) -> None:
    for variant in said:
        traced.asks(variant.when, values)


def _judge_states(traced: Tracing, person: Person) -> None:
    """The texts of each state met, on the day it was entered."""
    dossier = Dossier()
    for recorded in person.history:
        dossier = fold([recorded], dossier)
        if isinstance(recorded.event, Filed | Acted | Elapsed):
            state = state_of(person.compiled, dossier)
            if state and any(variant.when for variant in state.text):
                _judge(traced, state.text, values_at(person.compiled, dossier, recorded.at))


def _transitions(history: Iterable[Recorded]) -> Iterator[tuple[str, str]]:
    dossier = Dossier()
    for recorded in history:
        stay, event = dossier.stay, recorded.event
        if stay and isinstance(event, Acted):
            yield stay.state, action_trigger(event.action)
        elif stay and isinstance(event, Elapsed):
            yield stay.state, event.trigger
        dossier = fold([recorded], dossier)
