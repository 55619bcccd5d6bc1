"""The picture of a procedure, and what Mermaid and Graphviz are given to draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.expr.sentence import if_sentence
from parcours.engine.model.definitions import Condition, Procedure
from parcours.engine.model.names import names_of
from parcours.engine.model.placing import actions, screens
from parcours.engine.model.read import read
from parcours.engine.model.use import Library, assemble
from parcours.engine.source.files import Folder, InMemory
from parcours.renderers.graph import FORMATS, render
from parcours.renderers.graph.compose import compose
from parcours.renderers.graph.dot import dot
from parcours.renderers.graph.mermaid import mermaid
from parcours.renderers.graph.picture import Box, Edge, Kind, Node, Part, Picture, Way

SHIPPED = (
    "account",
    "bpi_case_2",
    "bpi_family_case_3",
    "orientation",
    "ue_permanent_renewal",
)
GOLDEN = Path(__file__).parent / "golden" / "graph"
ENDINGS = {"mermaid": "mmd", "dot": "dot", "svg": "svg"}


def loaded(library: Library, path: str) -> Procedure:
    """The procedure of that file."""
    assembled = assemble(library, path)
    assert assembled.tree is not None
    assert not assembled.diagnostics
    return read(path, assembled.tree)


def inline(text: str) -> Procedure:
    """A procedure written in a test."""
    return loaded(Library(InMemory({"p.yaml": text})), "p.yaml")


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest, root: Path) -> Procedure:
    return loaded(Library(Folder(root / "procedures")), f"{request.param}.yaml")


@pytest.fixture(scope="module")
def small() -> Procedure:
    return loaded(Library(Folder(GOLDEN)), "small.yaml")


# What is drawn.


def ways(picture: Picture) -> list[str]:
    """Each edge on a line, to be compared whole."""
    return [
        f"{', '.join(edge.sources)} -> {edge.target} ({edge.way.value}) {edge.label}".strip()
        for edge in picture.edges
    ]


def test_the_picture_of_a_small_procedure(small: Procedure) -> None:
    picture = compose(small, names_of(small))
    assert picture.description == (
        "Schéma de la démarche\u00a0: 5 écrans, 1 étape, 1 fin avant le dépôt"
        " et 4 états après le dépôt."
    )
    assert [(node.id, node.kind.value, node.box) for node in picture.nodes] == [
        ("screen_accueil", "screen", ""),
        ("screen_question", "screen", "step_vehicule"),
        ("screen_immatriculation", "screen", "step_vehicule"),
        ("screen_depot", "filing", "step_vehicule"),
        ("screen_fin", "screen", ""),
        ("end_ailleurs", "end", ""),
        ("opened_autre_ville", "opened", ""),
        ("state_recue", "state", "examination"),
        ("state_attente", "state", "examination"),
        ("state_acceptee", "final", "examination"),
        ("state_retiree", "final", "examination"),
    ]
    assert [node.notes for node in picture.nodes if node.notes] == [
        ("Bouton\u00a0: «\u00a0Déposer\u00a0»",),
        ("Ajouter une note (agent)",),
        ("le 3e jour avant «\u00a0Date limite\u00a0»\u00a0: envoi de «\u00a0Rappel\u00a0»",),
    ]
    who, other = "«\u00a0Qui êtes-vous\u202f?\u00a0»", "«\u00a0Une autre personne\u00a0»"
    car = "la réponse à «\u00a0Avez-vous une voiture\u202f?\u00a0» est oui"
    assert ways(picture) == [
        f"screen_accueil -> end_ailleurs (branch) si la réponse à {who} est {other}",
        "screen_accueil -> screen_question (next) sinon",
        f"screen_question -> screen_immatriculation (branch) si {car}",
        "screen_question -> screen_depot (skip) sinon",
        "screen_immatriculation -> screen_depot (next)",
        "screen_depot -> screen_fin (next)",
        f"end_ailleurs -> opened_autre_ville (opening) avec les réponses\u00a0: {who[2:-2]}",
        "screen_depot -> state_recue (filing) dépôt de la demande",
        "state_recue -> state_acceptee (action) Accepter (agent)",
        "state_recue -> state_attente (action) Mettre en attente (agent)",
        "state_attente -> state_recue (delay) au bout de 15 jours dans cet état",
        f"state_recue, state_attente -> state_retiree (action) Retirer (usager), si {car}",
        "state_recue -> state_acceptee (delay) Silence\u00a0: 2 mois après le dépôt",
    ]


STEPS = """
procedure: p
version: "1"
title: Titre
fields:
  a: {label: A, type: boolean}
  b: {label: B, type: boolean}
