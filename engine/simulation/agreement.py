"""An applicant followed both ways, by the columns and by the engine, which must say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..dossier.time import day_of
from ..fields.field_type import Raw
from ..machine.compiled import Compiled
from ..model.settings import settings_of
from .invent import Inventor
from .invent_draw import Chance
from .population import Applicant, asked
from .shares import Followed, Item
from .walk import walk
from .walker import Plan


class Disagreement(Exception):
    """The columns and the engine do not say the same of an applicant; the sentence is English."""


def compare(
    compiled: Compiled, applicant: Applicant, now: datetime, chance: Chance, part: Followed, at: int
) -> None:
    """The same person followed by the engine itself. Raises Disagreement."""
    told_too = {**applicant.told, **_secrets(compiled, now, chance)}
    plan = Plan(compiled, compiled, now, chance, {}, told_too, applicant.known)
    here = walk(plan).here
    told: set[Item] = {("screen", visit.screen.id) for visit in here.visits}
    told |= {("end", here.end)} if here.end else set()
    told |= {("attestation", name) for name in here.attestations}
    told |= {("document", wanted.document.id) for wanted in here.documents}
    read = set(_met(part, at))
    if told != read:
        lost, more = sorted(told - read), sorted(read - told)
        raise Disagreement(f"columns lack {lost}, and have {more}")


def _secrets(compiled: Compiled, now: datetime, chance: Chance) -> dict[str, Raw]:
    """No table holds them: everyone is taken to choose one that will do."""
    inventor, found = Inventor(chance, day_of(now)), dict[str, Raw]()
    for name, field in asked(compiled).items():
        if field.type_name == "secret" and field.type:
            raw = inventor.raw(name, field.type, settings_of(field))
            found |= {} if raw is None else {name: raw}
    return found


def _met(part: Followed, at: int) -> Iterator[Item]:
    """What the columns say of that applicant; elements are parts of their documents."""
    for (kind, name), who in part.met.items():
        if kind != "stopped" and who[at] and (kind != "document" or "." not in name):
            yield kind, name
