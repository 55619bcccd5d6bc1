"""The published schemas: well formed, fresh, explained, and of one mind with `validate`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from parcours.engine.model.schema import (
    PUBLISHED,
    SCENARIO,
    Schema,
    published,
    scenario_schema,
    written,
)
from parcours.engine.model.structure import check_structure, kind_of
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.engine.source.tree import Mapping as TreeMapping
from parcours.engine.source.tree import plain

FILES = ("schemas/procedure.base.json", PUBLISHED, SCENARIO)
FINISHED = (PUBLISHED, SCENARIO)


def loaded(root: Path, name: str) -> Schema:
    schema: Schema = json.loads((root / name).read_text(encoding="utf-8"))
    return schema


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema within, the examples excepted."""
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            if key not in ("examples", "enum", "required"):
                yield from subschemas(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from subschemas(item)


def properties(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Every key that some definition lists, with what it holds."""
    for name, definition in schema["$defs"].items():
        for key, value in definition.get("properties", {}).items():
            yield f"{name}.{key}", value


def followed(root: Schema, schema: Any) -> Iterator[dict[str, Any]]:
    """A schema, what it refers to, and so on."""
    while isinstance(schema, dict):
        yield schema
        if "$ref" not in schema:
            return
        steps = schema["$ref"].removeprefix("#/").split("/")
        schema = root
        for step in steps:
            schema = schema[step]


def described(root: Schema, schema: Any) -> bool:
    """Whether editors have a French help to show for that key."""
    return any(found.get("description") for found in followed(root, schema))


@pytest.mark.parametrize("name", FILES)
def test_the_schema_is_one(root: Path, name: str) -> None:
    Draft202012Validator.check_schema(loaded(root, name))


def test_the_published_schema_is_fresh(root: Path) -> None:
    assert (root / PUBLISHED).read_text(encoding="utf-8") == published(), "run: make schemas"


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_laid_out(root: Path, name: str) -> None:
    assert (root / name).read_text(encoding="utf-8") == written(loaded(root, name))


@pytest.mark.parametrize("name", FINISHED)
def test_every_key_is_described(root: Path, name: str) -> None:
    schema = loaded(root, name)
    silent = [
        key
        for key, value in properties(schema)
        if value is not False and not described(schema, value)
    ]
    assert silent == []


def test_control_described() -> None:
    root: Schema = {"$defs": {"a": {"type": "string"}, "b": {"description": "Oui."}}}
    assert not described(root, {"$ref": "#/$defs/a"})
    assert described(root, {"$ref": "#/$defs/b"})
    assert described(root, {"description": "Non.", "$ref": "#/$defs/a"})


@pytest.mark.parametrize("name", FINISHED)
def test_only_known_keywords_discriminate(root: Path, name: str) -> None:
    for schema in subschemas(loaded(root, name)["$defs"]):
        assert not schema.keys() & {"oneOf", "anyOf", "not", "const", "unevaluatedProperties"}


@pytest.mark.parametrize("name", FINISHED)
def test_unknown_keys_are_refused_everywhere(root: Path, name: str) -> None:
    definitions = loaded(root, name)["$defs"]
    open_ones = [
        name
        for name, definition in definitions.items()
        if "properties" in definition
        and definition.get("additionalProperties") is not False
        and not {"allOf", "$ref"} & definition.keys()
    ]
    assert open_ones == []


@pytest.mark.parametrize("name", FINISHED)
def test_what_is_required_is_listed(root: Path, name: str) -> None:
    for definition in subschemas(loaded(root, name)["$defs"]):
        if "properties" in definition:
            assert set(definition.get("required", ())) <= definition["properties"].keys()


@pytest.mark.parametrize("name", FINISHED)
def test_null_is_never_accepted(root: Path, name: str) -> None:
    schema = loaded(root, name)
    for name_ in schema["$defs"]:
        rule = {"$defs": schema["$defs"], "$ref": f"#/$defs/{name_}"}
        assert not Draft202012Validator(rule).is_valid(None), name_


@pytest.mark.parametrize("name", FINISHED)
def test_every_example_is_right(root: Path, name: str) -> None:
    schema = loaded(root, name)
    for found in subschemas(schema):
        rule = {key: value for key, value in found.items() if key != "examples"}
        validator = Draft202012Validator({"$defs": schema["$defs"], **rule})
        for example in found.get("examples", ()):
            assert [error.message for error in validator.iter_errors(example)] == []


# What an editor does: YAML 1.2's core schema types the scalars, then JSON Schema judges.


def as_in_an_editor(text: str) -> Any:
    """The data that a YAML 1.2 parser gives."""
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    return _typed(node)


def _typed(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_typed(item) for item in node.value]
    return node.value if node.style else _core(node.value)


def _core(text: str) -> Any:
    """The core schema of YAML 1.2: null, booleans, integers and floats; all else is text."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def seen_in_an_editor(root: Path, name: str, text: str) -> set[tuple[str | int, ...]]:
    """The places that an editor underlines."""
    validator = Draft202012Validator(loaded(root, name))
    return {tuple(error.absolute_path) for error in validator.iter_errors(as_in_an_editor(text))}


RIGHT = """\
procedure: sejour
version: 2026.1
title: 2026
law: [CESEDA L. 424-1]
drafts: 90 days
parameters:
  timbre: {title: Droit de timbre, values: {2021-05-01: 25, 2026-03-01: 50.5}}
fields:
  nom: {label: Nom, known_from: registry.nom, optional: true}
  code_postal: {label: Code postal, type: postal_code, example: 01000, optional: oui}
  enfants:
    label: Enfants
    type: list
    min: 1
    item:
      naissance: {label: Naissance, type: date, before: today, after: 2000-01-01, partial: non}
  choix:
    label: Votre choix
    type: choice
    default: 1
    options: {oui: Oui, non: {label: 12, when: answered(nom)}}
documents:
  photo: {title: Photo, accept: [pdf], max_size: 10 MB, files: 1, max_age: 6 months}
  bail: {title: Bail, files: 1..5, any_of: {a: {title: A}}}
flow:
  - screen: accueil
    announce: documents
  - step: questions
    title: Questions
    screens:
      - {screen: depot, fields: [nom], attest: all, submit: {title: Déposer}}
deliverables:
  recu:
    title: Reçu
    template: receipt
    text: [{when: answered(nom), text: Oui}, {text: 3}]
    seal: {standard: 2d-doc, type: 13, values: {62: nom, 6J: "'2'"}}
"""

WRONG = """\
procedure: sejour
version: 2026.1
title:
flow:
  - screen: accueil
    anounce: documents
    fields: nom
  - step: questions
    screens: [{screen: Dépôt}]
fields:
  nom: {label: Nom, type: text, options: {a: A}}
  age: {label: Âge, type: entier}
  connu: {known_from: registry.nom, type: text}
  date: {label: Date, type: date, before: 02/11/2026, partial: peut-être}
documents:
  bail: {title: Bail, files: 0, any_of: {a: {title: A}}, code: text}
"""


def test_an_editor_accepts_a_right_procedure(root: Path) -> None:
    assert seen_in_an_editor(root, PUBLISHED, RIGHT) == set()
    assert checked(RIGHT) == set()


def test_an_editor_underlines_what_validate_refuses(root: Path) -> None:
    expected = {
        ("title",),
        ("flow", 0),
        ("flow", 0, "fields"),
        ("flow", 1),
        ("flow", 1, "screens", 0, "screen"),
        ("fields", "nom"),
        ("fields", "age", "type"),
        ("fields", "connu"),
        ("fields", "date", "before"),
        ("fields", "date", "partial"),
        ("documents", "bail", "files"),
        ("documents", "bail"),  # jsonschema points at the owner of a key that is never right
    }
    assert seen_in_an_editor(root, PUBLISHED, WRONG) == expected
    tree, _ = parse(source("x.yaml", WRONG))
    assert tree is not None
    lines = {diagnostic.span.line for diagnostic in check_structure(tree, "procedure").diagnostics}
    assert lines == {3, 6, 7, 8, 9, 11, 12, 13, 14, 16}


def checked(text: str) -> set[str]:
    """The rules that `validate` says are broken."""
    tree, _ = parse(source("x.yaml", text))
    assert tree is not None
    return {found.rule for found in check_structure(tree, kind_of(tree) or "").diagnostics}


def shipped(root: Path) -> list[Path]:
    return sorted((root / "procedures").rglob("*.yaml"))


def test_an_editor_accepts_the_shipped_files(root: Path) -> None:
    for path in shipped(root):
        text = path.read_text(encoding="utf-8")
        name = SCENARIO if "scenarios" in path.parts else PUBLISHED
        assert seen_in_an_editor(root, name, text) == set(), path


def test_validate_accepts_the_shipped_files(root: Path) -> None:
    for path in shipped(root):
        assert checked(path.read_text(encoding="utf-8")) == set(), path


def test_the_tree_and_the_editor_agree_on_what_is_written() -> None:
    tree, _ = parse(source("x.yaml", RIGHT))
    assert isinstance(tree, TreeMapping)
    data = plain(tree)
    assert isinstance(data, dict)
    assert data.keys() == as_in_an_editor(RIGHT).keys()


def test_the_scenario_schema_is_the_committed_one(root: Path) -> None:
    assert scenario_schema() == loaded(root, SCENARIO)
