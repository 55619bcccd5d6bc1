"""The drawing of a procedure: well-formed, legible, nothing upon anything, the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.model.definitions import Procedure
from parcours.engine.model.names import names_of
from parcours.engine.model.read import read
from parcours.engine.model.use import Library, assemble
from parcours.engine.source.files import Folder
from parcours.renderers.graph.compose import compose
from parcours.renderers.graph.picture import EXAMINATION, Box, Edge, Kind, Node, Part, Picture, Way
from parcours.renderers.graph.svg.layers import layered
from parcours.renderers.graph.svg.measure import balanced, width, wrapped
from parcours.renderers.graph.svg.order import ordered
from parcours.renderers.graph.svg.page import sheet
from parcours.renderers.graph.svg.shapes import Drawing, Frame, Line, Stroke
from parcours.renderers.graph.svg.write import svg

SHIPPED = (
    "account",
    "bpi_case_2",
    "bpi_family_case_3",
    "orientation",
    "ue_permanent_renewal",
)
SVG = "{http://www.w3.org/2000/svg}"


def shipped(root: Path, name: str) -> Procedure:
    """A procedure of the checkout."""
    assembled = assemble(Library(Folder(root / "procedures")), f"{name}.yaml")
    assert assembled.tree is not None
    return read(f"{name}.yaml", assembled.tree)


@pytest.fixture(scope="module", params=[(name, part) for name in SHIPPED for part in Part])
def picture(request: pytest.FixtureRequest, root: Path) -> Picture:
    name, part = request.param
    procedure = shipped(root, name)
    return compose(procedure, names_of(procedure)).part(part)


# The properties, of any drawing.


def inside(line: Line, frame: Frame) -> bool:
    """Whether a text lies within a frame, by the table of widths."""
    wide = width(line.text, line.size, line.bold)
    left = line.x - wide / 2 if line.middle else line.x
    return (
        frame.x <= left
        and left + wide <= frame.x + frame.width
        and frame.y <= line.y - line.size * 0.7
        and line.y + line.size * 0.2 <= frame.y + frame.height
    )


def apart(one: Frame, other: Frame) -> bool:
    """Whether two frames share no point."""
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def along(stroke: Stroke) -> list[tuple[float, float]]:
    """Points of a way, one every few units."""
    points = stroke.points
    if stroke.curved:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
        half = (y2 - y1) * 0.55
        curve = []
        for step in range(21):
            t, u = step / 20, 1 - step / 20
            x = u**3 * x1 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x2
            y = u**3 * y1 + 3 * u * u * t * (y1 + half) + 3 * u * t * t * (y2 - half) + t**3 * y2
            curve.append((x, y))
        points = ((x0, y0), *curve, (x3, y3))
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 4))
        found += [
            (x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1)
        ]
    return found


def legible(drawing: Drawing) -> None:
    """No text leaves its frame or the sheet; no frame lies on another, no way on a frame."""
    nodes = [frame for frame in drawing.frames() if frame.node]
    for one, other in combinations(nodes, 2):
        assert apart(one, other), (one, other)
    for shape in drawing.shapes:
        match shape:
            case Line():
                assert width(shape.text, shape.size, shape.bold) <= shape.room
                assert inside(shape, Frame(0, 0, drawing.width, drawing.height, nodes[0].look))
                if shape.middle:
                    assert any(inside(shape, frame) for frame in nodes), shape
            case Stroke():
                for x, y in along(shape):
                    for frame in nodes:
                        crossed = frame.x + 0.6 < x < frame.x + frame.width - 0.6
                        crossed &= frame.y + 0.6 < y < frame.y + frame.height - 0.6
                        assert not crossed, (shape, frame)
            case Frame():
                assert shape.x >= 0
                assert shape.x + shape.width <= drawing.width
                assert shape.y + shape.height <= drawing.height


def test_shipped_drawings_are_legible(picture: Picture) -> None:
    if picture.nodes:
        legible(sheet(picture))


def test_a_step_frames_its_screens_and_no_other_node(picture: Picture) -> None:
    drawing = sheet(picture)
    nodes = {frame.node: frame for frame in drawing.frames() if frame.node}
    titles = [box for box in picture.boxes if box.id != EXAMINATION]
    frames = [f for f in drawing.frames() if not f.node and f.look.stroke == "#cacafb"]
    assert len(frames) == len(titles)
    for box, frame in zip(titles, frames, strict=True):
        for node in picture.nodes:
            assert apart(nodes[node.id], frame) == (node.box != box.id)


def test_the_document_is_well_formed_and_described(picture: Picture) -> None:
    whole = ET.fromstring(svg(picture))  # noqa: S314 - our own text
    assert whole.get("role") == "img"
    assert whole.get("lang") == "fr"
    assert [child.tag for child in whole][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert whole[0].text == picture.title
    assert whole[1].text == picture.description
    assert {child.tag.removeprefix(SVG) for child in whole} <= {
        "title",
        "desc",
        "rect",
        "path",
        "text",
    }
    assert svg(picture) == svg(picture)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_bytes_whatever_the_order_of_sets(root: Path, name: str) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path;"
        "from parcours.tests.test_graph_svg import shipped;"
        "from parcours.renderers.graph import render, FORMATS;"
        "p = shipped(Path(sys.argv[1]), sys.argv[2]);"
        "print([hashlib.sha256(render(p, form).encode()).hexdigest() for form in FORMATS])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(root), name],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# Random pictures.

texts = st.sampled_from(
    [
        "Accueil",
        "Vérifier les informations personnelles du demandeur et de sa famille",
        "si votre situation est « Marié(e) » et la réponse à « Vivez-vous ensemble ? » est non",
        "anticonstitutionnellement" * 3,
        "👩‍👩‍👧 مرحبا",
        "<&\"'\x01>",
    ]
)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Screens in steps, ends, states; any ways forward in the story, any at all between states."""
    count, ends, states = draw(st.integers(1, 7)), draw(st.integers(0, 4)), draw(st.integers(0, 6))
    boxes = [Box(f"step_{i}", draw(texts), f"Étape {i}") for i in range(draw(st.integers(0, 3)))]
    nodes = []
    for index in range(count):
        place = index * (len(boxes) + 1) // count
        box = boxes[place].id if place < len(boxes) else ""
        kind = Kind.FILING if index == count - 1 else Kind.SCREEN
        nodes.append(Node(f"screen_{index}", kind, draw(texts), (), box))
    boxes = [box for box in boxes if any(node.box == box.id for node in nodes)]
    nodes += [Node(f"end_{i}", Kind.END, draw(texts)) for i in range(ends)]
    edges = [
        Edge((f"screen_{i}",), f"screen_{i + 1}", Way.NEXT, draw(st.sampled_from(["", "sinon"])))
        for i in range(count - 1)
        if draw(st.booleans())
    ]
    for _edge in range(draw(st.integers(0, 6))):
        source = draw(st.integers(0, count - 1))
        targets = [f"screen_{i}" for i in range(source + 1, count)]
        targets += [f"end_{i}" for i in range(ends)]
        if targets:
            target = draw(st.sampled_from(targets))
            edges.append(Edge((f"screen_{source}",), target, Way.BRANCH, draw(texts)))
    names = [f"state_{i}" for i in range(states)]
    if names:
        boxes.append(Box(EXAMINATION, "Après le dépôt"))
        nodes += [
            Node(
                name,
                Kind.FINAL if draw(st.booleans()) else Kind.STATE,
                draw(texts),
                (),
                EXAMINATION,
            )
            for name in names
        ]
        edges.append(Edge((f"screen_{count - 1}",), names[0], Way.FILING, "dépôt"))
        for _edge in range(draw(st.integers(0, 10))):
            target = draw(st.sampled_from(names))
            sources = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
            kept = tuple(source for source in sources if source != target)
            if kept:
                edges.append(Edge(kept, target, Way.ACTION, draw(texts)))
    return Picture("Titre", "Version 1", "Schéma", tuple(boxes), tuple(nodes), tuple(edges))


