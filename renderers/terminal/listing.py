"""The list of the dossiers kept in a folder, which it leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.dossier.time import day_of
from ...engine.fields.day import french_date
from ...engine.runtime.catalogue import Catalogue
from ...engine.runtime.requests import request_of_card
from ...engine.source.visible import safe
from ...engine.source.wording import _
from ...engine.store.errors import StoreError
from ...engine.store.open import open_to_read
from ...engine.store.store import Listed, Store

STATUS = {"draft": _("brouillon"), "filed": _("terminé")}


def listing(place: str) -> str:
    """A line for each dossier, the last changed first. Raises the store's errors."""
    lines: list[str] = []
    if found := open_to_read(place):
        with found as store:
            catalogue = Catalogue((), store, None)
            lines = [_line(one, _status(catalogue, one)) for one in _all(store)]
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


def _status(catalogue: Catalogue, one: Listed) -> str:
    """The state's title; its id where the definitions it is bound to are damaged."""
    if one.card.status in STATUS:
        return STATUS[one.card.status]
    try:
        return request_of_card(catalogue, one).status_title
    except StoreError:
        return one.card.status


def _line(one: Listed, status: str) -> str:
    told = _("{dossier}  {procedure}  {status}  modifié le {day}").format(
        dossier=one.dossier,
        procedure=one.card.procedure,
        status=status,
        day=french_date(day_of(one.updated)),
    )
    if one.card.reference:
        told += _("  demande n° {number}").format(number=one.card.reference)
    return told
