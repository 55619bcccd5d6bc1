"""What a place for files takes, in words: formats, sizes, how many."""

from __future__ import annotations

from ..source.wording import _, listed, ngettext
from .page import FileSlot

FORMATS = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}


def takes(slot: FileSlot) -> str:
    """« PDF, JPEG ou PNG, 10 Mo par fichier au plus, 5 fichiers au plus. »"""
    formats = listed((FORMATS.get(name, name) for name in slot.accept), _("ou"))
    most = ngettext("{count} fichier au plus", "{count} fichiers au plus", slot.most)
    told = _("{formats}, {size} par fichier au plus, {most}.")
    return told.format(formats=formats, size=size(slot.max_size), most=most.format(count=slot.most))


def size(count: int) -> str:
    """A count of bytes, as people read it."""
    for unit, told in ((1_000_000, _("{count} Mo")), (1_000, _("{count} ko"))):
        if count >= unit:
            number = f"{count / unit:.1f}".removesuffix(".0").replace(".", ",")
            return told.format(count=number)
    return ngettext("{count} octet", "{count} octets", count).format(count=count)
