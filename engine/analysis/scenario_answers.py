"""Answers told in a scenario: what they name, and whether their types would take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from ..fields.composite import asked_parts
from ..fields.field_type import Control, FieldType, Option, Part, Raw, Refused, Settings
from ..fields.reading import is_blank
from ..model.definitions import Field, Procedure, Ref
from ..model.settings import settings_anywhere, settings_of
from ..source.position import Span
from ..source.tree import Entry, Node, Scalar, Sequence, at
from ..source.tree import Mapping as Tree
from .scenario import Given

REQUEST = ("document", "title", "reason", "message")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's whole answer; what was told part by part is put together."""

    name: Ref
    node: Node


def whole(given: Iterable[Given]) -> tuple[Answer, ...]:
    """`conjoint.nom` and `conjoint.prenoms` are one answer to `conjoint`."""
    found: dict[str, Answer] = {}
    for one in given:
        name, _dot, part = one.name.name.partition(".")
        node = _nested(part, one.name.span, one.node) if part else one.node
        known = found.get(name)
        if known and isinstance(known.node, Tree) and isinstance(node, Tree):
            merged = Tree((*known.node.entries, *node.entries), known.node.span)
            found[name] = replace(known, node=merged)
        else:
            found.setdefault(name, Answer(Ref(name, one.name.span), node))
    return tuple(found.values())


def _nested(path: str, span: Span, node: Node) -> Tree:
    part, _dot, rest = path.partition(".")
    inside = _nested(rest, span, node) if rest else node
    return Tree((Entry(Scalar(part, span), inside),), span)


def raw_of(node: Node) -> Raw:
    """As a form would give it."""
    match node:
        case Scalar(text=text):
            return text
        case Tree(entries=entries):
            return {entry.key.text: raw_of(entry.value) for entry in entries}
        case Sequence(items=items):
            return [raw_of(item) for item in items]
        case _:
            assert_never(node)


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """A part that the question has not; `known` are those it has."""

    ref: Ref
    known: tuple[str, ...]


def unknown_parts(field: Field, node: Node) -> Iterator[UnknownPart]:
    """At any depth; a question of an unknown type is told elsewhere."""
    return _unknown(field.type, settings_of(field), node) if field.type else iter(())


def _unknown(type_: FieldType, settings: Settings, node: Node) -> Iterator[UnknownPart]:
    parts = {part.name: part for part in _parts(type_, settings)}
    known = REQUEST if type_.control is Control.REQUEST else tuple(parts)
    if type_.control in (Control.ROWS, Control.REQUEST) and isinstance(node, Sequence):
        rows: Iterable[Node] = node.items
    else:
        rows = (node,) if type_.control is not Control.DATE else ()
    for row in rows:
        for entry in row.entries if isinstance(row, Tree) else ():
            if entry.key.text not in known:
                yield UnknownPart(Ref(entry.key.text, entry.key.span), known)
            elif entry.key.text in parts:
                part = parts[entry.key.text]
                yield from _unknown(part.type, part.settings, entry.value)


def _parts(type_: FieldType, settings: Settings) -> tuple[Part, ...]:
    """Those of every value of the type, of the group, or of each row."""
    return type_.parts or settings.parts


def set_aside(settings: Settings, node: Node, today: date) -> Iterator[Ref]:
    """The parts answered there that do not apply beside those above them."""
    rows = node.items if isinstance(node, Sequence) else (node,)
    known = {part.name for part in settings.parts}
    for row in rows:
        asked = {part.name for part in asked_parts(settings.parts, raw_of(row), today)}
        for entry in row.entries if isinstance(row, Tree) else ():
            if entry.key.text in known - asked and not is_blank(raw_of(entry.value)):
                yield Ref(entry.key.text, entry.key.span)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that its type refuses, or one of its parts; `options` are those that may be meant."""

    sentence: str
    span: Span
    part: str
    text: str = ""
    options: tuple[Option, ...] = ()


def refusals(procedure: Procedure, field: Field, node: Node, today: date) -> Iterator[Refusal]:
    """Every fault of that answer on that day; parts asked under a condition may be missing."""
    raw = raw_of(node)
    if field.type is None or is_blank(raw):
        return
    settings = _settings(procedure, field)
    try:
        field.type.parse(raw, settings, today)
    except Refused as fault:
        for one in (fault, *fault.others):
            place = _at(node, one.part)
            text = place.text if isinstance(place, Scalar) else ""
            options = _options(field.type, settings, one.part)
            yield Refusal(one.sentence, place.span, one.part, text, options)


def _settings(procedure: Procedure, field: Field) -> Settings:
    settings = settings_anywhere(field)
    if field.type and field.type.control is Control.REQUEST:
        titles = {id_: _title(procedure, id_) for id_ in procedure.documents}
        return replace(settings, options=tuple(Option(id_, titles[id_]) for id_ in titles))
    return settings


def _title(procedure: Procedure, document: str) -> str:
    pieces = procedure.documents[document].title.pieces
    return "".join(piece for piece in pieces if isinstance(piece, str)) or document


def _at(node: Node, part: str) -> Node:
    """The node of that part; rows count from 1; what is missing stands for the whole."""
    for step in part.split(".") if part else ():
        below = at(node, (int(step) - 1 if step.isdigit() else step,))
        if below is None:
            return node
        node = below
    return node


def _options(type_: FieldType, settings: Settings, part: str) -> tuple[Option, ...]:
    steps = [step for step in part.split(".") if step and not step.isdigit()]
    for step in steps:
        known = {inner.name: inner for inner in _parts(type_, settings)}
        if step not in known:
            return settings.options if step == "document" else ()
        type_, settings = known[step].type, known[step].settings
    return type_.options(settings)


def expected_refused(refused: Iterable[tuple[Ref, Ref]]) -> frozenset[str]:
    """The questions whose refusal is the point of the scenario."""
    return frozenset(name.name.partition(".")[0] for name, _sentence in refused)
