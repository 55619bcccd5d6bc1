"""Blocks written at the wrong level, and where their author surely meant them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

from ..source.block import to_indent
from ..source.diagnostic import Diagnostic, Related
from ..source.tree import Entry, Mapping, Node, Path, Scalar, Sequence, at
from ..source.wording import _
from .schema_validator import keys_of_definitions
from .structure_edit import Put
from .structure_fault import Fault

Places = frozenset[Path]


def moves(errors: Iterable[ValidationError], tree: Node, kind: str) -> tuple[Fault, ...]:
    """Moves that do not overlap; what else is wrong is judged when they are made."""
    errors = list(errors)
    misfits = frozenset(
        path[:length]
        for path in (tuple(error.absolute_path) for error in errors)
        for length in range(1, len(path) + 1)
    )
    found: list[Fault] = []
    for fault in (*_outdented(tree, kind, misfits), *_moved(errors, tree, misfits)):
        if not any(_overlap(fault.path, other.path) for other in found):
            found.append(fault)
    return tuple(found)


def _overlap(one: Path, other: Path) -> bool:
    shortest = min(len(one), len(other))
    return one[:shortest] == other[:shortest]


def _moved(errors: list[ValidationError], tree: Node, misfits: Places) -> Iterator[Fault]:
    for error in errors:
        path = tuple(error.absolute_path)
        fault = None
        if error.validator == "type":
            fault = _indented(tree, path, error.schema, misfits)
        elif error.validator == "additionalProperties" and path[-1:] == ("step",):
            fault = _unnested(tree, path[:-1])
        if fault:
            yield fault


def _outdented(tree: Node, kind: str, misfits: Places) -> Iterator[Fault]:
    """`  fields:` two spaces too far, read as a part of the section above."""
    if not isinstance(tree, Mapping) or kind == "scenario":
        return
    sections = keys_of_definitions(kind)[kind] - set(tree.keys())
    for above in tree.entries:
        inside = above.value.entries if isinstance(above.value, Mapping) else ()
        for index, entry in enumerate(inside):
            path = (above.key.text, entry.key.text)
            if entry.key.text in sections and _is_block(above, entry):
                if _is_blank(entry) and index + 1 < len(inside):
                    yield _to_the_left(tree, above, inside, index, len(inside))
                    return
                if _is_elsewhere(entry.value, path, misfits):
                    yield _to_the_left(tree, above, inside, index, index + 1)
                    return


def _is_elsewhere(value: Node, path: Path, misfits: Places) -> bool:
    """Nothing of that block fits where it stands."""
    if isinstance(value, Sequence):
        return path in misfits
    own = value.keys() if isinstance(value, Mapping) else ()
    return bool(own) and (all((*path, key) in misfits for key in own))


def _to_the_left(
    tree: Mapping, above: Entry, inside: tuple[Entry, ...], start: int, end: int
) -> Fault:
    stray, below = inside[start], inside[start + 1 : end]
    value = Mapping(below, below[0].key.span.to(below[-1].value.span)) if below else stray.value
    kept = Mapping((*inside[:start], *inside[end:]), above.value.span)
    entries = list(tree.entries)
    place = entries.index(above)
    entries[place : place + 1] = [Entry(above.key, kept), Entry(stray.key, value)]
    key = stray.key.text
    diagnostic = Diagnostic(
        "wrong-shape",
        _("« {key} » est en retrait : elle est lue comme une partie de « {above} ».").format(
            key=key, above=above.key.text
        ),
        stray.key.span,
        _("Ramenez « {key}: » au bord gauche.").format(key=key),
        (Related(_("lue dans ce bloc"), above.key.span),),
    )
    return Fault(diagnostic, (), Put(Mapping(tuple(entries), tree.span)))


def _indented(tree: Node, path: Path, schema: Any, misfits: Places) -> Fault | None:
    """`nb_enfants:` and what it should hold, at its own level."""
    owner = at(tree, path[:-1]) if path else None
    entry = owner.entry(str(path[-1])) if isinstance(owner, Mapping) else None
    types = schema.get("type", ())
    inner = schema.get("items", {}) if "array" in types else schema
    if entry is None or not isinstance(owner, Mapping) or not _is_blank(entry):
        return None
    if "object" not in inner.get("type", ()):
        return None
    known = _keys(inner)
    place = owner.entries.index(entry)
    run = _run(owner.entries[place + 1 :], entry, known, path[:-1], misfits)
    if not run:
        return None
    block: Node = Mapping(run, run[0].key.span.to(run[-1].value.span))
    block = Sequence((block,), block.span) if "array" in types else block
    entries = (
        *owner.entries[:place],
        Entry(entry.key, block),
        *owner.entries[place + 1 + len(run) :],
    )
    return Fault(to_indent(entry.key, run[0].key), path[:-1], Put(Mapping(entries, owner.span)))


def _run(
    following: tuple[Entry, ...], above: Entry, known: frozenset[str], owner: Path, misfits: Places
) -> tuple[Entry, ...]:
    """The next entries that belong below, up to the last that does not fit where it stands."""
    count = 0
    for index, entry in enumerate(following):
        does_fit = (*owner, entry.key.text) not in misfits
        is_known = entry.key.text in known if known else not does_fit
        if not is_known or not _is_level(above, entry):
            break
        count = count if does_fit else index + 1
    return following[:count]


def _keys(schema: Any) -> frozenset[str]:
    """All keys that a block of that schema may have; none when its author names them."""
    if not isinstance(schema, dict):
        return frozenset()
    below = [schema.get("also"), *(chosen for _key, chosen in schema.get("choose", ()))]
    if "switch" in schema:
        below.append(schema["switch"][2])
    own = frozenset(key for key, value in schema.get("properties", {}).items() if value)
    return own.union(*map(_keys, below))


def _unnested(tree: Node, path: Path) -> Fault | None:
    """A step in a step: its screens are those of the one around it."""
    step, around = at(tree, path), at(tree, path[:-1])
    if not isinstance(step, Mapping) or not isinstance(around, Sequence):
        return None
    if path[-2:-1] != ("screens",) or step.entry("screens") is None:
        return None
    inside = step.get("screens")
    screens = inside.items if isinstance(inside, Sequence) else ()
    items = [it for item in around.items for it in (screens if item is step else (item,))]
    entry = step.entry("step")
    assert entry is not None
    diagnostic = Diagnostic(
        "unknown-key",
        _("Une étape ne contient pas d'autre étape."),
        entry.key.span,
        _("Alignez ce « - step: » sur les étapes de « flow », ou gardez seulement ses écrans."),
    )
    return Fault(diagnostic, path[:-1], Put(Sequence(tuple(items), around.span)))


def _is_blank(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and entry.value.is_null and not entry.value.text


def _is_level(above: Entry, entry: Entry) -> bool:
    one, other = above.key.span, entry.key.span
    return one.file == other.file and one.line < other.line and one.column == other.column


def _is_block(above: Entry, entry: Entry) -> bool:
    return above.key.span.line < entry.key.span.line
