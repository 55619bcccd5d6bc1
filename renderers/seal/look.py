"""What a file bears: its codes, and how what is printed compares with each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ...engine.fields.reading import folded
from ...engine.seal import Unreadable, read
from ...engine.source.wording import _
from ...engine.two_d_doc import SEAL_TYPES
from ..aside import Limits, Stopped, aside, confine
from .beside import beside, unsigned
from .compare import Comparison, Difference, compare
from .scan import MOST_BYTES, Unseen, scan

LIMITS = Limits(seconds=30, processor=15, memory=2_000_000_000)
"""The greatest picture that is looked at takes 2 seconds and half of that memory."""


@dataclass(frozen=True, slots=True)
class Look:
    """Texts of codes, each once, each with its comparison if a text is printed beside.

    `has_damaged` says that a symbol is there which nobody can read; `is_covered`, that something
    lies over the text.
    """

    codes: tuple[str, ...]
    comparisons: tuple[Comparison | None, ...]
    is_specimen: bool = False
    has_damaged: bool = False
    is_covered: bool = False


def look(content: bytes | str, limits: Limits = LIMITS) -> Look:
    """Look at a PDF or a picture in a process of its own, at a text here. Raises Unseen."""
    if isinstance(content, str) or len(content) > MOST_BYTES:
        return looked(content)
    try:
        answer = json.loads(aside(__name__, content, limits))
    except Stopped as error:
        message = _("Ce fichier est trop long à lire, ou fait pour ne pas l’être.")
        raise Unseen(message) from error
    if "unseen" in answer:
        raise Unseen(answer["unseen"])
    comparisons = tuple(one and _comparison(one) for one in answer.pop("comparisons"))
    return Look(tuple(answer.pop("codes")), comparisons, **answer)


def looked(content: bytes | str) -> Look:
    """The same in this process, without limits of time or memory. Raises Unseen."""
    found = scan(content)
    pages = found.printed
    comparisons = tuple(_compared(code, pages) for code in found.codes)
    is_specimen = any("specimen" in folded(page).split() for page in pages or ())
    return Look(found.codes, comparisons, is_specimen, found.has_damaged, found.is_covered)


def _compared(text: str, pages: tuple[str, ...] | None) -> Comparison | None:
    """Where Parcours knows the names of its data, and so where to look for them."""
    try:
        code = read(text)
    except Unreadable:  # told by whoever asks what it says
        return None
    if pages is None or code.header.type not in SEAL_TYPES:
        return None
    rows = compare(code, pages)
    apart = (*rows.differences, *beside(code, pages))
    return Comparison(apart, rows.unsure, unsigned(code, pages))


def _comparison(answer: dict[str, Any]) -> Comparison:
    differences = tuple(Difference(**one) for one in answer["differences"])
    return Comparison(differences, tuple(answer["unsure"]), tuple(answer["unsigned"]))


def main(limits: Iterable[str]) -> None:
    """Answer for the file on the standard input."""
    confine(Limits(*map(int, limits)))
    answer: dict[str, Any]
    try:
        answer = asdict(looked(sys.stdin.buffer.read()))
    except Unseen as error:
        answer = {"unseen": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
