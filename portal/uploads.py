"""Files sent by applicants: looked at before they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.page.page import FileSlot
from .ask import Ask, Upload


def join(ask: Ask, slot: FileSlot, upload: Upload) -> Iterator[tuple[str, str]]:
    """Joined, or the reason why not, under the slot's name."""
    media = ask.house.scanner.media(upload.file)
    told = ask.house.runtime.attach(
        ask.place["dossier"], slot.name, upload.name, media, upload.file, slot.max_size
    )
    yield from told.refused.items()
