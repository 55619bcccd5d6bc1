"""The list of the dossiers kept in a folder."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.dossier.time import day_of
from ...engine.fields.day import french_date
from ...engine.source.visible import safe
from ...engine.source.wording import _
from ...engine.store.store import Listed, Store

STATUS = {"draft": _("brouillon"), "filed": _("terminé")}


def listing(store: Store, place: str) -> str:
    """A line for each dossier, the last changed first."""
    lines = [_line(one) for one in _all(store)]
    if not lines:
        return _("Aucun dossier dans « {place} ».").format(place=safe(place)) + "\n"
    return "".join(f"{safe(line)}\n" for line in lines)


def _all(store: Store) -> Iterator[Listed]:
    following: str | None = None
    while True:
        found = store.dossiers(after=following)
        yield from found.lines
        following = found.following
        if following is None:
            return


def _line(one: Listed) -> str:
    status = STATUS.get(one.card.status, one.card.status)
    told = _("{dossier}  {procedure}  {status}  modifié le {day}").format(
        dossier=one.dossier,
        procedure=one.card.procedure,
        status=status,
        day=french_date(day_of(one.updated)),
    )
    if one.card.reference:
        told += _("  demande n° {number}").format(number=one.card.reference)
    return told
