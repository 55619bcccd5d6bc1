"""Values of the wrong shape or form, empty or missing, and what their author surely meant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..source.inside import part
from ..source.position import Span
from ..source.tree import Entry, Mapping, Node, Scalar, Sequence, Style, plain
from ..source.wording import _
from .schema import FIELD
from .schema_ready import ACCEPTS, DEFINITION
from .schema_validator import keys_of_definitions
from .structure_edit import Drop, Edit, Put
from .structure_fault import Fault, Spot, example, example_item, quotable
from .structure_sample import LONGEST, sample, shown
from .structure_values import ascii_id, form_of, words_form
from .structure_words import expected, found


def wrong_shape(spot: Spot, schema: Any) -> Fault:
    """A text where a list is expected, and the like; nothing at all is a missing value."""
    node = spot.node
    if isinstance(node, Scalar) and node.is_null:
        return missing_value(spot, schema)
    what = expected(schema.get(DEFINITION, ""), _types(schema), _words(schema))
    if not spot.path:
        message = _("Ce fichier doit être {expected}, et non {found}.").format(
            expected=what, found=found(node)
        )
    elif spot.is_item:
        message = _("Chaque élément de « {key} » doit être {expected}, et non {found}.").format(
            key=spot.name, expected=what, found=found(node)
        )
    else:
        message = _("« {key} » attend {expected}, et non {found}.").format(
            key=quotable(spot.name), expected=what, found=found(node)
        )
    edit = _reshaped(spot, schema)
    return spot.fault("wrong-shape", message, _as_written(spot, schema, edit), _visible(node), edit)


def missing_value(spot: Spot, schema: Any) -> Fault:
    """A key with nothing after it, an item with nothing in it, an empty text."""
    edit: Edit = Put(Mapping((), spot.node.span)) if "object" in _types(schema) else Drop()
    if spot.is_item:
        message = _("Cet élément de « {key} » est vide.").format(key=spot.name)
        return spot.fault(
            "missing-value", message, _("Écrivez-le, ou supprimez-le."), spot.node.span, edit
        )
    message = _("« {key} » n'a pas de valeur.").format(key=quotable(spot.name))
    cure = _("Donnez-lui une valeur, par exemple : {example}").format(
        example=example(spot.name, schema)
    )
    return spot.fault("missing-value", message, cure, spot.key_span, edit)


def empty(spot: Spot, schema: Any) -> Fault:
    """A list or a block that must hold something."""
    rule = "empty-options" if schema.get(DEFINITION) == "options" else "empty"
    message = _("« {key} » est vide.").format(key=quotable(spot.name))
    cure = _("Écrivez au moins un élément, par exemple : {example}").format(
        example=example(spot.name, schema)
    )
    fault = spot.fault(rule, message, cure, spot.key_span)
    return replace(fault, about=(spot.node.span, ""))


def bad_value(spot: Spot, schema: Any) -> Fault:
    """A text that is not one of a few words, or has not the expected form."""
    node = spot.node
    if not isinstance(node, Scalar) or node.is_null:
        return wrong_shape(spot, schema)
    definition, value = schema.get(DEFINITION, ""), quotable(node.text)
    form = words_form(_words(schema)) if "enum" in schema else form_of(definition)
    message = _special(definition, node.text) or form.message.format(value=value, key=spot.name)
    if _is_nested(definition, node.text):
        return spot.fault("bad-value", message, _UNNEST, _visible(node), Drop())
    meant = form.meant(node.text)
    if meant and schema[ACCEPTS](meant) and meant != node.text:
        cure = _("Vouliez-vous « {value} » ?").format(value=meant)
        return spot.fault(
            "bad-value", message, cure, _visible(node), Put(replace(node, text=meant))
        )
    cure = form.help.format(value=value)
    edit: Edit = Put(Sequence((node,), node.span)) if definition == "all_or_names" else Drop()
    return spot.fault("bad-value", message, cure, _visible(node), edit)


_UNNEST = _("Faites-en une question à part, dans « fields ».")


def _is_nested(definition: str, value: str) -> bool:
    """A group in a group: a type that exists, but not there."""
    return definition == "part_type_name" and f"{FIELD}{value}" in keys_of_definitions("procedure")


def _special(definition: str, value: str) -> str | None:
    if _is_nested(definition, value):
        return _("Un groupe ou une liste ne contient pas de champ de type « {type} ».").format(
            type=value
        )
    if definition in ("type_name", "part_type_name"):
        return _("Le type « {value} » n'existe pas.").format(value=quotable(value))
    return None


def _types(schema: Any) -> tuple[str, ...]:
    types = schema.get("type", "string")
    return (types,) if isinstance(types, str) else tuple(types)


def _words(schema: Any) -> tuple[str, ...]:
    return tuple(word for word in schema.get("enum", ()) if isinstance(word, str))


def _visible(node: Node) -> Span:
    """A long value is shown by its beginning."""
    return node.span if node.span.line == node.span.end_line else node.span.first()


def _reshaped(spot: Spot, schema: Any) -> Edit:
    """The value in the expected shape where that is plain, else an empty block, else nothing."""
    node, types = spot.node, _types(schema)
    items = schema.get("items", {})
    if "array" in types and isinstance(node, Scalar) and ACCEPTS in items:
        return Put(Sequence(_split(node, items), node.span))
    if "array" in types and isinstance(node, Mapping) and "object" in _types(items):
        return Put(Sequence((node,), node.span))
    if "object" not in types:
        is_one = (
            isinstance(node, Sequence)
            and len(node.items) == 1
            and isinstance(node.items[0], Scalar)
        )
        return Put(node.items[0]) if is_one and isinstance(node, Sequence) else Drop()
    if isinstance(node, Scalar) and schema.get(DEFINITION) in ("flow_item", "placed_screen"):
        return Put(Mapping((Entry(Scalar("screen", node.span), node),), node.span))
    if isinstance(node, Sequence) and (merged := _merged(node)):
        return Put(merged)
    if isinstance(node, Sequence) and schema.get(DEFINITION) == "options":
        return Put(_labelled(node))
    return Put(Mapping((), node.span))


def _split(node: Scalar, items: Any) -> tuple[Scalar, ...]:
    """« nom, prenoms » was meant as two names; « PDF, JPG », as `pdf` and `jpeg`."""
    if node.style != Style.PLAIN:
        return (node,)
    words = list(_WORD.finditer(node.text))
    by_blank = [match for match in _TOKEN.finditer(node.text) if match[0] not in _BULLETS]
    is_names = items.get(DEFINITION) == "name" or "enum" in items
    if len(words) == 1 and is_names and all(map(_NAME.fullmatch, (it[0] for it in by_blank))):
        words = by_blank
    return tuple(_item(node, match, items) for match in words) or (node,)


_WORD = re.compile(r"[^,;\s](?:[^,;]*[^,;\s])?")
_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_BULLETS = frozenset("\u2013\u2014\u2022\u2212*")


def _item(node: Scalar, match: re.Match[str], items: Any) -> Scalar:
    text = match[0]
    if "enum" in items and not items[ACCEPTS](text):
        text = words_form(_words(items)).meant(text) or text
    return replace(node, text=text, span=part(node, match.start(), match.end()))


def _labelled(node: Sequence) -> Mapping:
    """`[France, Ailleurs]` was meant as two options with their labels."""
    entries: dict[str, Entry] = {}
    for item in node.items:
        if isinstance(item, Scalar) and (name := ascii_id(item.text)):
            entries.setdefault(name, Entry(replace(item, text=name), item))
    return Mapping(tuple(entries.values()), node.span)


def _merged(node: Sequence) -> Mapping | None:
    """A list of blocks where one block was expected: their keys together, each once."""
    entries: dict[str, Entry] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            return None
        for entry in item.entries:
            entries.setdefault(entry.key.text, entry)
    return Mapping(tuple(entries.values()), node.span)


def _as_written(spot: Spot, schema: Any, edit: Edit) -> str:
    """The author's own text in the right shape, if it is short, else an example."""
    meant = plain(edit.node) if isinstance(edit, Put) else None
    written = f"- {shown(meant)}" if spot.is_item else sample(spot.name, meant)
    if meant and len(written) <= LONGEST:
        return _("Écrivez : {example}").format(example=written)
    right = example_item(schema) if spot.is_item else example(spot.name, schema)
    return _("Écrivez par exemple : {example}").format(example=right)
