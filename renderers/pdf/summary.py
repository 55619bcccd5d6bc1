"""The printable summary of a filed request: what its applicant keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ...engine.fields.day import french_date
from ...engine.page.files import size
from ...engine.page.markup import paragraphs
from ...engine.page.page import Document, Line
from ...engine.page.summary import Sent, Summary
from ...engine.source.wording import _
from .blocks import Data
from .showing import passages, tick
from .typeset import typeset

ANY_WIDTH = 60.0
"""The height of a tick is not asked here."""


def summary(told: Summary, made: datetime) -> bytes:
    """The PDF, dated that aware instant: the same bytes each time."""
    return typeset("summary", data_of(told, made), made)


def data_of(told: Summary, made: datetime) -> Data:
    """All that the template says."""
    page = told.page
    footing = _("{procedure} – état au {day}")
    return {
        "title": _("Récapitulatif de la demande"),
        "footing": footing.format(procedure=page.procedure_title, day=french_date(made.date())),
        "procedure": page.procedure_title,
        "state": page.title,
        "text": [passages(one) for one in paragraphs(page.text)],
        "facts": _lines((*page.facts, *told.person)),
        "remains": _lines(told.remains),
        "given": [one.title for one in told.given],
        "sections": [{"title": one.title, "lines": _lines(one.lines)} for one in told.sections],
        "ticks": [dict(tick(one, ANY_WIDTH).data) for one in told.ticks],
        "documents": [
            *(row for one in told.documents for row in _rows(one)),
            *(_sent(one) for one in told.sent),
        ],
        "past": _lines(told.past),
        "words": _words(),
    }


def _words() -> Data:
    return {
        "label": _("Rubrique"),
        "shown": _("Réponse"),
        "remains": _("Ce que vous pouvez encore faire"),
        "given": _("Documents délivrés"),
        "declared": _("Ce que vous avez déclaré"),
        "attested": _("Ce que vous avez attesté"),
        "joined": _("Ce que vous avez joint"),
        "columns": [_("Document"), _("Fichier"), _("Taille"), _("Date du document")],
        "past": _("Ce qui s’est passé"),
        "day": _("Jour"),
        "event": _("Évènement"),
    }


def _lines(found: Iterable[Line]) -> list[Data]:
    return [{"label": one.label, "shown": one.shown} for one in found]


def _sent(one: Sent) -> tuple[str, str, str, str]:
    title = _("{title}, envoyé le {day}").format(title=one.title, day=one.day)
    return title, one.name, size(one.size), ""


def _rows(one: Document) -> Iterator[tuple[str, str, str, str]]:
    """A line a file; one that says so where there is none."""
    if one.code:
        yield one.title, _("Code indiqué") if one.code.raw else _("Non joint"), "", ""
        return
    is_joined = False
    for slot in one.slots:
        for file in slot.files:
            is_joined = True
            title = one.title if slot.name == one.name else f"{one.title} – {slot.title}"
            yield title, file.name, size(file.size), slot.day
    if not is_joined:
        yield one.title, _("Non joint"), "", ""