flow:
  - screen: un
    fields: [a, b]
    next: [{when: a and b, to: tard}]
  - step: moyen
    title: Moyen
    when: a
    screens:
      - screen: deux
      - {screen: trois, title: Trois, when: b}
  - step: bloc
    title: Bloc
    when: b
    screens: [{screen: quatre, title: Quatre, when: not a}]
  - step: tard
    title: Tard
    screens: [{screen: cinq, title: Cinq, next: [{to: nulle_part}]}, {screen: six, title: Six}]
"""


def test_a_step_left_out_is_jumped_over_whole() -> None:
    procedure = inline(STEPS)
    picture = compose(procedure, names_of(procedure))
    a, b = ("la réponse à «\u00a0A\u00a0» est", "la réponse à «\u00a0B\u00a0» est")
    assert ways(picture) == [
        f"screen_un -> screen_cinq (branch) si {a} oui et {b} oui",
        f"screen_un -> screen_deux (branch) sinon, si {a} oui",
        f"screen_un -> screen_quatre (branch) sinon, si {b} oui et {a} non",
        "screen_un -> screen_cinq (skip) sinon",
        f"screen_deux -> screen_trois (branch) si {b} oui",
        f"screen_deux -> screen_quatre (branch) sinon, si {b} oui et {a} non",
        "screen_deux -> screen_cinq (skip) sinon",
        f"screen_trois -> screen_quatre (branch) si {b} oui et {a} non",
        "screen_trois -> screen_cinq (skip) sinon",
        "screen_quatre -> screen_cinq (next)",
    ]
    assert [node.title for node in picture.nodes][:2] == ["un", "Moyen"]


def test_each_part_stands_alone(small: Procedure) -> None:
    picture = compose(small, names_of(small))
    story, after = picture.part(Part.STORY), picture.part(Part.EXAMINATION)
    assert not story.states
    assert [node.id for node in story.nodes if node.kind is Kind.STATE] == ["state_recue"]
    assert story.edges[-1].way is Way.FILING
    assert after.nodes == picture.states
    assert {edge.way for edge in after.edges} == {Way.ACTION, Way.DELAY}
    for form in FORMATS:
        assert "Acceptée" in render(small, form, Part.EXAMINATION)
        assert "Acceptée" not in render(small, form, Part.STORY)


# Everything is there, in each format.


def shown(form: str, text: str) -> str:
    """What people read in a drawing, on one line."""
    if form == "mermaid":
        text = re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text.replace("<br/>", " "))
    elif form == "dot":
        text = text.replace("\\n", " ").replace('\\"', '"').replace("&amp;", "&")
    else:
        text = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text)).replace("&amp;", "&")
    return " ".join(re.split(r"[ \n\u200b]+", text))


def said(procedure: Procedure) -> Iterator[Condition]:
    """The conditions that decide where one goes."""
    for step, screen in screens(procedure):
        yield from (way.when for way in screen.next if way.when)
        yield from (when for when in (step.when, screen.when) if when)
    yield from (action.when for action in actions(procedure) if action.when)


@pytest.mark.parametrize("form", FORMATS)
def test_everything_is_drawn(shipped: Procedure, form: str) -> None:
    names = names_of(shipped)
    drawn = shown(form, render(shipped, form))
    picture = compose(shipped, names)
    for node in picture.nodes:
        assert node.title in drawn
        for note in node.notes:
            assert note in drawn
    for box in picture.boxes:
        assert box.title in drawn
    for edge in picture.edges:
        assert edge.label in drawn
    for condition in said(shipped):
        assert if_sentence(condition.expr, names) in drawn
    examination = shipped.examination
    for state in examination.states if examination else ():
        assert state.title in drawn
    for action in actions(shipped):
        assert action.title in drawn
    for clock in examination.clocks if examination else ():
        assert clock.title in drawn
    assert len(picture.story) == len(list(screens(shipped)))
    assert render(shipped, form) == render(shipped, form)


@pytest.mark.parametrize("form", FORMATS)
def test_the_small_procedure_to_the_byte(small: Procedure, form: str) -> None:
    expected = (GOLDEN / f"small.{ENDINGS[form]}").read_text(encoding="utf-8")
    assert render(small, form) == expected


def test_another_format_is_refused(small: Procedure) -> None:
    with pytest.raises(KeyError):
        render(small, "pdf")


# What is written is right, whatever the labels hold.

_LABEL = r"\"(?:[^\"\n<>`%{}\\;|#\x00-\x1f]|<br/>|#\d+;)*\""
_ID = r"[A-Za-z][A-Za-z0-9_]*"
_SHAPE = (
    rf"(?:\[{_LABEL}\]|\[\[{_LABEL}\]\]|\(\[{_LABEL}\]\)|\[/{_LABEL}/\]"
    rf"|\({_LABEL}\)|\{{\{{{_LABEL}\}}\}})"
)
_MERMAID = re.compile(
    rf"(?:flowchart TD|acc(?:Title|Descr): [^#;%{{}}\n]+|subgraph {_ID}\[{_LABEL}\]|end"
    rf"|{_ID}{_SHAPE}:::{_ID}|{_ID} (?:-->|-\.->|==>|---|-\.-|===)(?:\|{_LABEL}\|)? {_ID}"
    rf"|classDef {_ID} [\w:#,-]+)"
)
_DOT = re.compile(r"\s*(?:(\"(?:[^\"\\\n]|\\.)*\")|(->)|([{}\[\];=,])|([A-Za-z_][\w.]*|[\d.]+))")


def right_mermaid(text: str) -> None:
    """Each line is one of the few that Mermaid's grammar knows; boxes are closed."""
    depth = 0
    for line in text.splitlines():
        assert _MERMAID.fullmatch(line.strip()), line
        depth += line.strip().startswith("subgraph ") - (line.strip() == "end")
        assert depth in (0, 1)
    assert depth == 0
    ids = re.findall(rf"^\s*({_ID})(?=[\[({{])", text, re.MULTILINE)
    assert len(ids) == len(set(ids))
    for line in re.findall(rf"^\s*({_ID}) [-=].* ({_ID})$", text, re.MULTILINE):
        assert set(line) <= set(ids)


