"""Questions, options, what the registry knows, legal figures."""

from __future__ import annotations

from collections.abc import Mapping as Values
from typing import Any

from ..fields.field_type import FieldType, Kind
from ..fields.registry import field_types
from ..source.tree import Entry, Mapping, Node, Scalar
from .definitions import Field, Option, Parameter
from .reading import (
    condition,
    day,
    entries,
    flag,
    mapping,
    number,
    raw,
    ref,
    text,
    texts,
    value_spans,
    wording,
)


def read_fields(section: Node | None) -> dict[str, Field]:
    """The section `fields:` or `registry:`."""
    return {entry.key.text: read_field(entry, body) for entry, body in entries(section)}


def read_field(entry: Entry, body: Mapping, owner: str = "") -> Field:
    """One question; owner is the group or list it is a part of."""
    name = f"{owner}.{entry.key.text}" if owner else entry.key.text
    type_name = raw(body, "type")
    type_ = field_types().get(type_name)
    return Field(
        id=name,
        span=entry.key.span,
        label=text(body, "label"),
        type=type_,
        type_name=type_name,
        help=text(body, "help"),
        known_from=ref(body.get("known_from")),
        optional=flag(body, "optional"),
        when=condition(body.get("when")),
        default=body.get("default"),
        example=raw(body, "example"),
        autocomplete=raw(body, "autocomplete"),
        options=read_options(body.get("options")),
        parts=_parts(body, name),
        values=_values(body, type_),
        spans=value_spans(body),
        law=texts(body, "law"),
        assumed=text(body, "assumed"),
    )


def _parts(body: Mapping, name: str) -> tuple[Field, ...]:
    section = mapping(body.get("fields")) or mapping(body.get("item"))
    return tuple(read_field(entry, part, name) for entry, part in entries(section))


def read_options(section: Node | None) -> tuple[Option, ...]:
    """`id: Libellé` or `id: {label, …}`."""
    if not isinstance(section, Mapping):
        return ()
    return tuple(_option(entry) for entry in section.entries)


def _option(entry: Entry) -> Option:
    match entry.value:
        case Scalar() as label:
            return Option(entry.key.text, entry.key.span, wording(label))
        case Mapping() as body:
            return Option(
                entry.key.text,
                entry.key.span,
                text(body, "label"),
                text(body, "text"),
                condition(body.get("when")),
                texts(body, "law"),
            )
        case _:
            return Option(entry.key.text, entry.key.span, "")


def _values(body: Mapping, type_: FieldType | None) -> Values[str, Any]:
    """The type's own keys as Python values; what has not the right shape is left out."""
    if type_ is None:
        return {}
    found = {
        key: _value(kind.kind, raw(body, key)) for key, kind in type_.keys.items() if raw(body, key)
    }
    return {key: value for key, value in found.items() if value is not None}


def _value(kind: Kind, value: str) -> Any:
    match kind:
        case Kind.INTEGER:
            found = number(value)
            return int(found) if found is not None else None
        case Kind.NUMBER:
            return number(value)
        case Kind.BOOLEAN:
            return value in ("true", "oui")
        case Kind.DAY:
            return value if value == "today" else day(value)
        case Kind.TEXT:
            return value
        case Kind.OPTIONS | Kind.FIELDS:
            return None


def read_parameter(entry: Entry, body: Mapping) -> Parameter:
    """One dated legal figure, its values by date."""
    values = mapping(body.get("values"))
    dated = []
    for value in values.entries if values else ():
        start = day(value.key.text)
        figure = number(value.value.text) if isinstance(value.value, Scalar) else None
        if start and figure is not None:
            dated.append((start, figure))
    return Parameter(
        entry.key.text,
        entry.key.span,
        text(body, "title"),
        tuple(sorted(dated)),
        texts(body, "law"),
        text(body, "assumed"),
    )
