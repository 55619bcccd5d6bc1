"""Judging a file by its schema: jsonschema, with quicker keywords of our own.

A scalar whose definition asks only for some text is accepted without a walk, and the choice of a
definition by one key is a look in a table. The tests hold that jsonschema alone, reading the
published schema, accepts the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from .schema import procedure_schema, scenario_schema
from .schema_ready import ACCEPTS, Ready

Errors = Iterator[ValidationError]


def complaints(kind: str, instance: object) -> Errors:
    """What is wrong with the data of a file of that kind: procedure, part or scenario."""
    found: Errors = _validator(kind).iter_errors(instance)
    return found


@lru_cache(maxsize=3)
def keys_of_definitions(kind: str) -> Mapping[str, frozenset[str]]:
    """The keys that each definition of that schema lists, for saying where a key belongs."""
    return {
        name: frozenset(
            key for key, value in definition["properties"].items() if value is not False
        )
        for name, definition in _ready(kind == "scenario").root["$defs"].items()
        if "properties" in definition
    }


@lru_cache(maxsize=3)
def _validator(kind: str) -> Any:
    return _Quick(_ready(kind == "scenario").referred(f"#/$defs/{kind}"))


@lru_cache(maxsize=2)
def _ready(is_scenario: bool) -> Ready:
    return Ready(scenario_schema() if is_scenario else procedure_schema())


def _below(validator: Any, value: Any, schema: Any, step: str | int) -> Errors:
    if type(value) is str and (accepts := schema.get(ACCEPTS)) and accepts(value):
        return
    yield from validator.descend(value, schema, path=step, schema_path=step)


def _properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for key, value in instance.items():
        below = properties.get(key, True)
        if below is False:
            error = f"{key} is not for here"
            yield ValidationError(error, path=[key], validator="forbidden", schema=schema)
        elif below is not True:
            yield from _below(validator, value, below, key)


def _additional(validator: Any, additional: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", ())
    for key, value in instance.items():
        if key in known:
            continue
        if additional is False:
            yield ValidationError(f"{key} is not a key", path=[key])
        else:
            yield from _below(validator, value, additional, key)


def _items(validator: Any, items: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, list):
        for index, value in enumerate(instance):
            yield from _below(validator, value, items, index)


def _names(_validator: Any, names: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        accepts = names[ACCEPTS]
        for key in instance:
            if not accepts(key):
                yield ValidationError(f"{key} is no name", path=[key], instance=key, schema=names)


def _required(_validator: Any, required: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                yield ValidationError(f"{key} is missing", validator_value=key)


def _unless(_validator: Any, keys: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict) and not any(key in instance for key in keys):
        yield ValidationError(f"one of {keys} is missing")


def _pattern(_validator: Any, pattern: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str) and not schema[ACCEPTS](instance):
        yield ValidationError(f"{instance} has not the form {pattern}")


def _dependent(validator: Any, schemas: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key in schemas:
            if key in instance:
                yield from validator.descend(instance, schemas[key], schema_path=key)


def _also(validator: Any, other: Any, instance: Any, _schema: Any) -> Errors:
    yield from validator.descend(instance, other)


def _choose(validator: Any, alternatives: Any, instance: Any, _schema: Any) -> Errors:
    """The first alternative whose key is there; failing that, the one that knows most keys."""
    if isinstance(instance, dict):
        found = next((chosen for key, chosen in alternatives if key in instance), None)
        yield from validator.descend(instance, found or _likeliest(alternatives, instance))


def _likeliest(alternatives: Any, instance: Any) -> Any:
    def known(alternative: Any) -> int:
        every = alternative.get("switch", ("", {}, alternative))[2]
        return len(instance.keys() & every.get("properties", {}).keys())

    return max(reversed([chosen for _key, chosen in alternatives]), key=known)


def _switch(validator: Any, switch: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        key, table, otherwise = switch
        value = instance.get(key)
        case = table.get(value, otherwise) if isinstance(value, str) else otherwise
        yield from validator.descend(instance, case)


_KEYWORDS = {
    "additionalProperties": _additional,
    "also": _also,
    "choose": _choose,
    "dependentSchemas": _dependent,
    "items": _items,
    "pattern": _pattern,
    "properties": _properties,
    "propertyNames": _names,
    "required": _required,
    "switch": _switch,
    "unless": _unless,
}
_Quick = extend(Draft202012Validator, _KEYWORDS)  # type: ignore[no-untyped-call]
