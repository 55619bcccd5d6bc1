"""The chapter of those whom the procedure is not for: where a path stops, politely."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.page.page import Page
from ...engine.scenario.pages import Shown
from ...engine.source.wording import _
from . import blank
from .seen import of_said
from .slides import Chapter, Group, Slide
from .tales import Tale, Told, drawings
from .variants import variant


def ends(told: Told) -> Chapter:
    """One slide for each end, and for each variant of it."""
    found = tuple(slide for name in told.procedure.ends for slide in _slides(told, name))
    groups = (Group(0, found),) if found else ()
    return Chapter("ends", _("Quand la démarche s’arrête avant le dépôt"), "", groups)


def _slides(told: Told, name: str) -> Iterator[Slide]:
    end = told.procedure.ends[name]
    tales = [tale for tale in told.tales if tale.run.here.end == name]
    found = list(drawings(of_said(end.text), tales, _ending))
    for index, drawing in enumerate(found):
        yield variant(told, drawing, index, end.span, "", end.title, page=drawing.content)
    if not found:
        yield variant(told, None, 0, end.span, "", end.title, page=blank.ending(told, name))


def _ending(tale: Tale) -> Page | None:
    shown = (met.page for met in tale.story if isinstance(met, Shown))
    return next((page for page in shown if page.kind == "end"), None)