def right_dot(text: str) -> None:
    """Tokens of the DOT language from end to end, brackets closed in their order."""
    place, opened = 0, []
    while text[place:].strip():
        match = _DOT.match(text, place)
        assert match, text[place : place + 60]
        place = match.end()
        if match[3] in ("{", "["):
            opened.append({"{": "}", "[": "]"}[match[3]])
        elif match[3] in ("}", "]"):
            assert opened.pop() == match[3]
    assert not opened


@pytest.mark.parametrize("part", Part)
def test_shipped_drawings_are_right(shipped: Procedure, part: Part) -> None:
    right_mermaid(render(shipped, "mermaid", part))
    right_dot(render(shipped, "dot", part))


HOSTILE = (
    'Dites « "oui" » [ou] {non} (peut-être) | a & b < c > d; `e` %%{init: {}}%% #35; \\ \\n "',
    "- liste",
    "1. liste",
    "+ x",
    "end",
    "👩‍👩‍👧 مرحبا بكم \u202e abc",
    "deux\nlignes\r\n",
    "\x00\x07\ufffe\ud7ff",
    "]]>--></svg><script>alert(1)</script>",
    "",
    "mot" * 80,
)


def hostile(label: str) -> Picture:
    """Everywhere the same label."""
    nodes = [
        Node(f"{kind.value} {label}", kind, label, (label, label), box)
        for kind in Kind
        for box in (f"step {label}" if kind is Kind.SCREEN else "",)
    ]
    edges = (
        Edge((nodes[0].id,), nodes[2].id, Way.BRANCH, label),
        Edge((nodes[0].id,), nodes[1].id, Way.NEXT),
        Edge((nodes[0].id, nodes[1].id), nodes[3].id, Way.SKIP, label),
        Edge((nodes[0].id, nodes[1].id), nodes[4].id, Way.FILING, label),
    )
    box = Box(f"step {label}", label, label)
    return Picture(label, label, label, (box,), tuple(nodes), edges)


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_close_nothing(label: str) -> None:
    picture = hostile(label)
    right_mermaid(mermaid(picture))
    right_dot(dot(picture))
    if label.isprintable() and label:
        words = " ".join(label.split())
        assert words in shown("mermaid", mermaid(picture))


@given(st.text(max_size=60))
def test_any_label_closes_nothing(label: str) -> None:
    picture = hostile(label)
    right_mermaid(mermaid(picture))
    right_dot(dot(picture))


def test_the_checks_see_faults() -> None:
    for text in ('a["x"]b"]:::screen', 'a["x"] -->|x| b', "subgraph a"):
        with pytest.raises(AssertionError):
            right_mermaid(text)
    for text in ('digraph { a [label="x" }', 'digraph { "a }', "digraph { a ? }", "digraph {"):
        with pytest.raises(AssertionError):
            right_dot(text)
