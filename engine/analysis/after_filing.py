"""After filing: every expression of the examination in its place."""

from __future__ import annotations

from dataclasses import dataclass

from ..logic import Formula
from ..model.definitions import Action, Clock, Examination, Ref, State, Timer
from ..model.placing import actions_in, attested, collected
from .asking import ask
from .place import Place
from .site import Expected
from .state_graph import surely
from .story import Story

Sure = frozenset[str]


def _answered(action: Action) -> Sure:
    return frozenset(ref.name for ref in action.fields)


def walk_examination(story: Story) -> None:
    """Record every expression of the examination in its place."""
    examination = story.procedure.examination
    if examination is None:
        return
    known = surely(examination, frozenset(), _answered)
    for state in examination.states:
        if state.id in known:
            _state(_Filed(story, known[state.id]), examination, state)
    for clock in examination.clocks:
        reached = [known[ref.name] for ref in clock.runs_in if ref.name in known]
        if reached:
            _clock(_Filed(story, frozenset.intersection(*reached)), clock)


@dataclass(frozen=True, slots=True)
class _Filed:
    """A filed request in some state, where these action fields are surely answered."""

    story: Story
    known: Sure

    def place(self, more: Sure = frozenset()) -> Place:
        story = self.story
        named: dict[str, Formula] = {}
        for name in self.known | more:
            field = story.procedure.fields.get(name)
            sure = field and not field.optional and not field.when
            named[name] = story.space.true if sure else story.space.free(f"given {name}")
        return Place(story.ledger, story.filed, story.asked.also(named))


def _state(filed: _Filed, examination: Examination, state: State) -> None:
    here = filed.place()
    here.said(state.text)
    for action in actions_in(examination, state):
        _action(filed, action)
    for timer in state.timers:
        _timer(filed, timer)


def _action(filed: _Filed, action: Action) -> None:
    here = filed.place()
    here = here.narrowed(here.meets(action.when))
    here.said(action.text)
    procedure = filed.story.procedure
    for attestation in attested(procedure, action):
        here.narrowed(here.meets(attestation.when)).said(attestation.text)
    for document in collected(procedure, action):
        here.document(document)
    above: Sure = frozenset()
    for ref in action.fields:
        field = procedure.fields.get(ref.name)
        if field:
            ask(filed.place(above), field)
            above |= {ref.name}
    after = filed.place(above)
    _said(filed, after, action.notices)
    for ref in action.deliver:
        if ref.name in procedure.deliverables:
            after.deliverable(procedure.deliverables[ref.name])


def _timer(filed: _Filed, timer: Timer) -> None:
    here = filed.place()
    if timer.at:
        here.show((timer.at,), Expected.DATE)
    _said(filed, here, timer.notices)


def _clock(filed: _Filed, clock: Clock) -> None:
    _said(filed, filed.place(), clock.notices)


def _said(filed: _Filed, here: Place, notices: tuple[Ref, ...]) -> None:
    for ref in notices:
        notice = filed.story.procedure.notices.get(ref.name)
        if notice:
            here.notice(notice)
