"""What the administration already knows of a person: a protocol, and an embedded default."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from ..engine.fields.field_type import Json, Raw, Refused
from ..engine.model.definitions import Procedure
from ..engine.model.settings import settings_of
from ..engine.source.wording import _
from ..engine.store.errors import WorldError

log = logging.getLogger("parcours.portal.registry")

RESIDENTS = Path(__file__).with_name("residents.json")
"""Nobody: invented people, for demonstrations and tests."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person says of themselves when they create an account; the birth as AAAA-MM-JJ,
    AAAA-MM or AAAA."""

    identifier: str
    family_name: str
    first_names: str
    birth: str


class Registry(Protocol):
    """An operator plugs in a real one. Called from several threads, at each sign-in.

    It keeps its own delays: a request of somebody waits meanwhile. What it raises is a service
    that does not answer for now, and nothing is begun without it.
    """

    def known(self, who: Identity) -> Mapping[str, Raw]:
        """Values by registry name, as a form would give them; nothing for who is not known.

        Nothing either when a name or the birth differs: a number alone opens no civil status.
        """


class Residents:
    """The embedded default: a file of invented residents."""

    def __init__(self, path: Path = RESIDENTS) -> None:
        told = json.loads(path.read_text("utf-8"))
        self._values: dict[str, Mapping[str, Raw]] = {
            one["identifier"]: one["values"] for one in told
        }

    def known(self, who: Identity) -> Mapping[str, Raw]:
        """See Registry."""
        values = self._values.get(who.identifier, {})
        is_same = (
            _folded(values.get("nom")) == _folded(who.family_name)
            and _folded(values.get("prenoms")).split(" ")[0]
            == _folded(who.first_names).split(" ")[0]
            and str(values.get("date_naissance")) == who.birth
        )
        return values if values and is_same else {}


class Nobody:
    """A registry that knows nobody: what a portal has until its operator plugs one in."""

    def known(self, _who: Identity) -> Mapping[str, Raw]:
        """See Registry."""
        return {}


class RegistryAway(WorldError):
    """The registry does not answer."""

    def __init__(self) -> None:
        super().__init__(_("Le registre ne répond pas."), "registry")


GROUP = "parcours.registries"
Open = Callable[[Path], Registry]
"""What an entry point of that group names: given the data folder, where its own settings lie."""


def registry(name: str, data: Path, *, is_demonstration: bool) -> Registry:
    """The one of that name; without a name, invented residents, and outside a demonstration
    nobody. Raises LookupError, with the names known, where there is none."""
    if not name:
        return Residents() if is_demonstration else Nobody()
    found = {one.name: one for one in entry_points(group=GROUP)}
    if name not in found:
        raise LookupError(sorted(found))
    opened: Registry = found[name].load()(data)
    return opened


def known(found: Registry, who: Identity) -> Mapping[str, Raw]:
    """What it says of that person. Raises RegistryAway, whatever it raised itself."""
    try:
        return found.known(who)
    except Exception as error:
        log.exception("registry")
        raise RegistryAway from error


def packed(values: Mapping[str, Raw], procedure: Procedure, today: date) -> dict[str, Json]:
    """What of it this procedure may know; a value that its type refuses is left out."""
    found: dict[str, Json] = {}
    for name, raw in values.items():
        entry = procedure.registry.get(name)
        if entry is None or entry.type is None:
            continue
        settings = settings_of(entry)
        try:
            value = entry.type.parse(raw, settings, today)
        except Refused:
            continue
        found[name] = entry.type.pack(value, settings)
    return found


def _folded(text: object) -> str:
    """Names are the same with or without accents, capitals and hyphens."""
    letters = unicodedata.normalize("NFKD", str(text or "")).casefold()
    plain = "".join(" " if sign in "-'’ \t" else sign for sign in letters if sign.isprintable())
    return " ".join("".join(s for s in plain if not unicodedata.combining(s)).split())
