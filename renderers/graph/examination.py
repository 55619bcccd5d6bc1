"""The service's part of the picture: the states of a filed request, and what moves it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.model.definitions import Action, Examination, Procedure, Ref, State, Timer
from ...engine.model.names import Names
from .picture import EXAMINATION, Edge, Kind, Node, Way
from .words import action, announced, clock, prose, timer


@dataclass(frozen=True, slots=True)
class After:
    """What follows the filing."""

    procedure: Procedure
    names: Names
    examination: Examination

    def nodes(self) -> Iterator[Node]:
        """The state a filing opens, then the others."""
        opens = self.examination.opens.name if self.examination.opens else ""
        for state in sorted(self.examination.states, key=lambda state: state.id != opens):
            kind = Kind.FINAL if state.final else Kind.STATE
            notes = tuple(self.notes(state))
            yield Node(f"state_{state.id}", kind, state.title or state.id, notes, EXAMINATION)

    def notes(self, state: State) -> Iterator[str]:
        """What may be done there, or happens there, without leaving it."""
        for does in (*state.actions, *self.everywhere(state)):
            if does.to is None or does.to.name == state.id:
                yield action(does, self.names)
        for starts in state.timers:
            if starts.to is None:
                yield announced(timer(starts, self.names), self.titles(starts))
        for runs in self.examination.clocks:
            if runs.to is None and state.id in [ref.name for ref in runs.runs_in]:
                yield clock(runs)

    def everywhere(self, state: State) -> Iterator[Action]:
        """Actions written outside the states that may be done in this one."""
        for does in self.examination.actions:
            if state.id in [ref.name for ref in does.states]:
                yield does

    def titles(self, starts: Timer) -> list[str]:
        """Of the notices it sends."""
        notices = (self.procedure.notices.get(ref.name) for ref in starts.notices)
        return [prose(notice.title, self.names) for notice in notices if notice]

    def edges(self) -> Iterator[Edge]:
        """Actions, timers and clocks that change the state."""
        for state in self.examination.states:
            for does in state.actions:
                yield from self.move(
                    (Ref(state.id, state.span),), does.to, Way.ACTION, action(does, self.names)
                )
            for starts in state.timers:
                yield from self.move(
                    (Ref(state.id, state.span),), starts.to, Way.DELAY, timer(starts, self.names)
                )
        for does in self.examination.actions:
            yield from self.move(does.states, does.to, Way.ACTION, action(does, self.names))
        for runs in self.examination.clocks:
            yield from self.move(runs.runs_in, runs.to, Way.DELAY, clock(runs))

    def move(
        self, sources: tuple[Ref, ...], to: Ref | None, way: Way, label: str
    ) -> Iterator[Edge]:
        """One way from all these states, when there is where to go."""
        known = {state.id for state in self.examination.states}
        if to is None or to.name not in known:
            return
        moved = tuple(
            f"state_{ref.name}" for ref in sources if ref.name in known and ref.name != to.name
        )
        if moved:
            yield Edge(tuple(dict.fromkeys(moved)), f"state_{to.name}", way, label)
