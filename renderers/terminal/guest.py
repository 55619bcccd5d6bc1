"""Who walks through: a demonstration account, and what the registry is said to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ...engine.fields.field_type import Json, Raw, Refused, Settings
from ...engine.fields.registry import field_types
from ...engine.model.definitions import Procedure
from ...engine.model.settings import settings_of
from ...engine.source.diagnostic import Diagnostic
from ...engine.source.files import Folder
from ...engine.source.parse import parse
from ...engine.source.tree import Mapping as Tree
from ...engine.source.tree import plain
from ...engine.source.wording import _
from .command import Cannot, Misuse
from .voice import Voice

Account = Mapping[str, str]
NUMBERS = ("foreigner_number", "visa_number")


@dataclass(frozen=True, slots=True)
class Guest:
    """`account` is empty until the person gives one; `registry` is as a scenario writes it."""

    account: Account = field(default_factory=dict)
    registry: Mapping[str, Raw] = field(default_factory=dict)

    def asked(self, voice: Voice) -> Account:
        """A small account for the demonstration. Raises Back, Stop, Silence."""
        voice.tell(
            _(
                "Démonstration : donnez un numéro et une adresse électronique, même inventés. Rien "
                "n’est vérifié."
            )
        )
        number = _until(
            voice, _("Numéro étranger ou numéro de visa (par exemple 7503120521)"), NUMBERS
        )
        email = _until(voice, _("Adresse électronique (par exemple nom@exemple.fr)"), ("email",))
        return {"number": number, "email": email}

    def known(self, procedure: Procedure, today: date) -> dict[str, Json]:
        """What the registry knows, for that procedure. Raises Cannot."""
        found: dict[str, Json] = {}
        for name, raw in self.registry.items():
            entry = procedure.registry.get(name)
            if entry is None or entry.type is None:
                continue
            settings = settings_of(entry)
            try:
                found[name] = entry.type.pack(entry.type.parse(raw, settings, today), settings)
            except Refused as refused:
                told = _("Registre, « {name} » : {why}")
                raise Cannot(told.format(name=name, why=refused.sentence)) from refused
        return found


def _until(voice: Voice, prompt: str, types: tuple[str, ...]) -> str:
    while True:
        line = voice.ask(prompt)
        try:
            return _parsed(line, types)
        except Refused as refused:
            voice.tell(refused.sentence)


def _parsed(text: str, types: tuple[str, ...]) -> str:
    """By the first type that takes it; the first one's refusal. Raises Refused."""
    refusals = []
    for name in types:
        try:
            return str(field_types()[name].parse(text, Settings(), date.min))
        except Refused as refused:
            refusals.append(refused)
    raise refusals[0]


def account_of(text: str) -> Account:
    """`7503120521:nom@exemple.fr`. Raises Misuse."""
    number, _colon, email = text.partition(":")
    try:
        return {"number": _parsed(number, NUMBERS), "email": _parsed(email, ("email",))}
    except Refused as refused:
        told = _("L’option « --account » attend NUMÉRO:COURRIEL. {why}")
        raise Misuse(told.format(why=refused.sentence)) from refused


def registry_of(path: Path) -> Mapping[str, Raw]:
    """What a file says that the registry knows; of a scenario, its `registry`. Raises Cannot."""
    read = Folder(path.parent).read(path.name)
    if isinstance(read, Diagnostic):
        raise Cannot(f"{path} : {read.message}")
    tree, found = parse(read)
    if tree is None or not isinstance(tree, Tree):
        why = found[0].message if found else _("on attend des lignes « nom: valeur ».")
        raise Cannot(f"{path} : {why}")
    section = tree.get("registry")
    body = plain(section if isinstance(section, Tree) else tree)
    assert isinstance(body, dict)
    return {name: _raw(value) for name, value in body.items()}


def _raw(value: object) -> Raw:
    match value:
        case dict():
            return {str(name): _raw(one) for name, one in value.items()}
        case list():
            return [_raw(one) for one in value]
        case None:
            return ""
    return str(value)
