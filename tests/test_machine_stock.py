"""The fast machine is the library's own machine: same choices, same faults, every hook called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transitions import Machine, State, Transition

from parcours.engine.machine.machine import (
    Cursor,
    FastEvent,
    FastTransition,
    FlatMachine,
    MachineError,
)
from parcours.tests.campaign import count

STATES = ("a", "b", "c", "d")
TRIGGERS = ("go", "do/x", "skip")
ANSWERS = st.sampled_from([True, True, False, False, 1, 0, "x", None, "missing", "fault"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A guard that answers what the values say under its name, or fails."""

    name: str

    def __call__(self, values: Any) -> Any:
        answer = values[self.name]
        if answer == "missing":
            raise KeyError(self.name)
        if answer == "fault":
            raise ZeroDivisionError(self.name)
        return answer


rows = st.tuples(
    st.sampled_from(TRIGGERS),
    st.sampled_from(STATES),
    st.sampled_from(STATES),
    st.none() | st.sampled_from([Asked(f"g{n}") for n in range(5)]),
)
tables = st.lists(rows, min_size=1, max_size=12)
answers = st.fixed_dictionaries({f"g{n}": ANSWERS for n in range(5)})
steps = st.lists(st.tuples(st.sampled_from(TRIGGERS), answers), min_size=1, max_size=8)

Table = list[tuple[str, str, str, Any]]
Outcome = tuple[str, str]


def fast(table: Table) -> FlatMachine:
    """Ours."""
    machine = FlatMachine(STATES)
    for trigger, source, dest, guard in table:
        if trigger not in machine.events:
            machine.events[trigger] = FastEvent(trigger, machine)
        machine.events[trigger].add_transition(FastTransition(source, dest, guard))
    return machine


def stock(table: Table) -> Machine:
    """The library's, made as its manual says."""
    machine = Machine(
        model=None, states=list(STATES), initial="a", auto_transitions=False, send_event=True
    )
    for trigger, source, dest, guard in table:
        machine.add_transition(trigger, source, dest, conditions=guard and reading(guard))
    return machine


def reading(guard: Asked) -> Callable[[Any], Any]:
    """The guard, from the library's event."""
    return lambda event: guard(event.model.values)


def outcome(machine: Machine, trigger: str, cursor: Cursor) -> Outcome:
    """Where the cursor is, and what was returned or raised."""
    event = machine.events.get(trigger)
    if event is None:
        return (cursor.state, "no such event")
    try:
        return (cursor.state, repr(event.trigger(cursor)))
    except (MachineError, KeyError, ZeroDivisionError, ValueError) as error:
        return (cursor.state, repr(error))


def followed(machine: Machine, way: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, Outcome]]:
    """Step by step."""
    cursor, found = Cursor("a", {}), []
    for trigger, values in way:
        cursor.values = values
        came = outcome(machine, trigger, cursor)
        found.append((cursor.state, came))
    return found


@settings(max_examples=count(300, 20_000))
@given(tables, steps)
def test_the_same_states_results_and_exceptions(
    table: Table, way: list[tuple[str, dict[str, Any]]]
) -> None:
    ours = fast(table)
    assert followed(ours, way) == followed(stock(table), way)
    assert not ours.is_hooked


@settings(max_examples=count(100, 5_000))
@given(tables, steps)
def test_the_same_on_the_stock_path(table: Table, way: list[tuple[str, dict[str, Any]]]) -> None:
    ours, theirs = fast(table), stock(table)
    ours_met, theirs_met = watching(ours), watching(theirs)
    assert followed(ours, way) == followed(theirs, way)
    assert ours_met == theirs_met


def watching(machine: Machine) -> list[tuple[str, str]]:
    """Every hook of the machine, in the order called."""
    met: list[tuple[str, str]] = []

    def note(name: str) -> Callable[[Any], None]:
        return lambda event: met.append((name, event.model.state))

    for name in ("prepare_event", "before_state_change", "after_state_change", "finalize_event"):
        setattr(machine, name, note(name))
    for state in machine.states.values():
        state.add_callback("enter", note(f"enter {state.name}"))
        state.add_callback("exit", note(f"exit {state.name}"))
    for name, event in machine.events.items():
        for hook in ("prepare", "before", "after"):
            event.add_callback(hook, note(f"{hook} {name}"))
    return met


def test_control_a_truthy_guard_is_not_a_true_one() -> None:
    """What comparing with `if guard(values)` would get wrong."""
    table: Table = [("go", "a", "b", Asked("g0")), ("go", "a", "c", None)]
    for machine in (fast(table), stock(table)):
        cursor = Cursor("a", {"g0": "x"})
        assert machine.events["go"].trigger(cursor)
        assert cursor.state == "c"


