"""Small readers: from a node of the tree to a value, tolerating what was already reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ..expr.functions import a_day
from ..expr.parser import parse
from ..expr.problem import Problem
from ..expr.syntax import Broken, Place
from ..source.position import Span
from ..source.tree import Entry, Mapping, Node, Scalar, Sequence
from ..source.wording import _, typeset
from .definitions import ALL, Chosen, Condition, Duration, Prose, Ref, Said, Variant

T = TypeVar("T")

YES = frozenset({"true", "oui"})
_DURATION = re.compile(r"(\d{1,6}) (hour|day|week|month|year)s?")
_SIZE = re.compile(r"(\d{1,6}) (kB|MB)")
_FILES = re.compile(r"(\d{1,3})(?:\.\.(\d{1,3}))?")
HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
"""What a text shows, between its two braces."""


def scalar(node: Node | None) -> Scalar | None:
    """The scalar, or None for anything else or nothing."""
    return node if isinstance(node, Scalar) else None


def mapping(node: Node | None) -> Mapping | None:
    """The mapping, or None for anything else or nothing."""
    return node if isinstance(node, Mapping) else None


def raw(node: Mapping, key: str) -> str:
    """The text as written, or an empty one."""
    found = scalar(node.get(key))
    return found.text if found else ""


def text(node: Mapping, key: str) -> str:
    """The text as people read it, or an empty one."""
    found = scalar(node.get(key))
    return wording(found) if found else ""


def wording(node: Scalar) -> str:
    """The text with the typography of its language."""
    return node.text if node.is_foreign else typeset(node.text)


def flag(node: Mapping, key: str) -> bool:
    """Whether the key says yes."""
    return raw(node, key) in YES


def entries(node: Node | None) -> Iterator[tuple[Entry, Mapping]]:
    """The entries of an id → definition map; a short text stands for nothing here."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            if isinstance(entry.value, Mapping):
                yield entry, entry.value


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; nothing for anything else."""
    return node.items if isinstance(node, Sequence) else ()


def texts(node: Mapping, key: str) -> tuple[str, ...]:
    """A text or a list of texts."""
    value = node.get(key)
    if isinstance(value, Scalar):
        return (typeset(value.text),)
    return tuple(typeset(item.text) for item in items(value) if isinstance(item, Scalar))


def ref(node: Node | None) -> Ref | None:
    """A name used."""
    found = scalar(node)
    return Ref(found.text, found.span) if found else None


def refs(node: Node | None) -> tuple[Ref, ...]:
    """A name or a list of names."""
    if isinstance(node, Scalar):
        return (Ref(node.text, node.span),)
    return tuple(Ref(item.text, item.span) for item in items(node) if isinstance(item, Scalar))


def chosen(node: Node | None) -> Chosen:
    """`all`, or names."""
    found = scalar(node)
    return ALL if found and found.text == ALL else refs(node)


def condition(node: Node | None) -> Condition | None:
    """A condition, parsed in its place."""
    found = scalar(node)
    if found is None:
        return None
    expr, problems = parse(found.text)
    return Condition(expr, found, 0, problems)


def said(node: Node | None) -> Said:
    """A text, or a list of {when, text}."""
    if isinstance(node, Scalar):
        return (Variant(None, prose(node)),)
    found = []
    for item in items(node):
        if isinstance(item, Mapping) and (body := scalar(item.get("text"))):
            found.append(Variant(condition(item.get("when")), prose(body)))
        elif isinstance(item, Scalar):
            found.append(Variant(None, prose(item)))
    return tuple(found)


def prose(node: Scalar) -> Prose:
    """The pieces of a text around its holes; it is set whole, for the spaces beside them."""
    pieces: list[str | Condition] = []
    first, *others = HOLE.split(wording(node))[::2]
    if first:
        pieces.append(first)
    end = 0
    for match, following in zip(HOLE.finditer(node.text), others, strict=True):
        expr, problems = parse(match[1])
        pieces.append(Condition(expr, node, match.start(1), problems))
        if following:
            pieces.append(following)
        end = match.end()
    rest = node.text[end:]
    if "{{" in rest:
        pieces.append(_unclosed(node, end + rest.index("{{")))
    return Prose(tuple(pieces), node.span)


def _unclosed(node: Scalar, start: int) -> Condition:
    problem = Problem(
        "condition-syntax",
        _("« {braces} » est ouvert et jamais fermé.").format(braces="{{"),
        Place(0, 2),
        _("Fermez par « {braces} ».").format(braces="}}"),
    )
    return Condition(Broken(Place(0, 2)), node, start, (problem,))


def prose_of(node: Mapping, key: str) -> Prose | None:
    """The text of that key, with its holes."""
    found = scalar(node.get(key))
    return prose(found) if found else None


def duration(node: Node | None) -> Duration | None:
    """`6 months`."""
    match = _matched(_DURATION, node)
    return Duration(int(match[1]), f"{match[2]}s") if match else None


def size(node: Node | None, default: int) -> int:
    """`10 MB` in bytes (SI: 1 MB is 1,000,000)."""
    match = _matched(_SIZE, node)
    return int(match[1]) * (1_000 if match[2] == "kB" else 1_000_000) if match else default


def file_count(node: Node | None) -> tuple[int, int]:
    """`1..5`, or `1`."""
    match = _matched(_FILES, node)
    if not match:
        return (1, 1)
    return int(match[1]), int(match[2] or match[1])


def _matched(pattern: re.Pattern[str], node: Node | None) -> re.Match[str] | None:
    found = scalar(node)
    return pattern.fullmatch(found.text) if found else None


def day(value: str) -> date | None:
    """A date AAAA-MM-JJ, or None."""
    return a_day(value)


def number(value: str) -> Decimal | None:
    """A decimal number, or None."""
    return Decimal(value) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value) else None


def key_spans(node: Mapping) -> dict[str, Span]:
    """Where each key stands."""
    return {entry.key.text: entry.key.span for entry in node.entries}


def value_spans(node: Mapping) -> dict[str, Span]:
    """Where each key's value stands."""
    return {entry.key.text: entry.value.span for entry in node.entries}


def by_id(read: Callable[[Entry, Mapping], T], node: Node | None) -> dict[str, T]:
    """Every definition of a section."""
    return {entry.key.text: read(entry, body) for entry, body in entries(node)}
