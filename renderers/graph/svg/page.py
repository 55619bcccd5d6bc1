"""The whole sheet: title, the applicant's part at the left, the service's at the right, a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ....engine.source.wording import _
from ..picture import EXAMINATION, Box, Kind, Node, Picture, Way
from .measure import balanced, width
from .region import Region, drawn, region
from .shapes import AFTER, NODES, SENTENCES, Drawing, Frame, Line, Shape, Stroke, bounds, moved

MARGIN = 24.0
GATE = "filing"
_TITLE_ROOM = 520.0
_CORRIDOR = 56.0
_KEY = (
    (Kind.SCREEN, _("Écran")),
    (Kind.FILING, _("Écran du dépôt")),
    (Kind.END, _("Fin avant le dépôt")),
    (Kind.OPENED, _("Autre démarche")),
    (Kind.STATE, _("État de la demande")),
    (Kind.FINAL, _("État final")),
)
_KEY_OF_WAYS = (
    (Way.BRANCH, _("Condition")),
    (Way.ACTION, _("Action")),
    (Way.DELAY, _("Délai")),
)


def sheet(picture: Picture) -> Drawing:
    """Every shape of the picture, margins included."""
    shapes = _parts(picture)
    left, upper, right, _lower = bounds(shapes)
    heading = tuple(_heading(picture, max(right - left, _TITLE_ROOM)))
    top = bounds(heading)[3] + 24
    shapes = (*heading, *moved(shapes, MARGIN - left, top - upper))
    shapes = (*shapes, *_key(picture, right - left, bounds(shapes)[3] + 26))
    _left, _upper, right, lower = bounds(shapes)
    return Drawing(round(right + MARGIN, 1), round(lower + MARGIN, 1), shapes)


def _parts(picture: Picture) -> tuple[Shape, ...]:
    """The story, and at its right what follows the filing."""
    story = _story(picture)
    shapes = drawn(story, _asked(picture), _steps(picture))
    if not picture.states:
        return shapes
    edges = [edge for edge in picture.edges if edge.way in (Way.ACTION, Way.DELAY)]
    opened = next((edge.target for edge in picture.edges if edge.way == Way.FILING), "")
    after = region(picture.states, edges, root=opened)
    framed = tuple(_framed(picture, after))
    if not shapes:
        return framed
    _left, upper, right, _lower = bounds(shapes)
    start = bounds(framed)
    dx, dy = right + _CORRIDOR - start[0], upper - start[1]
    filing = _filing(picture, story, after, right + _CORRIDOR / 2, (dx, dy))
    return (*shapes, *moved(framed, dx, dy), *filing)


def _heading(picture: Picture, room: float) -> Iterator[Line]:
    y = MARGIN
    for text in balanced(picture.title, room, 20, bold=True):
        y += 22
        yield Line(MARGIN, y, text, 20, room, bold=True, middle=False)
    yield Line(MARGIN, y + 20, picture.subtitle, 12, room, middle=False)


def _asked(picture: Picture) -> tuple[Node, ...]:
    """The nodes of the applicant's part."""
    return tuple(node for node in picture.nodes if node.box != EXAMINATION)


def _steps(picture: Picture) -> tuple[Box, ...]:
    return tuple(box for box in picture.boxes if box.id != EXAMINATION)


def _story(picture: Picture) -> Region:
    """Screens straight down, ends at their right, the filing leaving at the far right."""
    edges = [edge for edge in picture.edges if edge.way not in (Way.ACTION, Way.DELAY)]
    if picture.states:
        edges = [replace(e, target=GATE) if e.way == Way.FILING else e for e in edges]
    gates = (GATE,) if any(edge.target == GATE for edge in edges) else ()
    spine = [node.id for node in picture.story]
    return region(_asked(picture), edges, spine, _steps(picture), gates)


def _framed(picture: Picture, after: Region) -> Iterator[Shape]:
    """The states under their title, in a frame."""
    shapes = drawn(after, picture.states)
    left, top, right, bottom = bounds(shapes)
    title = next(box.title for box in picture.boxes if box.id == EXAMINATION)
    yield Frame(left - 20, top - 44, right - left + 40, bottom - top + 64, AFTER)
    yield Line(left, top - 20, title, 14, right - left, bold=True, middle=False)
    yield from shapes


def _filing(
    picture: Picture, story: Region, after: Region, corridor: float, shift: tuple[float, float]
) -> Iterator[Stroke]:
    """From the gate of the story, up between the two parts, to the state that a filing opens."""
    opened = next((edge.target for edge in picture.edges if edge.way == Way.FILING), "")
    if not opened:
        return
    said = next(link.upper for link in story.layers.links if link.lower == GATE)
    x, y = story.middles[said], story.top(GATE) - 6  # between two rows, where no node stands
    cell = after.cells[opened]
    left = after.middles[opened] - cell.size.width / 2 + shift[0]
    middle = after.top(opened) + cell.size.height / 2 + shift[1]
    points = (
        (x, story.bottom(said)),
        (x, y),
        (corridor, y),
        (corridor, middle),
        (left, middle),
    )
    yield Stroke(points, "right", strong=True, curved=False)


def _key(picture: Picture, room: float, top: float) -> Iterator[Shape]:
    """What each frame stands for, those only that are there."""
    kinds = {node.kind for node in picture.nodes}
    said = {SENTENCES[edge.way] for edge in picture.edges if edge.label}
    looks = [(NODES[kind], name) for kind, name in _KEY if kind in kinds]
    looks += [(SENTENCES[way], name) for way, name in _KEY_OF_WAYS if SENTENCES[way] in said]
    x, y = MARGIN, top
    for look, name in looks:
        taken = 40 + width(name, 11)
        if x > MARGIN and x + taken > MARGIN + room:
            x, y = MARGIN, y + 22
        yield Frame(x, y, 24, 13, replace(look, radius=min(6.0, look.radius)))
        if look.double:
            yield Frame(x + 2.5, y + 2.5, 19, 8, replace(look, radius=4, weight=0.8))
        yield Line(x + 30, y + 10.5, name, 11, taken, middle=False)
        x = round(x + taken + 18, 1)
