"""What a drawn screen is made of: blocks one below the other, and the height each will take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from ...engine.source.wording import _

Data = dict[str, Any]

AT = "at"
"""Key of the names by which a callout means what stands there; `mock` puts numbers instead."""

LETTER = 0.515
"""Mean width of a letter of Open Sans, in em; wide enough for a line that breaks early."""

LINE = 1.27
"""From one line to the next, in em."""


FIRST = 0.4
"""How much lower than the others the first line of a block is, in em."""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on a screen: `data` is what the template draws as that kind.

    `height` is in em, and never less than what is drawn; `fields` is how many answers it asks for;
    `depth` how many groups it stands in, and `under` the titles that it stands under. `leads` says
    that what follows belongs to it, so that it is never the last of a part.
    """

    kind: str
    data: Mapping[str, Any]
    height: float
    fields: int = 0
    depth: int = 0
    before: float = 0.0
    after: float = 1.3
    leads: bool = False
    under: tuple[Block, ...] = ()

    @property
    def room(self) -> float:
        """With the blanks above and below."""
        return self.before + self.height - FIRST + self.after

    def below(self, title: Block) -> Block:
        """The same, standing under that title."""
        return replace(self, under=(title, *self.under))

    def again(self) -> Block:
        """A title, over what goes on in another part."""
        told = _("{title} (suite)").format(title=self.data["label"])
        plain = {"label": told, "optional": "", "hint": "", "error": "", "action": "", AT: ()}
        return replace(self, data={**self.data, **plain}, under=())

    def as_data(self) -> Data:
        """For the template."""
        blanks = {"before": self.before, "after": self.after}
        return {"kind": self.kind, "depth": self.depth, **blanks, **self.data}


def lines(text: str, width: float, scale: float = 1.0) -> int:
    """On how many lines it stands; none for no text."""
    room = max(1.0, width / (LETTER * scale))
    return sum(max(1, ceil(len(line) / room)) for line in text.split("\n")) if text else 0


def tall(text: str, width: float, scale: float = 1.0) -> float:
    """The height of those lines, in em, with the little that parts them from what is above."""
    count = lines(text, width, scale)
    return (count * LINE + 0.1) * scale if count else 0.0