@given(pictures())
def test_any_picture_is_legible(drawn: Picture) -> None:
    legible(sheet(drawn))
    ET.fromstring(svg(drawn))  # noqa: S314 - our own text


# The pieces.


def test_a_way_that_goes_back_is_drawn_upward() -> None:
    edges = [
        Edge(("a",), "b", Way.ACTION, "aller"),
        Edge(("b",), "a", Way.ACTION, "retour"),
        Edge(("b",), "a", Way.ACTION, ""),
        Edge(("a", "b"), "c", Way.ACTION, "partir"),
    ]
    layers = layered(["a", "b", "c"], edges)
    assert layers.rows == (
        ("a",),
        ("way_0", "way_1_up0", "a^1", "way_3_1"),
        ("b", "way_3_2"),
        ("way_3",),
        ("c",),
    )
    arrows = {(link.upper, link.lower): link.arrow for link in layers.links}
    assert arrows["way_0", "b"] == "down"
    assert arrows["a", "way_1_up0"] == "up"
    assert arrows["way_3", "c"] == "down"


def test_the_order_undoes_crossings() -> None:
    edges = [
        Edge(("a",), "y", Way.ACTION, ""),
        Edge(("b",), "x", Way.ACTION, ""),
    ]
    layers = layered(["a", "b", "x", "y"], edges)
    rows = ordered(layers)
    assert rows[0] in (("a", "b"), ("b", "a"))
    assert rows[2] == (("y", "x") if rows[0] == ("a", "b") else ("x", "y"))


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("", 100, ("",)),
        ("un deux trois", 1000, ("un deux trois",)),
        ("un deux trois", 30, ("un", "deux", "trois")),
        ("«\u00a0deux\u00a0» mots", 50, ("«\u00a0deux\u00a0»", "mots")),
        ("abcdefgh", 30, ("abcd", "efgh")),
    ],
)
def test_lines_are_cut_at_plain_spaces(text: str, limit: float, lines: tuple[str, ...]) -> None:
    assert wrapped(text, limit, 12) == lines


@given(st.text(max_size=200), st.integers(20, 200))
def test_no_line_is_wider_than_its_limit(text: str, limit: int) -> None:
    for lines in (wrapped(text, limit, 12), balanced(text, limit, 12, bold=True)):
        assert all(width(line, 12) <= limit for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_balanced_lines_leave_no_word_alone() -> None:
    text = "Demander des pièces complémentaires au demandeur"
    assert wrapped(text, 250, 12) == ("Demander des pièces complémentaires au", "demandeur")
    assert balanced(text, 250, 12) == ("Demander des pièces", "complémentaires au demandeur")
