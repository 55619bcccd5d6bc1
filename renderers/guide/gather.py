"""The persons that a guide shows: those of the scenarios, and invented ones for what they miss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...engine.analysis.scenario import FOLDER, USUAL_DAY, Scenario, read_scenario
from ...engine.machine.compiled import Compiled, compile_procedure
from ...engine.machine.table import action_trigger
from ...engine.model.basics import APPLICANT
from ...engine.model.checked import Checked
from ...engine.model.definitions import Procedure
from ...engine.model.placing import actions, screens
from ...engine.model.use import Library
from ...engine.scenario.run import driven
from ...engine.simulation.invent import Interesting
from ...engine.source.files import Files
from ...engine.source.position import Span
from ..report.walked import drawn, interesting
from .seen import of_said, on_screen
from .tales import Tale, Told

MOST_INVENTED = 120
"""Persons drawn at random for what no scenario shows; the last of so many `VAIN` bring nothing."""

VAIN = 40

Key = str | Span
Advance = Callable[[], None]


def scenarios(files: Files, procedure: Procedure) -> tuple[Scenario, ...]:
    """Those that lie in its folder and can be read."""
    library = Library(files)
    found = []
    for path in files.paths(f"{FOLDER}/{procedure.id}"):
        tree = library.parsed(path).tree
        if tree:
            found.append(read_scenario(files.shown(path), tree))
    return tuple(one for one in found if one.is_in_place)


def told(
    checked: Checked, files: Files, first: Scenario | None, advance: Advance = lambda: None
) -> Told:
    """The scenario `first` leads; else the one that meets most, is refused nothing, and
    gives whole dates.

    `advance` is called for each.
    """
    compiled = compile_procedure(checked)
    found: list[Tale] = []
    known = [one for one in scenarios(files, compiled.procedure) if one != first]
    for scenario in known:
        found.append(Tale(driven(compiled, scenario)))
        advance()
    found.sort(key=lambda tale: (bool(tale.run.refused), -tale.fullness, tale.vagueness))
    if first:
        found.insert(0, Tale(driven(compiled, first)))
    found += _invented(compiled, found)
    return Told(compiled, tuple(found))


def _invented(compiled: Compiled, tales: list[Tale]) -> Iterator[Tale]:
    """Persons drawn at random, always the same, as long as they show something new."""
    left = set(_keys(compiled.procedure)).difference(*map(_met, tales))
    tried: Interesting | None = None
    vain = 0
    for number in range(MOST_INVENTED):
        if not left or vain == VAIN:
            return
        tried = tried or interesting(compiled, USUAL_DAY)
        person, _walk = drawn(compiled, USUAL_DAY, f"guide/{number}", tried)
        tale = Tale(person, is_invented=True)
        new = left & _met(tale)
        vain = 0 if new else vain + 1
        left -= new
        if new:
            yield tale


def _keys(procedure: Procedure) -> Iterator[Key]:
    """What a guide would draw with a person in it."""
    for _step, screen in screens(procedure):
        yield f"screen {screen.id}"
        yield from (seen.condition.span for seen in on_screen(procedure, screen))
    for deliverable in procedure.deliverables.values():
        yield f"deliverable {deliverable.id}"
        yield from (condition.span for condition in of_said(deliverable.text))
    for notice in procedure.notices.values():
        yield f"notice {notice.id}"
        yield from (condition.span for condition in of_said(notice.text, notice.mail))
    yield from (action_trigger(a.id) for a in actions(procedure) if a.by == APPLICANT)


def _met(tale: Tale) -> set[Key]:
    run = tale.run
    return {
        *tale.held,
        *(f"screen {name}" for name in run.screens),
        *(f"deliverable {name}" for name in run.delivered),
        *(f"notice {name}" for name in run.notices),
        *(trigger for _state, trigger in run.transitions),
    }
