"""The few shapes a drawing is made of, and how each looks on white paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..picture import Kind, Way


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a frame and of the text in it. All texts contrast at 7:1 or more."""

    fill: str
    stroke: str
    text: str = "#161616"
    radius: float = 6
    weight: float = 1.4
    double: bool = False
    dashed: bool = False


NODES = {
    Kind.SCREEN: Look("#ffffff", "#000091"),
    Kind.FILING: Look("#000091", "#000091", text="#ffffff"),
    Kind.END: Look("#eeeeee", "#666666", radius=18),
    Kind.OPENED: Look("#e3fdeb", "#18753c", radius=2),
    Kind.STATE: Look("#ffffff", "#3a3a3a", radius=14),
    Kind.FINAL: Look("#ffffff", "#3a3a3a", radius=14, double=True),
}
_CONDITION = Look("#fff7dd", "#b8860b", radius=4, weight=0.8)
_ACTION = Look("#eef4ff", "#6a6af4", radius=4, weight=0.8)
_DELAY = Look("#ffffff", "#666666", radius=4, weight=0.8, dashed=True)
SENTENCES = {
    Way.NEXT: _CONDITION,
    Way.BRANCH: _CONDITION,
    Way.SKIP: _CONDITION,
    Way.OPENING: Look("#ffffff", "#18753c", radius=4, weight=0.8),
    Way.FILING: _ACTION,
    Way.ACTION: _ACTION,
    Way.DELAY: _DELAY,
}
STEP = Look("#f5f5fe", "#cacafb", radius=8, weight=1)
AFTER = Look("#fafafa", "#dddddd", radius=8, weight=1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float
    look: Look
    node: str = ""

    def moved(self, dx: float, dy: float) -> Frame:
        """The same, elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, on its base line. It must not be wider than `room`."""

    x: float
    y: float
    text: str
    size: float
    room: float
    bold: bool = False
    colour: str = "#161616"
    middle: bool = True

    def moved(self, dx: float, dy: float) -> Line:
        """The same, elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A way: curved, through four points straight first and last, or else square at each point.

    `arrow` is the side that its point looks to (down, up, right), or nothing.
    """

    points: tuple[tuple[float, float], ...]
    arrow: str = ""
    dashed: bool = False
    strong: bool = False
    curved: bool = True

    def moved(self, dx: float, dy: float) -> Stroke:
        """The same, elsewhere."""
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))


Shape = Frame | Line | Stroke


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order they are painted, and the room they take from (0, 0)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def frames(self) -> tuple[Frame, ...]:
        """The rectangles."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Frame))


def moved(shapes: Iterable[Shape], dx: float, dy: float) -> tuple[Shape, ...]:
    """All of them, elsewhere."""
    return tuple(shape.moved(dx, dy) for shape in shapes)


def bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all frames and ways."""
    xs: list[float] = []
    ys: list[float] = []
    for shape in shapes:
        match shape:
            case Frame():
                xs += [shape.x, shape.x + shape.width]
                ys += [shape.y, shape.y + shape.height]
            case Stroke():
                xs += [x for x, _y in shape.points]
                ys += [y for _x, y in shape.points]
            case Line():
                ys.append(shape.y)
    return min(xs, default=0), min(ys, default=0), max(xs, default=0), max(ys, default=0)
