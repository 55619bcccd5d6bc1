"""Keys that do not exist, stand at the wrong place, exclude each other, are missing or misnamed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ..source.diagnostic import Related
from ..source.suggest import nearest
from ..source.tree import Entry, Mapping, Scalar
from ..source.wording import _, listed, ngettext
from .schema import FIELD
from .schema_ready import ACCEPTS, DEFINITION
from .schema_validator import keys_of_definitions
from .structure_edit import Drop, Rename
from .structure_fault import Fault, Spot, example, quotable
from .structure_sample import sample
from .structure_synonyms import SYNONYMS
from .structure_values import ascii_id, form_of
from .structure_words import PLACES, place

PROCEDURE = "procedure"
MANDATORY = {"required", "mandatory", "obligatoire", "requis"}


def unknown_key(spot: Spot, schema: Any, kind: str) -> Fault:
    """A key that the place does not know: what was meant, where it belongs, or what is known."""
    definition = schema.get(DEFINITION, "")
    entry, allowed = (
        _entry(spot),
        [key for key, value in schema["properties"].items() if value is not False],
    )
    key = entry.key.text
    present = _present(spot)
    free = [name for name in (*allowed, *_choosing(definition, present)) if name not in present]
    meant = None if _is_of_another_type(key, definition, kind) else _meant(key, free)
    message = _("La clé « {key} » n'existe pas {place}.").format(
        key=quotable(key), place=place(definition)
    )
    if meant:
        cure = _("Vouliez-vous « {key} » ?").format(key=meant)
        return spot.fault("unknown-key", message, cure, entry.key.span, Rename(meant))
    already = _meant(key, [name for name in allowed if name in present])
    lacking = None if already else _lacking(entry, schema, present, kind)
    if lacking:
        cure = _LACKING.format(keys=", ".join(allowed), key=lacking)
        return spot.fault("unknown-key", message, cure, entry.key.span, Rename(lacking))
    cure = _cure(key, definition, kind, allowed) if not already else _ALREADY.format(key=already)
    return spot.fault("unknown-key", message, cure, entry.key.span, Drop())


def _lacking(entry: Entry, schema: Any, present: frozenset[str], kind: str) -> str | None:
    """The one key that must be there and is not, where the unknown one holds what it should."""
    own = schema["properties"]
    of_field = ("label",) if schema.get(DEFINITION, "").startswith(FIELD) else ()
    lacking = [name for name in (*schema.get("required", ()), *of_field) if name not in present]
    unknown = [name for name in present if name not in own]
    if len(lacking) != 1 or len(unknown) != 1 or not isinstance(entry.value, Scalar):
        return None
    if any(entry.key.text in keys for keys in keys_of_definitions(kind).values()):
        return None
    accepts = own[lacking[0]].get(ACCEPTS) if isinstance(own[lacking[0]], dict) else None
    return lacking[0] if accepts and accepts(entry.value.text) else None


_LACKING = _("Les clés possibles ici : {keys}. Il manque « {key} » : est-ce elle ?")
_ALREADY = _("« {key} » est déjà écrit ici : gardez l'un des deux.")


def _choosing(definition: str, present: frozenset[str]) -> tuple[str, ...]:
    """The key that, written rightly, would have made it another kind of block."""
    if definition == "field":
        return ("known_from",)
    return ("wait",) if definition == "act" and len(present) == 1 else ()


def _is_of_another_type(key: str, definition: str, kind: str) -> bool:
    """`options` of a text is no slip of the hand for `optional`."""
    own = keys_of_definitions(kind)
    return definition.startswith(FIELD) and any(
        key in keys for name, keys in own.items() if name.startswith(FIELD)
    )


def _meant(key: str, allowed: list[str]) -> str | None:
    synonyms = SYNONYMS.get(ascii_id(key), ())
    said = next((word for word in synonyms if word in allowed), None)
    return said or nearest(key, allowed)


def _cure(key: str, definition: str, kind: str, allowed: list[str]) -> str:
    if definition == "known_field" and key in keys_of_definitions(kind)["typed_field"]:
        return _(
            "Avec « known_from », le registre donne le type et ses réglages : gardez l'un des deux."
        )
    if key in MANDATORY and "optional" in allowed:
        return _(
            "Tout est obligatoire, sauf ce qui porte « optional: true » : supprimez cette clé."
        )
    return _elsewhere(key, definition, kind) or _known(allowed)


def _known(allowed: list[str]) -> str:
    return _("Les clés possibles ici : {keys}.").format(keys=", ".join(allowed))


def _elsewhere(key: str, definition: str, kind: str) -> str | None:
    keys = keys_of_definitions(kind)
    types = [
        name.removeprefix(FIELD)
        for name, own in keys.items()
        if name.startswith(FIELD) and key in own
    ]
    is_own = bool(types) and key not in keys["typed_field"]
    if is_own and definition.startswith(FIELD):
        one, several = "« {key} » va avec le type {types}.", "« {key} » va avec les types {types}."
        return ngettext(one, several, len(types)).format(key=key, types=listed(types))
    names = [name for name in PLACES if name != definition and key in keys.get(name, ())]
    places = list(dict.fromkeys(place(name) for name in (["field"] if is_own else []) + names))
    if not places:
        return None
    return _("« {key} » s'écrit {places}.").format(key=key, places=listed(places[:3], _("ou")))


def misplaced_key(spot: Spot, schema: Any) -> Fault:
    """A key that questions have, but not questions of this place."""
    entry = _entry(spot)
    message = _("La clé « {key} » n'existe pas {place}.").format(
        key=entry.key.text, place=place(schema.get(DEFINITION, ""))
    )
    cure = _("Écrivez-la dans la question de « fields » qui l'emploie, ou supprimez-la.")
    return spot.fault("unknown-key", message, cure, entry.key.span, Drop())


def exclusive_key(spot: Spot, other: str) -> Fault:
    """Two keys that say contradictory things."""
    entry, owner = _entry(spot), spot.owner
    first = owner.entry(other) if isinstance(owner, Mapping) else None
    return spot.fault(
        "exclusive-keys",
        _("« {key} » ne va pas avec « {other} ».").format(key=entry.key.text, other=other),
        _("Gardez l'une des deux."),
        entry.key.span,
        Drop(),
        (Related(_("l'autre est ici"), first.key.span),) if first else (),
    )


def missing_key(spot: Spot, key: str, schema: Any, other: str = "") -> Fault:
    """A key that must be there; or that other one."""
    shown = example(key, _property(schema, key))
    if key == PROCEDURE and not spot.path:
        shown = sample(key, ascii_id(PurePosixPath(spot.node.span.file).stem) or "demarche")
    rule = "missing-label" if key == "label" else "missing-key"
    fault = spot.fault(rule, _missing(spot, key, other), _added(spot, key, shown), spot.key_span)
    return replace(fault, about=(spot.node.span, key))


def _property(schema: Any, key: str) -> Any:
    switch = schema.get("switch")
    return schema["properties"].get(key) or (switch[2]["properties"].get(key) if switch else None)


def _missing(spot: Spot, key: str, other: str) -> str:
    where = _where(spot)
    if key == "label":
        return _("Il manque un libellé (label) {where}.").format(where=where)
    if other:
        return _("Il manque la clé « {key} » ou la clé « {other} » {where}.").format(
            key=key, other=other, where=where
        )
    return _("Il manque la clé « {key} » {where}.").format(key=key, where=where)


def _where(spot: Spot) -> str:
    if spot.entry:
        return _("à « {owner} »").format(owner=quotable(spot.entry.key.text))
    if spot.is_item:
        return _("à cet élément de « {owner} »").format(owner=spot.name)
    return _("au premier niveau du fichier")


def _added(spot: Spot, key: str, shown: str) -> str:
    if key == "label":
        return _("Ajoutez ce que l'usager doit lire, par exemple : {example}").format(example=shown)
    if key == "type" and spot.path[:1] == ("fields",) and len(spot.path) == 2:
        sentence = _("Ajoutez par exemple : {example} (ou, si l'administration le sait : {known})")
        return sentence.format(example=shown, known="known_from: registry.nom")
    return _("Ajoutez-la, par exemple : {example}").format(example=shown)


def bad_name(spot: Spot, schema: Any) -> Fault:
    """A key that its author chose, and that cannot be one. An id is kept as its uses spell it."""
    entry, definition = _entry(spot), schema.get(DEFINITION, "")
    form = form_of(definition)
    key = entry.key.text
    meant = form.meant(key)
    message = form.message.format(value=quotable(key))
    cure = form.help.format(value=quotable(key))
    if definition == "id" and meant:
        cure = _("{help} Par exemple : {id}").format(help=cure, id=meant)
    elif meant:
        cure = _("Vouliez-vous « {key} » ?").format(key=meant)
    if definition in ("id", "full_name"):
        fault = spot.fault("bad-id", message, cure, entry.key.span)
        return replace(fault, meant=meant if meant not in _present(spot) else None)
    edit = Rename(meant) if meant and meant not in _present(spot) else Drop()
    return spot.fault("bad-value", message, cure, entry.key.span, edit)


def _entry(spot: Spot) -> Entry:
    entry = spot.entry
    assert entry is not None
    return entry


def _present(spot: Spot) -> frozenset[str]:
    return frozenset(spot.owner.keys()) if isinstance(spot.owner, Mapping) else frozenset()
