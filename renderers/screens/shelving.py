"""Every page of a procedure, on shelves: as each of its scenarios meets it, or one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ...engine.analysis.scenario import Scenario
from ...engine.machine.compiled import Compiled
from ...engine.model.basics import CASEWORKER
from ...engine.model.placing import screens
from ...engine.page.page import Page
from ...engine.scenario.pages import Shown, pages
from ...engine.source.wording import _
from ..renderer import Variant

AFTER = {
    "end": _("Fins de parcours"),
    "status": _("Suivi de la demande"),
    "action": _("Actions de l’usager"),
}
DESK = _("Examen par le service")


def shelved(compiled: Compiled, told: Iterable[Scenario]) -> tuple[Variant, ...]:
    """In the order of the procedure, each page once for each way it may look."""
    found: dict[tuple[str, str], list[Variant]] = {}
    for scenario in told:
        for shelf, page in _met(compiled, scenario):
            there = found.setdefault((shelf, page.id), [])
            if all(page != one.page for one in there):
                there.append(Variant(shelf, page, scenario.title or scenario.file))
    ordered = sorted(found, key=_place(compiled))
    return tuple(one for place in ordered for one in found[place])


def _place(compiled: Compiled) -> Callable[[tuple[str, str]], tuple[int, int]]:
    """Screens as they are written, then the other shelves, each page as it is first met."""
    written = [screen for screen, _shelf in _shelves(compiled)]
    others = [*AFTER.values(), DESK]

    def place(found: tuple[str, str]) -> tuple[int, int]:
        shelf, page = found
        return (others.index(shelf) + 1, 0) if shelf in others else (0, written.index(page))

    return place


def _met(compiled: Compiled, scenario: Scenario) -> Iterator[tuple[str, Page]]:
    shelves = dict(_shelves(compiled))
    for met in pages(compiled, scenario):
        if not isinstance(met, Shown):
            continue
        page = met.page
        is_screen = page.kind == "screen" and page.id in shelves
        shelf = shelves[page.id] if is_screen else AFTER.get(page.kind, AFTER["end"])
        yield DESK if met.by == CASEWORKER else shelf, page


def _shelves(compiled: Compiled) -> Iterator[tuple[str, str]]:
    for step, screen in screens(compiled.procedure):
        yield screen.id, step.title or compiled.procedure.title
