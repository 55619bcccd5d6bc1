"""Shapes written as SVG: text stays text, nothing is fetched, nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..picture import Picture
from .page import sheet
from .shapes import Drawing, Frame, Line, Shape, Stroke

FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
INK = "#3a3a3a"
FILING = "#000091"
_ARROWS = {
    "down": ((-4.5, -8), (4.5, -8)),
    "up": ((-4.5, 8), (4.5, 8)),
    "right": ((-8, -4.5), (-8, 4.5)),
}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(picture: Picture) -> str:
    """A whole SVG document, the same to the byte for the same picture."""
    drawing = sheet(picture)
    width, height = _number(drawing.width), _number(drawing.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" lang="fr" xml:lang="fr" '
        f'aria-labelledby="titre" aria-describedby="description" font-family="{FONTS}">'
    )
    lines = [
        opening,
        f'<title id="titre">{escaped(picture.title)}</title>',
        f'<desc id="description">{escaped(picture.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_shapes(drawing),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def _shapes(drawing: Drawing) -> Iterator[str]:
    for shape in drawing.shapes:
        yield from _shape(shape)


def _shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Frame():
            yield _frame(shape)
        case Line():
            yield _line(shape)
        case Stroke():
            yield from _stroke(shape)


def _frame(frame: Frame) -> str:
    look = frame.look
    dashes = ' stroke-dasharray="3 2"' if look.dashed else ""
    return (
        f'<rect x="{_number(frame.x)}" y="{_number(frame.y)}" width="{_number(frame.width)}" '
        f'height="{_number(frame.height)}" rx="{_number(look.radius)}" fill="{look.fill}" '
        f'stroke="{look.stroke}" stroke-width="{_number(look.weight)}"{dashes}/>'
    )


def _line(line: Line) -> str:
    anchor = ' text-anchor="middle"' if line.middle else ""
    weight = ' font-weight="bold"' if line.bold else ""
    return (
        f'<text x="{_number(line.x)}" y="{_number(line.y)}" font-size="{_number(line.size)}" '
        f'fill="{line.colour}"{anchor}{weight}>{escaped(line.text)}</text>'
    )


def _stroke(stroke: Stroke) -> Iterator[str]:
    points = list(stroke.points)
    tip = points[-1] if stroke.arrow != "up" else points[0]
    if stroke.arrow == "down":
        points[-1] = (tip[0], tip[1] - 6)
    elif stroke.arrow == "up":
        points[0] = (tip[0], tip[1] + 6)
    elif stroke.arrow == "right":
        points[-1] = (tip[0] - 6, tip[1])
    colour, weight = (FILING, "2") if stroke.strong else (INK, "1.2")
    dashes = ' stroke-dasharray="5 3"' if stroke.dashed else ""
    path = _curve(points) if stroke.curved else _square(points)
    yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{weight}"{dashes}/>'
    if stroke.arrow:
        first, second = (_point((tip[0] + dx, tip[1] + dy)) for dx, dy in _ARROWS[stroke.arrow])
        yield f'<path d="M{_point(tip)}L{first}L{second}Z" fill="{colour}"/>'


def _curve(points: list[tuple[float, float]]) -> str:
    """Straight, then a curve that leaves and arrives upright, then straight."""
    start, bend, end, stop = points
    if bend[0] == end[0]:
        return f"M{_point(start)}L{_point(stop)}"
    half = (end[1] - bend[1]) * 0.55
    one, other = (bend[0], bend[1] + half), (end[0], end[1] - half)
    curve = f"C{_point(one)} {_point(other)} {_point(end)}"
    return f"M{_point(start)}L{_point(bend)}{curve}L{_point(stop)}"


def _square(points: list[tuple[float, float]], radius: float = 8) -> str:
    """Straight lines whose corners are round."""
    path = f"M{_point(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path += f"L{_point(_toward(corner, before, radius))}"
        path += f"Q{_point(corner)} {_point(_toward(corner, after, radius))}"
    return f"{path}L{_point(points[-1])}"


def _toward(
    start: tuple[float, float], end: tuple[float, float], distance: float
) -> tuple[float, float]:
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    part = min(0.5, distance / length) if length else 0.0
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(number: float) -> str:
    """At most one decimal, and no « -0 »."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    """For XML: what it forbids becomes the replacement character."""
    text = _FORBIDDEN.sub("\ufffd", text)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
