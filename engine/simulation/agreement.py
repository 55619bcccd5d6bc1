"""Applicants followed both ways, by the columns and by the engine, which must say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..dossier.time import day_of
from ..fields.field_type import Raw
from ..machine.compiled import Compiled
from ..model.settings import settings_of
from .invent import Inventor
from .invent_draw import Chance
from .population import Applicant, asked
from .shares import Followed, Item
from .walk import Stop, walk
from .walker import Plan

FIRST, LATER = 200, 5
"""Applicants of the first part, and of each later one, that the engine follows too, at least."""

Numbered = tuple[int, Applicant]
"""An applicant, under the number that whoever reads the report knows them by."""


class Disagreement(Exception):
    """The columns and the engine do not say the same of an applicant; the sentence is English."""


class Agreement:
    """Judges the parts of one population, in order.

    Of each it takes whoever is the first to meet something, so that no screen, question, document
    or end is told of which the engine has not told the same, and others by chance.
    """

    def __init__(self, compiled: Compiled, now: datetime, chance: Chance) -> None:
        self._compiled, self._now, self._chance = compiled, now, chance
        self._met: set[Item] = set()
        self.count = 0
        """Applicants compared."""

    def judge(self, part: Followed, applicants: Sequence[Numbered]) -> None:
        """Raises Disagreement."""
        size = LATER if self._met else FIRST
        first = list(dict.fromkeys(self._first(part)))
        drawn = self._chance.sample(range(part.count), min(size + len(first), part.count))
        others = [at for at in drawn if at not in first]
        for at in first + others[: max(0, size - len(first))]:
            number, applicant = applicants[at]
            self.count += 1
            compare(self._compiled, applicant, self._now, self._chance, part, at, number)

    def _first(self, part: Followed) -> Iterator[int]:
        """Who meets what nobody compared has met."""
        for item, who in part.met.items():
            if item not in self._met and who.any():
                self._met.add(item)
                yield int(who.argmax())


def compare(
    compiled: Compiled,
    applicant: Applicant,
    now: datetime,
    chance: Chance,
    part: Followed,
    at: int,
    number: int = 1,
) -> None:
    """The same person followed by the engine itself. Raises Disagreement."""
    told_too = {**applicant.told, **_secrets(compiled, now, chance)}
    walked = walk(Plan(compiled, compiled, now, chance, {}, told_too, applicant.known))
    here = walked.here
    told: set[Item] = {("screen", visit.screen.id) for visit in here.visits}
    told |= {("question", one.field.id) for visit in here.visits for one in visit.questions}
    told |= {("end", here.end)} if here.end else set()
    told |= {("stopped", here.current)} if walked.stop is Stop.LACKING else set()
    told |= {("attestation", name) for name in here.attestations}
    told |= {("document", wanted.document.id) for wanted in here.documents}
    read = set(_met(part, at))
    if told != read:
        lost, more = sorted(told - read), sorted(read - told)
        raise Disagreement(f"applicant {number}: columns lack {lost}, and have {more}")


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
        if who[at] and (kind != "document" or "." not in name):
            yield kind, name
