"""What a message calls the places and shapes of a file."""

from __future__ import annotations

from ..source.tree import Mapping, Node, Sequence
from ..source.wording import _, listed
from .schema import FIELD

PLACES = {
    "procedure": _("au premier niveau d'une procédure"),
    "part": _("au premier niveau d'un fichier partagé"),
    "scenario": _("au premier niveau d'un scénario"),
    "parameter": _("dans un paramètre"),
    "registry_entry": _("dans une information du registre"),
    "field": _("dans une question"),
    "known_field": _("dans une question qui a « known_from »"),
    "typed_field": _("dans une question"),
    "part_field": _("dans une question d'un groupe ou d'une liste"),
    "option": _("dans une option"),
    "attestation": _("dans une attestation"),
    "document": _("dans un document"),
    "element": _("dans un élément d'un document"),
    "variant": _("dans une variante d'un document"),
    "screen": _("dans un écran"),
    "placed_screen": _("dans un écran"),
    "step": _("dans une étape"),
    "submit": _("dans un dépôt (submit)"),
    "way": _("dans une règle de « next »"),
    "check": _("dans une vérification (checks)"),
    "warning": _("dans un avertissement (warnings)"),
    "note": _("dans une bulle d'aide (notes)"),
    "await": _("dans une attente (await)"),
    "end": _("dans une fin (ends)"),
    "open": _("dans une ouverture (open)"),
    "examination": _("dans « examination »"),
    "clock": _("dans un délai (clocks)"),
    "state": _("dans un état"),
    "action": _("dans une action"),
    "shared_action": _("dans une action de plusieurs états"),
    "timer": _("dans une échéance (timers)"),
    "deliverable": _("dans un document délivré"),
    "seal": _("dans un cachet (seal)"),
    "seal_case": _("dans une valeur sous condition"),
    "said_case": _("dans un texte sous condition"),
    "notice": _("dans un message (notices)"),
    "account": _("dans un compte"),
    "act": _("dans une action de « then »"),
    "given_file": _("dans un fichier joint"),
    "wait": _("dans une attente (wait)"),
    "event": _("dans un événement"),
    "dated_event": _("dans un événement"),
    "expect": _("dans « expect »"),
}
"""Where a key stands, by the definition that lists it; the first ones are told first."""

EXPECTED = {
    "said": _("un texte, ou une liste de textes sous condition"),
    "said_case": _("un texte sous condition, avec « when » et « text »"),
    "texts": _("un texte ou une liste de textes"),
    "id": _("un nom"),
    "name": _("un nom"),
    "names": _("une liste de noms"),
    "found": _("une liste de noms"),
    "found_texts": _("une liste de textes"),
    "paths": _("une liste de chemins"),
    "name_or_names": _("un nom ou une liste de noms"),
    "all_or_names": _("« all » ou une liste de noms"),
    "condition": _("une condition"),
    "expression": _("une expression"),
    "seal_value": _("une expression, ou une liste de valeurs sous condition"),
    "integer": _("un nombre entier"),
    "number": _("un nombre"),
    "boolean": _("« true » ou « false »"),
    "date": _("une date"),
    "day": _("« today » ou une date"),
    "duration": _("une durée"),
    "size": _("un poids de fichier"),
    "count": _("un nombre de fichiers"),
    "version": _("un numéro de version"),
    "dated_event": _("un nom, ou un bloc avec « event » et « on »"),
    "events": _("une liste d'événements"),
    "formats": _("une liste de formats"),
    "given_file": _("un nom de fichier, une liste, ou un bloc avec « file » et « date »"),
    "option": _("un libellé, ou un bloc de clés"),
}
"""What a key holds, by the definition of its value."""


def place(definition: str) -> str:
    """« dans un document »: where the keys of that definition stand."""
    if definition.startswith(FIELD):
        return _("dans une question de type « {type} »").format(type=definition.removeprefix(FIELD))
    return PLACES.get(definition, _("ici"))


def expected(definition: str, types: tuple[str, ...], words: tuple[str, ...]) -> str:
    """What should stand there: by its definition, else one of some words, else by its kind."""
    if definition in EXPECTED:
        return EXPECTED[definition]
    if len(words) == 1:
        return _("« {word} »").format(word=words[0])
    if words:
        return _("un de ces mots : {words}").format(words=listed(words, "ou"))
    if types == ("object",):
        return _("un bloc de clés")
    if types == ("array",):
        return _("une liste")
    return _("un texte")


def found(node: Node) -> str:
    """What stands there."""
    match node:
        case Mapping():
            return _("un bloc de clés")
        case Sequence():
            return _("une liste")
        case _:
            return _("un texte")
