"""Every moment at which a message is sent, with what is surely known and issued by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..logic import Formula
from ..model.definitions import Action, Examination, Ref, State
from ..model.placing import actions_in
from ..source.position import Span
from .site import Asked
from .state_graph import surely
from .story import Story

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sending:
    """One notice sent at one moment of these people's story.

    `issued` are the deliverables surely issued by then, `given` the questions of actions surely
    answered by then, besides those of the flow (`asked`).
    """

    notice: Ref
    where: Span
    people: Formula
    asked: Asked
    issued: Names = frozenset()
    given: Names = frozenset()
    by_await: bool = False


def sendings(story: Story) -> Iterator[Sending]:
    """In the order of the files: those of the flow, then those of the examination."""
    yield from _in_flow(story)
    examination = story.procedure.examination
    if examination:
        yield from _After(story, examination, story.filed, story.asked).sendings()


def _in_flow(story: Story) -> Iterator[Sending]:
    before = Asked({}, story.space.false)
    for moment in story.moments:
        awaited, submit = moment.screen.await_, moment.screen.submit
        if awaited and awaited.notice:
            yield Sending(awaited.notice, awaited.span, moment.people, before, by_await=True)
        for ref in submit.notices if submit else ():
            issued = frozenset(item.name for item in submit.deliver) if submit else frozenset()
            yield Sending(ref, ref.span, moment.completing, moment.asked, issued)
        before = moment.asked


@dataclass(frozen=True, slots=True)
class _After:
    story: Story
    examination: Examination
    filed: Formula
    asked: Asked

    def sendings(self) -> Iterator[Sending]:
        given = surely(self.examination, frozenset(), _fields)
        issued = surely(self.examination, self.issued_on_filing(), _delivered)
        for state in self.examination.states:
            if state.id in given:
                yield from self.in_state(state, given[state.id], issued[state.id])
        for clock in self.examination.clocks:
            states = [ref.name for ref in clock.runs_in if ref.name in given]
            if states:
                yield from self.said(
                    clock.notices,
                    frozenset.intersection(*(given[name] for name in states)),
                    frozenset.intersection(*(issued[name] for name in states)),
                )

    def issued_on_filing(self) -> Names:
        """By whichever screen files."""
        submits = [m.screen.submit for m in self.story.moments if m.screen.submit]
        delivered = [frozenset(ref.name for ref in submit.deliver) for submit in submits]
        return frozenset.intersection(*delivered) if delivered else frozenset()

    def in_state(self, state: State, given: Names, issued: Names) -> Iterator[Sending]:
        for action in actions_in(self.examination, state):
            yield from self.said(
                action.notices, given | _fields(action), issued | _delivered(action)
            )
        for timer in state.timers:
            yield from self.said(timer.notices, given, issued)

    def said(self, notices: tuple[Ref, ...], given: Names, issued: Names) -> Iterator[Sending]:
        for ref in notices:
            yield Sending(ref, ref.span, self.filed, self.asked, issued, given)


def _fields(action: Action) -> Names:
    return frozenset(ref.name for ref in action.fields)


def _delivered(action: Action) -> Names:
    return frozenset(ref.name for ref in action.deliver)
