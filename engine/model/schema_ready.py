"""The schema made ready to judge files quickly: references resolved and choices made once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .schema import FIELD, Schema

ANNOTATIONS = {"title", "description", "examples"}
DEFINITION = "x-definition"
"""The name that a definition has in the published schema."""
ACCEPTS = "x-accepts"
"""For a scalar: the function that says whether a text is right."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A published schema, and its definitions made ready: they are shared, never changed."""

    root: Schema
    known: dict[str, Schema] = field(default_factory=dict)

    def referred(self, reference: str) -> Schema:
        """What `#/$defs/x` or `#/$defs/x/properties/y` leads to."""
        if reference not in self.known:
            path = reference.removeprefix("#/").split("/")
            found: Any = self.root
            for part in path:
                found = found[part]
            name = {DEFINITION: path[1]} if len(path) == 2 else {}
            self.known[reference] = {**name, **self.ready(found)}
        return self.known[reference]

    def ready(self, schema: Any) -> Any:
        """The same schema in the keywords of `schema_validator`."""
        if isinstance(schema, bool):
            return schema
        own = {key: value for key, value in schema.items() if key != "$ref"}
        if "$ref" in schema and own.keys() <= ANNOTATIONS:
            return {**self.referred(schema["$ref"]), **own}
        made = {key: self._keyword(key, value) for key, value in own.items()}
        if "$ref" in schema:
            made["also"] = self.referred(schema["$ref"])
        if "if" in made:
            made |= _choice(made.pop("if"), made.pop("then", None), made.pop("else"))
        if "allOf" in made:
            made |= self._table(made, made.pop("allOf"))
        accepts = _accepts(made)
        return {**made, ACCEPTS: accepts} if accepts else made

    def _keyword(self, key: str, value: Any) -> Any:
        if key in ("items", "additionalProperties", "propertyNames", "then", "else"):
            return self.ready(value)
        if key in ("properties", "dependentSchemas"):
            return {name: self.ready(schema) for name, schema in value.items()}
        return value

    def _table(self, made: Schema, cases: list[Schema]) -> Schema:
        """`allOf` of « if this key has this value »: one look in a table."""
        key = cases[0]["if"]["required"][0]
        table = {
            case["if"]["properties"][key]["enum"][0]: self.ready(case["then"]) for case in cases
        }
        return {
            "switch": (key, table, self._any_case(made["properties"])),
            "properties": {key: made["properties"][key]},
        }

    def _any_case(self, properties: Schema) -> Schema:
        """For a question whose type is missing or unknown: the keys of all types."""
        definitions = self.root["$defs"]
        questions = [definitions[name] for name in definitions if name.startswith(FIELD)]
        keys = sorted({key for question in questions for key in question["properties"]})
        every = {**dict.fromkeys(keys, True), **properties}
        return {DEFINITION: "field", "properties": every, "additionalProperties": False}


def _choice(condition: Schema, then: Schema | None, otherwise: Schema) -> Schema:
    """« If this key is there » : what holds then, or the key that is required otherwise."""
    key = condition["required"][0]
    if then is None:
        return {"unless": (key, otherwise["required"][0])}
    rest = otherwise.get("choose", ((otherwise.get("required", [""])[0], otherwise),))
    return {"choose": ((key, then), *rest)}


def _accepts(schema: Schema) -> Callable[[str], object] | None:
    """A scalar is mostly right: one call says so, without a walk."""
    if "enum" in schema:
        return frozenset(word for word in schema["enum"] if isinstance(word, str)).__contains__
    if "string" not in schema.get("type", ()):
        return None
    if "pattern" in schema:
        return re.compile(schema["pattern"]).fullmatch
    return len if "minLength" in schema else _anything


def _anything(_text: str) -> bool:
    return True
