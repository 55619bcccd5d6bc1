"""The small markup of texts: paragraphs, items « - », links « [libellé](https://…) », no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^()\s]+)\)")
ITEM = "- "


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one line, in one piece; `link` is where they lead, or empty."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One item of a list, or lines that run on, without any line break."""

    words: tuple[Words, ...]
    is_item: bool = False


Paragraph = tuple[Passage, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What blank lines set apart. A line after another continues it, unless it is an item."""
    blocks = re.split(r"\n[ \t]*\n", text.strip())
    return tuple(tuple(_passages(block)) for block in blocks if block.strip())


def _passages(block: str) -> Iterator[Passage]:
    for line in _joined(line.strip() for line in block.split("\n")):
        words = tuple(_words(line.removeprefix(ITEM)))
        yield Passage(words, line.startswith(ITEM))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    current = ""
    for line in lines:
        if current and not line.startswith(ITEM):
            current = f"{current} {line}"
            continue
        if current:
            yield current
        current = line
    yield current


def _words(line: str) -> Iterator[Words]:
    end = 0
    for found in LINK.finditer(line):
        if found.start() > end:
            yield Words(line[end : found.start()])
        yield Words(found[1], found[2])
        end = found.end()
    if end < len(line):
        yield Words(line[end:])
