"""Files sent by applicants: looked at before they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.page.files import takes
from ..engine.page.page import FileSlot
from ..engine.source.wording import _
from .ask import Ask, Upload
from .scanning import Rejected

TOO_MUCH = _(
    "Vos fichiers sont trop lourds ensemble : celui-ci n’est pas gardé. Envoyez-les en plusieurs "
    "fois. Ce que vous avez écrit est là."
)
TOO_MANY = _("Vous avez envoyé beaucoup de fichiers. Attendez une heure, puis recommencez.")
EMPTY = _("Ce fichier est vide. Choisissez-le de nouveau.")


def join(ask: Ask, slot: FileSlot, upload: Upload) -> Iterator[tuple[str, str]]:
    """Joined, or the reason why not, under the slot's name."""
    try:
        yield from _joined(ask, slot, upload)
    except Rejected as found:
        yield slot.name, found.sentence


def _joined(ask: Ask, slot: FileSlot, upload: Upload) -> Iterator[tuple[str, str]]:
    house, dossier = ask.house, ask.place["dossier"]
    if not upload.is_whole:
        raise Rejected(TOO_MUCH)
    if not upload.size:
        raise Rejected(EMPTY)
    if not house.limits.allows("upload address", ask.client):
        raise Rejected(TOO_MANY)
    media = house.scanner.media(upload.file)
    if not media:
        message = _("Ce fichier n’est pas d’un format accepté. {takes}")
        raise Rejected(message.format(takes=takes(slot)))
    name, attach = upload.name, house.runtime.attach
    if upload.size > slot.max_size:  # refused without being opened
        told = attach(dossier, slot.name, name, media, upload.file, slot.max_size + 1)
        yield from told.refused.items()
        return
    with house.scanner.examined(upload.file, media) as found:
        told = attach(dossier, slot.name, name, found.media, found.content, slot.max_size + 1)
    yield from told.refused.items()