def test_a_step_asks_where_a_trigger_raises() -> None:
    machine = fast([("go", "a", "b", None)])
    assert machine.events["go"].step(Cursor("c", {})) is False
    with pytest.raises(MachineError):
        machine.events["go"].trigger(Cursor("c", {}))


# Hooks. Each is put somewhere, before or after the rows, and must be called.

TABLE: Table = [("go", "a", "b", Asked("g0")), ("go", "b", "a", None)]
Note = Callable[[Any], None]


def on_machine(name: str) -> Callable[[FlatMachine, Note], None]:
    """Assigned, as the manual says."""
    return lambda machine, note: setattr(machine, name, note)


def added(name: str) -> Callable[[FlatMachine, Note], None]:
    """Put into the list that is there."""
    return lambda machine, note: getattr(machine, name).append(note)


MACHINE_HOOKS = {
    f"{way.__name__} {name}": way(name)
    for way in (on_machine, added)
    for name in ("before_state_change", "after_state_change", "prepare_event", "finalize_event")
}


def extended(machine: FlatMachine, note: Note) -> None:
    machine.prepare_event += [note]


def inserted(machine: FlatMachine, note: Note) -> None:
    machine.prepare_event.insert(0, note)


def state_enter(machine: FlatMachine, note: Note) -> None:
    machine.get_state("b").add_callback("enter", note)


def state_exit(machine: FlatMachine, note: Note) -> None:
    machine.get_state("a").on_exit.append(note)


def state_assigned(machine: FlatMachine, note: Note) -> None:
    machine.get_state("b").on_enter = [note]


def state_by_name(machine: FlatMachine, note: Note) -> None:
    machine.on_enter_b(note)


def state_replaced(machine: FlatMachine, note: Note) -> None:
    machine.add_states("b", on_enter=note)


def state_of_the_library(machine: FlatMachine, note: Note) -> None:
    machine.add_states(State("b", on_enter=note))


MACHINE_HOOKS |= {
    made.__name__: made
    for made in (
        extended,
        inserted,
        state_enter,
        state_exit,
        state_assigned,
        state_by_name,
        state_replaced,
        state_of_the_library,
    )
}


def first(machine: FlatMachine) -> FastTransition:
    """The row from a to b."""
    found = machine.events["go"].transitions["a"][0]
    assert isinstance(found, FastTransition)
    return found


def event_callback(hook: str) -> Callable[[FlatMachine, Note], None]:
    """On all rows of an event."""
    return lambda machine, note: machine.events["go"].add_callback(hook, note)


def row_callback(hook: str) -> Callable[[FlatMachine, Note], None]:
    """On one row."""
    return lambda machine, note: first(machine).add_callback(hook, note)


def row_assigned(hook: str) -> Callable[[FlatMachine, Note], None]:
    """Another list."""
    return lambda machine, note: setattr(first(machine), hook, [note])


def by_name(machine: FlatMachine, note: Note) -> None:
    machine.before_go(note)


def condition_added(machine: FlatMachine, note: Note) -> None:
    first(machine).conditions.append(FastTransition.condition_cls(answering(note)))


def row_of_the_library(machine: FlatMachine, note: Note) -> None:
    first(machine).conditions.clear()
    first(machine).conditions.append(FastTransition.condition_cls(refusing))
    machine.add_transition("go", "a", "b", before=note)


def refusing(_event: Any) -> bool:
    """A condition that never holds."""
    return False


def row_made_by_hand(machine: FlatMachine, note: Note) -> None:
    machine.events["go"].transitions["a"].clear()
    machine.events["go"].add_transition(Transition("a", "b", before=note))


def answering(note: Note) -> Callable[[Any], bool]:
    """A condition that holds, and notes that it was asked."""

    def asked(event: Any) -> bool:
        note(event)
        return True

    return asked


ROW_HOOKS = {
    f"{way.__name__} {hook}": way(hook)
    for way in (event_callback, row_callback, row_assigned)
    for hook in ("prepare", "before", "after")
} | {
    made.__name__: made for made in (by_name, condition_added, row_of_the_library, row_made_by_hand)
}


@pytest.mark.parametrize("name", [*MACHINE_HOOKS, *ROW_HOOKS])
def test_a_hook_added_after_building_is_called(name: str) -> None:
    machine, met = fast(TABLE), list[Any]()
    ({**MACHINE_HOOKS, **ROW_HOOKS})[name](machine, met.append)
    cursor = Cursor("a", {"g0": True})
    assert machine.events["go"].step(cursor)
    assert cursor.state == "b"
    assert len(met) == 1
    assert machine.is_hooked


