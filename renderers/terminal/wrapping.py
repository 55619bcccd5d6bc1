"""Texts laid out for a terminal: cut at its width, with nothing hidden in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...engine.page.markup import Paragraph, paragraphs, told
from ...engine.source.visible import glyph, safe, width


def columns(text: str) -> int:
    """How many columns a line takes, once its hidden characters are written out."""
    return sum(map(width, text))


@dataclass(frozen=True, slots=True)
class Paper:
    """Where texts are laid out: its width in columns, and how a heading stands out."""

    width: int = 80
    strong: Callable[[str], str] = str

    def lines(self, text: str, first: str = "", indent: str = "") -> str:
        """Each line cut between words; `first` begins the first one, `indent` the others.

        A word longer than the paper stays whole: an address cut in two cannot be followed.
        """
        found: list[str] = []
        for line in text.split("\n"):
            found += self._cut(line, indent if found else first, indent)
        return "\n".join(found)

    def _cut(self, line: str, first: str, indent: str) -> Iterator[str]:
        current, begun = first, False
        for word in filter(None, line.split(" ")):
            if begun and columns(current) + 1 + columns(word) > self.width:
                yield current
                current, begun = indent, False
            current += f" {safe(word)}" if begun else safe(word)
            begun = True
        yield current.rstrip(" ")

    def heading(self, text: str) -> str:
        """A line that stands out."""
        return "\n".join(self.strong(line) for line in self.lines(text).split("\n"))

    def prose(self, text: str, indent: str = "") -> str:
        """Paragraphs, items and links, as the procedure's texts have them."""
        return "\n\n".join(self._paragraph(one, indent) for one in paragraphs(text))

    def _paragraph(self, paragraph: Paragraph, indent: str) -> str:
        return "\n".join(
            self.lines(told(passage), f"{indent}- ", f"{indent}  ")
            if passage.is_item
            else self.lines(told(passage), indent, indent)
            for passage in paragraph
        )


def short(text: str, longest: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


def stacked(blocks: Iterable[str]) -> str:
    """With an empty line between those that say something."""
    return "\n\n".join(filter(None, blocks))


__all__ = ["Paper", "columns", "glyph", "short", "stacked"]
