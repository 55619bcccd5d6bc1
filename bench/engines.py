"""The same flow walked by other engines: a dictionary, transitions, two well-known libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from transitions import Machine

from parcours.bench.flow import FIRST, LAST, Guard, Path, Values, Walk, Ways
from parcours.engine.machine.compiled import NEXT, Compiled
from parcours.engine.machine.machine import Cursor


def ours(flow: Compiled) -> Walk:
    """The machine of a procedure, as a dossier follows it."""

    def walk(values: Values) -> Path:
        cursor = flow.start(values)
        path = [cursor.state]
        while cursor.state != LAST:
            flow.trigger(NEXT, cursor)
            path.append(cursor.state)
        return tuple(path)

    return walk


def dictionary(ways: Ways) -> Walk:
    """What one would write by hand: a step is a function of a trigger and a place."""
    table = {(NEXT, source): rules for source, rules in ways.items()}

    def step(trigger: str, cursor: Cursor) -> bool:
        for guard, dest in table[trigger, cursor.state]:
            if guard is None or guard(cursor.values):
                cursor.state = dest
                return True
        return False

    def walk(values: Values) -> Path:
        cursor = Cursor(FIRST, values)
        path = [cursor.state]
        while cursor.state != LAST:
            step(NEXT, cursor)
            path.append(cursor.state)
        return tuple(path)

    return walk


def stock(ways: Ways) -> Walk:
    """transitions as it comes, one machine for all dossiers, its event triggered directly."""
    event = _machine(ways).events[NEXT]

    def walk(values: Values) -> Path:
        cursor = Cursor(FIRST, values)
        path = [cursor.state]
        while cursor.state != LAST:
            event.trigger(cursor)
            path.append(cursor.state)
        return tuple(path)

    return walk


class Model:
    """A model of the `transitions` library, which writes methods into it."""

    state: str

    def __init__(self, values: Values) -> None:
        self.values = values


def stock_models(ways: Ways) -> Walk:
    """transitions as its manual shows it: a model added for each dossier, then removed."""
    machine = _machine(ways)

    def walk(values: Values) -> Path:
        model: Any = Model(values)
        machine.add_model(model)
        path = [model.state]
        while model.state != LAST:
            model.next()
            path.append(model.state)
        machine.remove_model(model)
        return tuple(path)

    return walk


def _machine(ways: Ways) -> Machine:
    machine = Machine(
        model=None, states=[*ways, LAST], initial=FIRST, auto_transitions=False, send_event=True
    )
    for source, rules in ways.items():
        for guard, dest in rules:
            machine.add_transition(NEXT, source, dest, conditions=guard and _of_event(guard))
    return machine


def _of_event(guard: Guard) -> Callable[[Any], bool]:
    return lambda event: guard(event.model.values)


def state_machine(ways: Ways) -> Walk:
    """python-statemachine; raises ImportError where it is not installed."""
    library = import_module("statemachine")
    states = {
        name: library.State(initial=name == FIRST, final=name == LAST, value=name)
        for name in (*ways, LAST)
    }
    body: dict[str, Any] = {name.replace("/", "_"): state for name, state in states.items()}
    rows: Any = None
    for source, rules in ways.items():
        for guard, dest in rules:
            name = f"guard_{len(body)}" if guard else None
            if guard and name:
                body[name] = _of_machine(guard)
            row = states[source].to(states[dest], cond=name)
            rows = row if rows is None else rows | row
    body[NEXT] = rows
    made = type("Twenty", (library.StateMachine,), body)

    def walk(values: Values) -> Path:
        machine = made(Model(values))
        path = [machine.current_state_value]
        while machine.current_state_value != LAST:
            machine.send(NEXT)
            path.append(machine.current_state_value)
        return tuple(path)

    return walk


def _of_machine(guard: Guard) -> Callable[[Any], bool]:
    return lambda machine: guard(machine.model.values)


def spiff(ways: Ways) -> Walk:
    """SpiffWorkflow; raises ImportError where it is not installed."""
    specs, operators, workflow = (
        import_module(f"SpiffWorkflow.{name}") for name in ("specs", "operators", "workflow")
    )
    whole = specs.WorkflowSpec("vingt", addstart=True)
    tasks = {
        name: (specs.ExclusiveChoice if len(rules) > 1 else specs.Simple)(whole, name)
        for name, rules in {**ways, LAST: ()}.items()
    }
    whole.start.connect(tasks[FIRST])
    for source, rules in ways.items():
        for guard, dest in rules:
            if guard is None:
                tasks[source].connect(tasks[dest])
            else:
                tasks[source].connect_if(_operator(operators.Operator, guard), tasks[dest])

    def walk(values: Values) -> Path:
        running = workflow.Workflow(whole)
        running.data.update(values)
        path = []
        while not running.is_completed():
            running.run_next()
            path.append(running.last_task.task_spec.name)
        return tuple(name for name in path if name in tasks)

    return walk


def _operator(base: Any, guard: Guard) -> Any:
    body = {"__init__": lambda _self: None, "_matches": lambda _self, t: guard(t.workflow.data)}
    return type("Asks", (base,), body)()


OTHERS: Mapping[str, Callable[[Ways], Walk]] = {
    "python-statemachine": state_machine,
    "SpiffWorkflow": spiff,
}
"""By the name to install: libraries of the extra `bench`."""
