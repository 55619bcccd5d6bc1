"""The boxes of nodes and sentences: their words cut into lines, and the room these take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..picture import Kind, Node
from .layers import Sentence
from .measure import balanced, width
from .place import Size
from .shapes import NODES, SENTENCES, Frame, Line, Look, Shape

NODE_WIDTH = 216.0
SENTENCE_WIDTH = 184.0
_TITLE, _NOTE = (13.0, 16.0), (11.0, 14.0)  # size and line height


@dataclass(frozen=True, slots=True)
class Written:
    """One line in a cell."""

    text: str
    size: float
    height: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What is drawn for one id."""

    id: str
    size: Size
    look: Look
    lines: tuple[Written, ...]
    padding: float

    def shapes(self, middle: float, top: float) -> Iterator[Shape]:
        """Drawn with its middle and its upper edge there."""
        left = round(middle - self.size.width / 2, 1)
        yield Frame(left, top, self.size.width, self.size.height, self.look, self.id)
        if self.look.double:
            inner = Look(self.look.fill, self.look.stroke, radius=self.look.radius - 3, weight=0.8)
            yield Frame(left + 3, top + 3, self.size.width - 6, self.size.height - 6, inner)
        y = top + self.padding
        room = self.size.width - self.padding
        for line in self.lines:
            base = round(y + line.height * 0.76, 1)
            yield Line(middle, base, line.text, line.size, room, line.bold, self.look.text)
            y += line.height


def cell_of(node: Node) -> Cell:
    """A node: its title, then its notes."""
    look = NODES[node.kind]
    padding = 12.0 if look.double else 9.0
    room = NODE_WIDTH - 2 * padding - 4
    bold = node.kind != Kind.END
    lines = [Written(text, *_TITLE, bold) for text in balanced(node.title, room, _TITLE[0], bold)]
    for note in node.notes:
        told = f"• {note}" if len(node.notes) > 1 else note
        lines += [Written(text, *_NOTE) for text in balanced(told, room, _NOTE[0])]
    height = sum(line.height for line in lines) + 2 * padding
    return Cell(node.id, Size(NODE_WIDTH, height), look, tuple(lines), padding)


def sentence_of(said: Sentence) -> Cell:
    """The words of a way, as narrow as they are."""
    texts = balanced(said.text, SENTENCE_WIDTH, _NOTE[0])
    lines = tuple(Written(text, *_NOTE) for text in texts)
    widest = max((width(text, _NOTE[0]) for text in texts), default=0.0)
    size = Size(round(widest + 14, 1), len(lines) * _NOTE[1] + 8)
    return Cell(said.id, size, SENTENCES[said.way], lines, 4.0)
