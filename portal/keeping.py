"""What a form tells and joins of documents is kept; what is refused comes back with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..engine.dossier import commands as do
from ..engine.page.page import Page
from ..renderers.html.names import DO, Posted
from .ask import Ask
from .uploads import joined

Refused = dict[str, str]
"""By name, its reasons, a line each."""


def kept_documents(ask: Ask, page: Page, told: Posted) -> Refused:
    """Choices, codes, dates and files."""
    return lines(typed_documents(ask, page, told), joined_files(ask, page))


def typed_documents(ask: Ask, page: Page, told: Posted) -> Refused:
    """All of it but files."""
    found = (
        ask.house.runtime.handle(ask.place["dossier"], command).refused
        for command in _about_documents(ask, page, told)
    )
    return lines(*found)


def joined_files(ask: Ask, page: Page) -> Refused:
    """Each file that is refused by its name."""
    slots = (slot for document in page.documents for slot in document.every_slot)
    return _lines(fault for slot in slots for fault in joined(ask, slot))


def lines(*refused: Mapping[str, str]) -> Refused:
    """All of those."""
    return _lines(fault for one in refused for fault in one.items())


def _lines(refused: Iterable[tuple[str, str]]) -> Refused:
    found: Refused = {}
    for name, why in refused:
        found[name] = f"{found[name]}\n{why}" if name in found else why
    return found


def _about_documents(ask: Ask, page: Page, told: Posted) -> Iterator[do.Command]:
    chosen = {one.name: one.chosen for one in page.documents}
    for name, element in told.chosen.items():
        if element and element != chosen[name]:
            yield do.Choose(name, element)
    for name, raw in told.codes.items():
        if raw:
            yield do.Code(name, raw)
    for name, raw in told.dates.items():
        if raw and any(raw.values() if isinstance(raw, Mapping) else raw):
            yield do.Date(name, raw)
    verb, _colon, target = ask.form.text(DO).partition(":")
    if verb == "detach":
        slot, _colon, digest = target.rpartition(":")
        yield do.Detach(slot, digest)
