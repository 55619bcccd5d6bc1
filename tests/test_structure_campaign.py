"""Shipped files spoilt at random: jsonschema alone and `validate` agree, and repairs hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parcours.engine.model.schema import PUBLISHED, SCENARIO
from parcours.engine.model.schema_validator import complaints
from parcours.engine.model.structure import check_structure, kind_of
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.engine.source.tree import Entry, Mapping, Node, Scalar, Sequence, at, plain
from parcours.engine.source.tree import Path as TreePath

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "procedures").rglob("*.yaml"))
WORDS = (
    "",
    "null",
    "oui",
    "12",
    "titre",
    "État",
    "[a",
    "all",
    "2026-01-01",
    "type",
    "label",
    "when",
)
ONLY_MISSING = {"missing-key", "missing-label", "bad-id", "empty", "empty-options"}


def tree_of(path: Path) -> Node:
    tree, _ = parse(source(path.name, path.read_text(encoding="utf-8")))
    assert tree is not None
    return tree


TREES = tuple(tree_of(path) for path in FILES)
PUBLISHED_BY_KIND = {
    name: Draft202012Validator(json.loads((ROOT / name).read_text(encoding="utf-8")))
    for name in (PUBLISHED, SCENARIO)
}


def paths(node: Node, above: TreePath = ()) -> Iterator[TreePath]:
    yield above
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from paths(entry.value, (*above, entry.key.text))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from paths(item, (*above, index))


def put(node: Node, path: TreePath, new: Node) -> Node:
    if not path:
        return new
    if isinstance(node, Mapping):
        entries = [
            Entry(entry.key, put(entry.value, path[1:], new))
            if entry.key.text == path[0]
            else entry
            for entry in node.entries
        ]
        return Mapping(tuple(entries), node.span)
    assert isinstance(node, Sequence)
    items = [
        put(item, path[1:], new) if index == path[0] else item
        for index, item in enumerate(node.items)
    ]
    return Sequence(tuple(items), node.span)


@st.composite
def spoilt(draw: st.DrawFn) -> Node:
    """A shipped file with up to three faults."""
    tree = draw(st.sampled_from(TREES))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(paths(tree))))
        node = at(tree, path)
        assert node is not None
        tree = put(tree, path, draw(_worse(node)))
    return tree


def _worse(node: Node) -> st.SearchStrategy[Node]:
    word = st.builds(lambda text: Scalar(text, node.span), st.sampled_from(WORDS))
    others: list[st.SearchStrategy[Node]] = [
        word,
        word.map(lambda it: Sequence((it,), node.span)),
        st.just(Mapping((), node.span)),
    ]
    if isinstance(node, Mapping) and node.entries:
        others += [_without(node), _renamed(node), st.just(Sequence((node,), node.span))]
    if isinstance(node, Sequence):
        others += [
            word.map(lambda it: Sequence((*node.items, it), node.span)),
            st.just(Sequence((), node.span)),
        ]
    return st.one_of(others)


def _without(node: Mapping) -> st.SearchStrategy[Node]:
    kept = st.sampled_from(node.entries)
    return kept.map(
        lambda gone: Mapping(tuple(it for it in node.entries if it is not gone), node.span)
    )


def _renamed(node: Mapping) -> st.SearchStrategy[Node]:
    def build(old: Entry, text: str) -> Node:
        entries = [it for it in node.entries if it.key.text != text and it is not old]
        return Mapping((*entries, Entry(Scalar(text, old.key.span), old.value)), node.span)

    word = st.one_of(
        st.sampled_from(WORDS), st.sampled_from(node.keys()).map(lambda key: f"{key}s")
    )
    return st.builds(build, st.sampled_from(node.entries), word)


def published_of(kind: str) -> Any:
    return PUBLISHED_BY_KIND[SCENARIO if kind == "scenario" else PUBLISHED]


@given(spoilt())
def test_jsonschema_alone_and_validate_agree(tree: Node) -> None:
    data = plain(tree)
    if not isinstance(data, dict):
        return
    kind = "scenario" if "scenario" in data else "procedure" if "procedure" in data else "part"
    assert published_of(kind).is_valid(data) == (next(complaints(kind, data), None) is None)


@given(spoilt())
def test_every_fault_is_told_and_repaired(tree: Node) -> None:
    kind = kind_of(tree) or ""
    structure = check_structure(tree, kind)
    assert structure == check_structure(tree, kind)
    if kind and next(complaints(kind, plain(tree)), None) is None:
        assert structure.diagnostics == ()
        assert structure.tree is tree
        return
    assert structure.diagnostics
    for found in structure.diagnostics:
        assert found.message
        assert found.help
        assert found.span.file == tree.span.file
    if kind:
        again = check_structure(structure.tree, kind)
        assert {found.rule for found in again.diagnostics} <= ONLY_MISSING


@pytest.mark.parametrize("word", WORDS)
def test_a_file_that_is_only_a_word_is_told(word: str) -> None:
    tree, _ = parse(source("f.yaml", f"{word or chr(39) * 2}\n"))
    if tree is not None:
        assert len(check_structure(tree, kind_of(tree) or "").diagnostics) == 1