@pytest.mark.parametrize("name", MACHINE_HOOKS)
def test_a_hook_added_before_the_rows_is_called(name: str) -> None:
    machine, met = FlatMachine(STATES), list[Any]()
    MACHINE_HOOKS[name](machine, met.append)
    machine.events["go"] = FastEvent("go", machine)
    machine.events["go"].add_transition(FastTransition("a", "b", None))
    assert machine.events["go"].trigger(Cursor("a", {}))
    assert len(met) == 1


@pytest.mark.parametrize("hook", ["prepare", "before", "after"])
def test_a_hook_that_a_row_came_with_is_called(hook: str) -> None:
    machine, met = FlatMachine(STATES), list[Any]()
    row = FastTransition("a", "b", Asked("g0"))
    row.add_callback(hook, met.append)
    machine.events["go"] = FastEvent("go", machine)
    machine.events["go"].add_transition(row)
    assert machine.events["go"].trigger(Cursor("a", {"g0": True}))
    assert len(met) == 1


@pytest.mark.parametrize("name", [*MACHINE_HOOKS, *ROW_HOOKS])
def test_control_the_fast_path_calls_no_hook(name: str) -> None:
    """Each of these tests would see a hook that is passed over."""
    machine, met = fast(TABLE), list[Any]()
    ({**MACHINE_HOOKS, **ROW_HOOKS})[name](machine, met.append)
    machine.is_hooked = False
    for row in machine.events["go"].transitions["a"]:
        row.guard = None
    assert machine.events["go"].step(Cursor("a", {"g0": True}))
    assert met == []


def test_on_exception_is_called_and_the_state_stays() -> None:
    machine, met = fast(TABLE), list[Any]()
    machine.on_exception = [lambda event: met.append(event.error)]
    cursor = Cursor("a", {"g0": "fault"})
    assert machine.events["go"].trigger(cursor) is False
    assert cursor.state == "a"
    assert [type(error) for error in met] == [ZeroDivisionError]


def test_control_on_exception_without_the_hook() -> None:
    with pytest.raises(ZeroDivisionError):
        fast(TABLE).events["go"].trigger(Cursor("a", {"g0": "fault"}))


def test_on_final_is_called() -> None:
    machine, met = fast(TABLE), list[Any]()
    machine.get_state("b").final = True
    machine.on_final = met.append
    machine.events["go"].trigger(Cursor("a", {"g0": True}))
    assert len(met) == 1


def test_a_queued_machine_takes_the_stock_path() -> None:
    """There, an event triggered by a hook waits for the first one to be over."""
    machine = fast(TABLE)
    machine._queued = True
    seen: list[str] = []

    def again(event: Any) -> None:
        if not seen:
            machine.events["go"].trigger(event.model)
        seen.append(event.model.state)

    machine.after_state_change = again
    cursor = Cursor("a", {"g0": True})
    assert machine.events["go"].trigger(cursor)
    assert (seen, cursor.state) == (["b", "a"], "a")


def test_control_not_queued_it_does_not_wait() -> None:
    machine = fast(TABLE)
    seen: list[str] = []

    def again(event: Any) -> None:
        if event.model.state == "b":
            machine.events["go"].trigger(event.model)
        seen.append(event.model.state)

    machine.after_state_change = again
    machine.events["go"].trigger(Cursor("a", {"g0": True}))
    assert seen == ["a", "a"]


def test_a_queued_machine_is_known_without_any_hook() -> None:
    machine = fast(TABLE)
    machine._queued = True
    assert machine.events["go"].trigger(Cursor("a", {"g0": False}))  # queued: always True


def test_arguments_reach_the_hooks() -> None:
    machine, met = fast(TABLE), list[Any]()
    machine.before_state_change = lambda event: met.append((event.args, event.kwargs))
    machine.events["go"].trigger(Cursor("a", {"g0": True}), 1, why="test")
    assert met == [((1,), {"why": "test"})]


@pytest.mark.parametrize(
    ("change", "arguments"),
    [
        ("append", (print,)),
        ("extend", ([print],)),
        ("insert", (0, print)),
        ("__iadd__", ([print],)),
        ("__setitem__", (slice(0, 0), [print])),
    ],
)
def test_every_way_to_put_a_hook_into_a_list_is_told(change: str, arguments: Any) -> None:
    machine = fast(TABLE)
    getattr(machine.before_state_change, change)(*arguments)
    assert machine.is_hooked


def test_a_row_between_unknown_states_is_refused() -> None:
    machine = FlatMachine(STATES)
    event = FastEvent("go", machine)
    for source, dest in (("a", "z"), ("z", "a")):
        with pytest.raises(ValueError, match="'z' is not a registered state"):
            event.add_transition(FastTransition(source, dest, None))
    assert not event.transitions
