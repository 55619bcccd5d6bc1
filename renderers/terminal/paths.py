"""A file the person names: found as terminals and people write paths, and known by its bytes."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ...engine.dossier.file_name import tidy
from ...engine.page.files import size
from ...engine.source.wording import _

STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
"""The first bytes of the formats that are taken; a name ending in .pdf proves nothing."""


class Unfit(Exception):
    """A file that cannot be joined; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file read: the name to show, its media type, its bytes."""

    name: str
    media: str
    content: bytes


def chosen(line: str, limit: int) -> Chosen:
    """The file that was typed, or dropped on the terminal. Raises Unfit."""
    path = _path(line)
    try:
        return _read(path, limit)
    except (OSError, ValueError) as error:
        raise Unfit(_why(error)) from error


def _path(line: str) -> Path:
    """As typed where there is such a file; else without quotes, backslashes or `file://`."""
    if line.startswith("file://"):
        return Path(unquote(urlsplit(line).path))
    for candidate in (line, line.strip("'\""), *_unquoted(line)):
        path = _home(candidate)
        if _exists(path):
            return path
    return _home(line.strip("'\""))


def _unquoted(line: str) -> tuple[str, ...]:
    try:
        words = shlex.split(line)
    except ValueError:
        return ()
    return tuple(words) if len(words) == 1 else ()


def _home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError):
        return Path(text)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _read(path: Path, limit: int) -> Chosen:
    if path.is_dir():
        raise Unfit(_("C’est un dossier : donnez le chemin d’un fichier."))
    length = path.stat().st_size
    if not path.is_file():
        raise Unfit(_("Ce n’est pas un fichier ordinaire : choisissez-en un autre."))
    if length > limit:
        told = _("Ce fichier est trop lourd : {found}, pour {limit} au plus.")
        raise Unfit(told.format(found=size(length), limit=size(limit)))
    if length == 0:
        raise Unfit(_("Ce fichier est vide : choisissez-en un autre."))
    content = path.read_bytes()
    media = _media(content)
    return Chosen(tidy(path.name, media), media, content)


def _media(content: bytes) -> str:
    for start, media in STARTS:
        if content.startswith(start):
            return media
    raise Unfit(
        _("Ce fichier n’est ni un PDF, ni une image JPEG ou PNG : convertissez-le d’abord.")
    )


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return _("Ce fichier n’existe pas : vérifiez le chemin.")
        case PermissionError():
            return _("Vous n’avez pas le droit de lire ce fichier.")
    return _("Ce fichier ne peut pas être lu : vérifiez le chemin.")
