"""Files sent by applicants: looked at before they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.page.files import size, takes
from ..engine.page.page import FileSlot
from ..engine.source.wording import _
from ..renderers.html.names import FILES, HEAVY
from .ask import Ask, Upload
from .mailing import one_line
from .scanning import Rejected

TOO_MUCH = _(
    "Vos fichiers sont trop lourds ensemble : celui-ci n’est pas gardé. Envoyez-les en plusieurs "
    "fois. Ce que vous avez écrit est là."
)
TOO_MANY = _("Vous avez envoyé beaucoup de fichiers. Attendez une heure, puis recommencez.")
EMPTY = _("Ce fichier est vide. Choisissez-le de nouveau.")


LONGEST_NAME = 100
"""Characters of a file's name that are shown or kept."""


def joined(ask: Ask, slot: FileSlot) -> Iterator[tuple[str, str]]:
    """What was chosen for that place is joined; of the others the reason why not, under the slot's
    name. Each says which file it is about."""
    told = _("« {name} » : {sentence}")
    for upload in ask.form.uploads(f"{FILES}.{slot.name}"):
        for place, sentence in join(ask, slot, upload):
            yield place, told.format(name=_shown(upload.name), sentence=sentence)
    for name in ask.form.every(f"{HEAVY}.{slot.name}"):
        sentence = _("Ce fichier est trop lourd : {most} au plus.").format(most=size(slot.max_size))
        yield slot.name, told.format(name=_shown(name), sentence=sentence)


def _shown(name: str) -> str:
    return one_line(name)[:LONGEST_NAME]


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
