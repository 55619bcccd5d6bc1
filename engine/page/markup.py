"""The small markup of texts: paragraphs, items « - », links, no more; and none in what is held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..source.held import HELD, OPEN

ITEM = "- "
LINK = re.compile(
    r"\[(?P<words>[^\[\]]+)\]\((?P<there>https?://[^()\s\u2068]+)\)"
    r"|(?<!\w)(?P<bare>https?://[^\s()\[\]<>«»\"\u2068]*[\w/=&#%+~-])"
)
"""« [libellé](https://…) », or an address alone, which the sentence's own signs may follow."""


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
    """What blank lines set apart. A line after another continues it, unless it is an item.

    What is held (`engine.source.held`) is put back once the rest was read: only the author of the
    text, and the portal, make links and items. Its own lines stay lines.
    """
    values = iter(HELD.findall(text))
    blocks = re.split(r"\n[ \t]*\n", HELD.sub(OPEN, text).strip())
    return tuple(tuple(_passages(block, values)) for block in blocks if block.strip())


def plain(text: str) -> str:
    """The same where nothing is clicked: a blank line between paragraphs, « - » before items."""
    return "\n\n".join(
        "\n".join(f"{ITEM * one.is_item}{told(one)}" for one in paragraph)
        for paragraph in paragraphs(text)
    )


def told(passage: Passage) -> str:
    """Its words, each link followed by its address unless it says it."""
    return "".join(
        one.text if one.link in ("", one.text) else f"{one.text} ({one.link})"
        for one in passage.words
    )


def _passages(block: str, values: Iterator[str]) -> Iterator[Passage]:
    for line in _joined(line.strip() for line in block.split("\n")):
        words = _words(line.removeprefix(ITEM), values)
        first, *others = _lines(words)
        yield Passage(first, line.startswith(ITEM))
        yield from map(Passage, others)


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


def _words(line: str, values: Iterator[str]) -> Iterator[Words]:
    def filled(text: str) -> str:
        return re.sub(OPEN, lambda _hole: next(values), text)

    end = 0
    for found in LINK.finditer(line):
        if found.start() > end:
            yield Words(filled(line[end : found.start()]))
        text = found["words"] or found["bare"]
        yield Words(filled(text), found["there"] or text)
        end = found.end()
    if end < len(line):
        yield Words(filled(line[end:]))


def _lines(words: Iterable[Words]) -> list[tuple[Words, ...]]:
    """Cut where a held value ends a line."""
    found: list[list[Words]] = [[]]
    for one in words:
        for index, text in enumerate(one.text.split("\n")):
            if index:
                found.append([])
            if text:
                found[-1].append(replace(one, text=text))
    return [tuple(line) for line in found if line] or [()]
