"""Every text of the files that people read, where it stands, and whether `{{ … }}` is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..model.schema import procedure_schema
from ..source.tree import Mapping, Node, Scalar, Sequence
from ..source.wording import _

UNSAID = frozenset({"example", "type"})
"""Texts by their shape only: an answer as it is typed, the number of a seal."""
BY_ID = frozenset({"options", "glossary"})
"""Sections in which `id: Libellé` is a text too; none has holes."""

FILLED = {
    "documents": frozenset({"title"}),
    "notices": frozenset({"title", "text", "mail"}),
    "attestations": frozenset({"text"}),
    "deliverables": frozenset({"text"}),
    "ends": frozenset({"text"}),
    "examination": frozenset({"text"}),
    "screens": frozenset({"title", "text", "else"}),
    "flow": frozenset({"title", "text", "else"}),
}
"""By section, the keys whose texts have holes (language, §7); submit and step titles have none."""

NAMED = {
    "actions": _("action"),
    "all_of": _("élément"),
    "any_of": _("élément"),
    "attestations": _("attestation"),
    "clocks": _("délai"),
    "deliverables": _("document délivré"),
    "documents": _("document"),
    "ends": _("fin"),
    "fields": _("question"),
    "glossary": _("sigle"),
    "item": _("colonne"),
    "notices": _("message"),
    "options": _("option"),
    "parameters": _("paramètre"),
    "registry": _("information du registre"),
    "screens": _("écran"),
    "states": _("état"),
    "variants": _("variante"),
}
"""What each id of a section names."""
ITEMS = {"screen": _("écran"), "step": _("étape")}
"""What a key of an item names it by."""

Trail = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as written. `place` says where it stands, in words: « question nom », « label »."""

    scalar: Scalar
    is_filled: bool
    place: Trail


@cache
def texts() -> frozenset[str]:
    """The keys that hold a text for people, as the schema says."""
    shapes = ("#/$defs/text", "#/$defs/said")
    keys = (
        key
        for definition in procedure_schema()["$defs"].values()
        for key, value in definition.get("properties", {}).items()
        if value and value.get("$ref") in shapes
    )
    return frozenset(keys) - UNSAID


def wordings(tree: Mapping) -> Iterator[Wording]:
    """In file order."""
    named = tree.get("procedure")
    trail = (named.text,) if isinstance(named, Scalar) else ()
    for entry in tree.entries:
        filled = FILLED.get(entry.key.text, frozenset())
        yield from _entry(entry.key.text, entry.value, filled, trail)


def _below(node: Node, filled: frozenset[str], trail: Trail) -> Iterator[Wording]:
    match node:
        case Mapping():
            inside = filled - {"title"} if node.entry("step") else filled
            own = tuple(
                f"{word} {name.text}"
                for key, word in ITEMS.items()
                if isinstance(name := node.get(key), Scalar)
            )
            for entry in node.entries:
                yield from _entry(entry.key.text, entry.value, inside, trail + own)
        case Sequence():
            for item in node.items:
                yield from _below(item, filled, trail)


def _entry(key: str, value: Node, filled: frozenset[str], trail: Trail) -> Iterator[Wording]:
    if isinstance(value, Scalar):
        if key in texts():
            last = () if trail[-1:] == (key,) else (key,)
            yield Wording(value, key in filled, trail + last)
    elif key in NAMED and isinstance(value, Mapping):
        for entry in value.entries:
            yield from _named(key, entry.key.text, entry.value, filled, trail)
    elif key == "screens" and isinstance(value, Sequence):
        yield from _below(value, FILLED["flow"], trail)
    elif key == "flow":
        yield from _below(value, filled, trail)
    elif key != "default":  # an answer, whatever its parts are called
        inside = filled - {"title"} if key == "submit" else filled
        yield from _below(value, inside, (*trail, key) if key != "examination" else trail)


def _named(
    section: str, name: str, value: Node, filled: frozenset[str], trail: Trail
) -> Iterator[Wording]:
    place = (*trail, f"{NAMED[section]} {name}")
    if isinstance(value, Scalar):
        if section in BY_ID:
            yield Wording(value, is_filled=False, place=place)
    else:
        yield from _below(value, filled, place)
