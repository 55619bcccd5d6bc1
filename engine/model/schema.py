"""The published schema of a procedure file: the language's keys, and each field type's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..fields.field_type import FieldType, Key, Kind
from ..fields.registry import field_types
from ..source.files import resource
from ..source.wording import _, listed

BASE = "schemas/procedure.base.json"
PUBLISHED = "schemas/procedure.schema.json"
SCENARIO = "schemas/scenario.schema.json"

Schema = dict[str, Any]

COMPOSED = "Composed by engine/model/schema.py from procedure.base.json: run make schemas."

WIDTH = 100

FIELD = "field_"
"""What begins the name of a definition: a question of that type."""

SHAPES = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.TEXT: "text",
    Kind.DAY: "day",
    Kind.OPTIONS: "options",
    Kind.FIELDS: "parts",
}
"""What an option key holds, as the definition of the base schema that says so."""


def published() -> str:
    """The text of `schemas/procedure.schema.json`, for editors; `make schemas` writes it."""
    return written(procedure_schema())


def procedure_schema() -> Schema:
    """The base schema with every type of field in it, those of other packages included."""
    return compose(json.loads(resource(BASE)), field_types().values())


def scenario_schema() -> Schema:
    """The schema of a scenario file, written by hand."""
    schema: Schema = json.loads(resource(SCENARIO))
    return schema


def compose(base: Schema, types: Iterable[FieldType]) -> Schema:
    """The base with the names of the types, and for each one the keys that its questions have."""
    by_name = {type_.name: type_ for type_ in sorted(types, key=lambda type_: type_.name)}
    simple = {name: type_ for name, type_ in by_name.items() if not _has_parts(type_)}
    definitions = dict(base["$defs"])
    question = definitions["typed_field"]
    definitions["typed_field"] = _choosing(question, by_name)
    definitions["part_field"] = _choosing(definitions["part_field"], simple)
    definitions["type_name"] = {"enum": list(by_name)}
    definitions["part_type_name"] = {"enum": list(simple)}
    purposes = {purpose for type_ in by_name.values() for purpose in type_.purposes}
    definitions["autocomplete"] = {"enum": sorted(purposes), "examples": ["family-name"]}
    definitions |= {f"{FIELD}{name}": _field_of(type_, question) for name, type_ in by_name.items()}
    return {"$comment": COMPOSED, **base, "$defs": definitions}


def _has_parts(type_: FieldType) -> bool:
    """Groups and lists, which do not nest."""
    return any(key.kind is Kind.FIELDS for key in type_.keys.values())


def _choosing(definition: Schema, types: Mapping[str, FieldType]) -> Schema:
    """`type` decides which keys a question may have."""
    properties = definition["properties"]
    titles = listed(f"{name} ({type_.title})" for name, type_ in types.items())
    told = _("{what} Types : {types}.").format(what=properties["type"]["description"], types=titles)
    cases = [
        {
            "if": {"required": ["type"], "properties": {"type": {"enum": [name]}}},
            "then": {"$ref": f"#/$defs/{FIELD}{name}"},
        }
        for name in types
    ]
    choice = {"type": {**properties["type"], "description": told}}
    return {**definition, "properties": {**properties, **choice}, "allOf": cases}


def _field_of(type_: FieldType, typed_field: Schema) -> Schema:
    """A question of one type: the keys of all questions, then the type's own."""
    shared = {
        key: {"$ref": f"#/$defs/typed_field/properties/{key}"} for key in typed_field["properties"]
    }
    own = {name: _property(key) for name, key in type_.keys.items()}
    required = [name for name, key in type_.keys.items() if key.required]
    return {
        "title": _("Question de type « {type} »").format(type=type_.name),
        "type": "object",
        **({"required": required} if required else {}),
        "properties": {**shared, **own},
        "additionalProperties": False,
    }


def _property(key: Key) -> Schema:
    return {"description": key.help, "$ref": f"#/$defs/{SHAPES[key.kind]}"}


def written(schema: Schema) -> str:
    """The schema as committed: what fits on a line stays on it, so that people can read it."""
    return f"{_written(schema, '', 0)}\n"


def _written(value: Any, margin: str, taken: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(margin) + taken + len(line) < WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = f"{margin}  "
    if isinstance(value, list):
        rows = [inner + _written(item, inner, 1) for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{margin}]"
    rows = []
    for key, item in value.items():
        name = f"{json.dumps(key, ensure_ascii=False)}: "
        rows.append(inner + name + _written(item, inner, len(name) + 1))
    return "{\n" + ",\n".join(rows) + f"\n{margin}}}"
