"""Whether a file is made of the keys the language knows, each holding what it should."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from jsonschema.exceptions import ValidationError

from ..source.diagnostic import Diagnostic, in_order
from ..source.position import Span
from ..source.suggest import nearest
from ..source.tree import Mapping, Node, Path, Scalar, at, plain, scalars
from ..source.wording import _
from .schema_validator import complaints, keys_of_definitions
from .structure_edit import Drop, Edit, Put, Rename, edited
from .structure_fault import Fault, Spot
from .structure_keys import bad_name, exclusive_key, misplaced_key, missing_key, unknown_key
from .structure_moves import moves
from .structure_shapes import bad_value, empty, missing_value, wrong_shape
from .structure_words import found

PROCEDURE, PART, SCENARIO = "procedure", "part", "scenario"
KINDS = (PROCEDURE, PART, SCENARIO)

MOST_TOLD = 100
"""More than this are not read by anybody; the rest is announced in one sentence."""
MOST_FAULTS = 500
"""More than this is another kind of file; its tree is then not read at all."""

Hushed = set[tuple[Span, str]]
ALL = "*"
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """What is wrong, and the tree with what is wrong repaired as meant, or left out.

    The tree satisfies the schema, but for keys that are missing and ids that are misspelt.
    """

    diagnostics: tuple[Diagnostic, ...]
    tree: Node


def check_structure(tree: Node, kind: str) -> Structure:
    """Every fault once; repairs are made and judged again until only what is missing remains."""
    if kind not in KINDS:
        return Structure((_unknown_file(tree),), Mapping((), tree.span))
    reported: list[Diagnostic] = []
    hushed: Hushed = set()
    while True:
        errors = tuple(islice(complaints(kind, plain(tree)), MOST_FAULTS + 1))
        if moved := moves(errors, tree, kind):
            reported += [fault.diagnostic for fault in moved]
            tree = edited(tree, {fault.path: fault.edit for fault in moved if fault.edit})
            continue
        faults = _faults(errors, tree, kind)
        if len(faults) > MOST_FAULTS:
            reported += [fault.diagnostic for fault in faults]
            return Structure(_told(reported), Scalar("", tree.span))
        edits = _distinct({fault.path: fault.edit for fault in faults if fault.edit})
        if not edits:
            reported += [fault.diagnostic for fault in faults if not _is_hushed(fault, hushed)]
            return Structure(_told(reported), _respelt(tree, faults))
        reported += [fault.diagnostic for fault in faults if fault.edit]
        for path, edit in edits.items():
            hushed |= _hushed_by(tree, path, edit)
        tree = edited(tree, edits)


def _respelt(tree: Node, faults: list[Fault]) -> Node:
    """A misspelt id takes its right spelling where the rest of the file uses that, and only it."""
    misspelt = [fault for fault in faults if fault.meant]
    if not misspelt:
        return tree
    used = {word for node in scalars(tree) for word in re.findall(r"[\w-]+", node.text)}
    edits: dict[Path, Edit] = {
        fault.path: Rename(fault.meant)
        for fault in misspelt
        if fault.meant and fault.meant in used and fault.path[-1] not in used
    }
    return edited(tree, _distinct(edits))


def _told(reported: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The first ones, and where the others begin."""
    every = in_order(reported)
    if len(every) <= MOST_TOLD:
        return every
    cut = every[MOST_TOLD]
    message = _("… et d'autres fautes, à partir d'ici : {count} en tout.").format(count=len(every))
    help_ = _("Corrigez d'abord celles qui précèdent.")
    return (*every[:MOST_TOLD], replace(cut, message=message, help=help_, related=()))


def _distinct(edits: dict[Path, Edit]) -> dict[Path, Edit]:
    """Two keys may have been meant for the same one: the second is left out."""
    found: dict[Path, Edit] = {}
    taken: set[Path] = set()
    for path, edit in edits.items():
        meant = (*path[:-1], edit.key) if isinstance(edit, Rename) else None
        found[path] = Drop() if meant in taken else edit
        taken |= {meant} if meant else set()
    return found


def kind_of(tree: Node) -> str | None:
    """By its first-level keys, even misspelt; None when nothing in it says what it is."""
    if not isinstance(tree, Mapping):
        return None
    keys = set(tree.keys())
    if SCENARIO in keys or _is_near(SCENARIO, keys):
        return SCENARIO
    own = keys_of_definitions(PROCEDURE)
    told = keys_of_definitions(SCENARIO)[SCENARIO]
    if "expect" in keys or len(keys & set(told)) > len(keys & set(own[PROCEDURE])):
        return SCENARIO
    if PROCEDURE in keys or "flow" in keys or _is_near(PROCEDURE, keys):
        return PROCEDURE
    return PART if not keys or any(_is_near(key, keys) for key in own[PART]) else None


def _is_near(word: str, keys: set[str]) -> bool:
    return word in keys or any(nearest(key, (word,)) for key in keys)


def _faults(errors: tuple[ValidationError, ...], tree: Node, kind: str) -> list[Fault]:
    """At most one per place, a wrong value first; missing keys each."""
    faults = [_fault(error, tree, kind) for error in errors]
    by_place: dict[Path, Fault] = {}
    for fault in faults:
        if fault.edit:
            by_place.setdefault(fault.path, fault)
    return [*by_place.values(), *(fault for fault in faults if not fault.edit)]


def _fault(error: ValidationError, tree: Node, kind: str) -> Fault:
    spot, schema = Spot(tree, tuple(error.absolute_path)), _schema(error)
    match error.validator:
        case "additionalProperties":
            return unknown_key(spot, schema, kind)
        case "forbidden":
            steps = list(error.absolute_schema_path)
            if "dependentSchemas" in steps:
                return exclusive_key(spot, str(steps[steps.index("dependentSchemas") + 1]))
            return misplaced_key(spot, schema)
        case "required":
            return missing_key(spot, str(error.validator_value), schema)
        case "unless":
            other, key = schema["unless"]
            return missing_key(spot, key, schema, other)
        case "propertyNames":
            return bad_name(spot, schema)
        case "enum" | "pattern":
            return bad_value(spot, schema)
        case "minLength":
            return missing_value(spot, schema)
        case "minItems" | "minProperties":
            return empty(spot, schema)
        case _:
            return wrong_shape(spot, schema)


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _hushed_by(tree: Node, path: Path, edit: Edit) -> Hushed:
    """What is not missing: its author wrote it, wrongly, and the repair took it away."""
    owner = at(tree, path[:-1])
    if isinstance(edit, Drop) and owner is not None:
        return {(owner.span, str(path[-1])), (owner.span, EMPTY)}
    if isinstance(edit, Put) and isinstance(edit.node, Mapping) and not edit.node.entries:
        return {(edit.node.span, ALL)}
    return set()


def _is_hushed(fault: Fault, hushed: Hushed) -> bool:
    if fault.about is None:
        return False
    return fault.about in hushed or (fault.about[0], ALL) in hushed


def _unknown_file(tree: Node) -> Diagnostic:
    if not isinstance(tree, Mapping):
        message = _("Ce fichier doit être un bloc de clés, et non {found}.").format(
            found=found(tree)
        )
        return Diagnostic("wrong-shape", message, tree.span.first(), _KINDS)
    message = _("Ce fichier n'est ni une procédure, ni un fichier partagé, ni un scénario.")
    span = tree.entries[0].key.span if tree.entries else tree.span.first()
    return Diagnostic("unknown-file", message, span, _KINDS)


_KINDS = _("Commencez une procédure par « procedure: » et son nom, un scénario par « scenario: ».")
