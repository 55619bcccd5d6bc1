"""The states of a filed request and the ways between them, as a graph one can walk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model.definitions import Action, Clock, Examination, Ref, State, Timer
from ..model.placing import actions_in

Graph = Mapping[str, frozenset[str]]
"""By state, those one step leads to, itself never among them."""


@dataclass(frozen=True, slots=True)
class Way:
    """One step from a state to another or to itself; a timer or a clock brings no action."""

    source: str
    target: str
    action: Action | None = None


def ways(examination: Examination) -> Iterator[Way]:
    """Every step: actions of each state and general ones, timers, clocks."""
    for state in examination.states:
        for action in actions_in(examination, state):
            yield Way(state.id, action.to.name if action.to else state.id, action)
        for timer in state.timers:
            yield Way(state.id, timer.to.name if timer.to else state.id)
    for clock in examination.clocks:
        for ref in clock.runs_in:
            yield Way(ref.name, clock.to.name if clock.to else ref.name)


def graph(examination: Examination) -> Graph:
    """The steps that lead from one state to another."""
    steps: dict[str, set[str]] = {state.id: set() for state in examination.states}
    for way in ways(examination):
        if way.target != way.source:
            steps.setdefault(way.source, set()).add(way.target)
    return {state: frozenset(targets) for state, targets in steps.items()}


def reached(steps: Graph, start: str) -> frozenset[str]:
    """The state and all that it leads to, in any number of steps."""
    found, waiting = {start}, [start]
    while waiting:
        more = steps.get(waiting.pop(), frozenset()) - found
        found |= more
        waiting.extend(more)
    return frozenset(found)


def reached_states(examination: Examination) -> tuple[State, ...]:
    """Those a filed request can come to, in file order."""
    if examination.opens is None:
        return ()
    known = reached(graph(examination), examination.opens.name)
    return tuple(state for state in examination.states if state.id in known)


def state_refs(examination: Examination) -> Iterator[Ref]:
    """Every place that names a state."""
    yield from _named(examination.opens)
    for state in examination.states:
        for action in state.actions:
            yield from _named(action.to)
        for timer in state.timers:
            yield from _named(timer.to)
    for action in examination.actions:
        yield from action.states
        yield from _named(action.to)
    for clock in examination.clocks:
        yield from clock.runs_in
        yield from _named(clock.to)


def _named(ref: Ref | None) -> Iterator[Ref]:
    if ref:
        yield ref


def unknown_states(examination: Examination) -> tuple[Ref, ...]:
    """Names of states that do not exist; while there are some, the graph is not trusted."""
    known = {state.id for state in examination.states}
    return tuple(ref for ref in state_refs(examination) if ref.name not in known)


def has_effect(way: Action | Timer | Clock) -> bool:
    """Whether anything comes of it; where nothing does, its `to` was surely forgotten."""
    if way.to or way.notices:
        return True
    if isinstance(way, Action):
        return bool(way.deliver or way.fields or way.attest or way.collect)
    return False


def is_complete(examination: Examination) -> bool:
    """No state is unknown and no step lost its effect: what is not reached is really not."""
    own = [action for state in examination.states for action in state.actions]
    timers = [timer for state in examination.states for timer in state.timers]
    steps: list[Action | Timer | Clock] = [*own, *examination.actions, *timers]
    steps += examination.clocks
    return not unknown_states(examination) and all(has_effect(step) for step in steps)


def surely(
    examination: Examination, start: frozenset[str], brings: Callable[[Action], Iterable[str]]
) -> Mapping[str, frozenset[str]]:
    """By state reached: what every way to it goes through (a greatest fixpoint)."""
    if examination.opens is None:
        return {}
    known = {examination.opens.name: start}
    steps = tuple(ways(examination))
    changed = True
    while changed:
        changed = False
        for way in steps:
            if way.source not in known:
                continue
            brought = known[way.source].union(brings(way.action) if way.action else ())
            now = known.get(way.target, brought) & brought
            if known.get(way.target) != now:
                known[way.target] = now
                changed = True
    return known
