"""A file's text, decoded once: what every place points into."""

from __future__ import annotations

from dataclasses import dataclass

from .diagnostic import Diagnostic
from .position import Span, start_of
from .wording import _

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The name shown in messages, the text, and its lines without their ends."""

    file: str
    text: str
    lines: tuple[str, ...]

    def span(self, start: tuple[int, int], end: tuple[int, int]) -> Span:
        """From two (line, column) pairs counted from 0."""
        return Span(self.file, start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)


def decode(file: str, data: bytes) -> Source | Diagnostic:
    """UTF-8 within the size limit, or the diagnostic that says what to do."""
    if len(data) > MAX_BYTES:
        return Diagnostic(
            "unreadable-file",
            _("Ce fichier dépasse la taille permise de {limit} Mo.").format(limit=1),
            start_of(file),
            _("Partagez-le en plusieurs fichiers réunis par « use: »."),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(file, data, error.start)
    return source(file, text)


def source(file: str, text: str) -> Source:
    """A text already decoded; line ends of every system are one line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(file, text, tuple(text.split("\n")))


def _not_utf8(file: str, data: bytes, index: int) -> Diagnostic:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Diagnostic(
            "unreadable-file",
            _("Ce fichier est écrit en UTF-16 ; il doit l’être en UTF-8."),
            start_of(file),
            _("Dans votre éditeur, enregistrez-le avec l’encodage « UTF-8 »."),
        )
    line = data.count(b"\n", 0, index) + 1
    begin = data.rfind(b"\n", 0, index) + 1
    column = len(data[begin:index].decode("utf-8", "replace")) + 1
    seen = data[index : index + 1].decode("cp1252", "replace")
    return Diagnostic(
        "unreadable-file",
        _(
            "Ce fichier n’est pas en UTF-8 : l’octet {byte} (« {seen} » en "
            "Latin-1) y est illisible."
        ).format(byte=f"0x{data[index]:02X}", seen=seen),
        Span(file, line, column, line, column + 1),
        _(
            "Dans votre éditeur, rouvrez-le en Latin-1 (Windows-1252) "
            "et enregistrez-le en « UTF-8 »."
        ),
    )
