"""A population followed at once, and the share of it that meets each screen and branch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from ...engine.fields.day import french_date
from ...engine.fields.field_type import Refused
from ...engine.machine.compiled import Compiled
from ...engine.scenario.person import instant
from ...engine.simulation.agreement import Agreement
from ...engine.simulation.columns import Answers
from ...engine.simulation.population import Applicant, drawn
from ...engine.simulation.reading import Reading
from ...engine.simulation.shares import Followed, Shares, Survey, shares
from ...engine.source.visible import safe
from ...engine.source.wording import NBSP, _, ngettext
from .people import Numbered, unreadable
from .walked import interesting

CHUNK = 16_384
"""Applicants at a time: memory holds no more of them."""

OFTEN = 100
"""Applicants between two signs of progress."""

TITLES = {
    "screen": _("Écrans"),
    "question": _("Questions"),
    "end": _("Fins"),
    "stopped": _("Arrêtés sur l’écran"),
    "document": _("Documents"),
    "attestation": _("Attestations"),
}


def survey(
    compiled: Compiled,
    day: date,
    people: Iterator[Numbered],
    progress: Callable[[int], None],
    path: str = "",
) -> Shares:
    """All of them, part after part, read from that file. Raises Unreadable, Disagreement."""
    asked, reading = Survey(compiled), Reading(compiled, day)
    agreement = Agreement(compiled, instant(day), Random(0))  # noqa: S311 - the same sample always

    def parts() -> Iterator[Followed]:
        done = 0
        while part := list(islice(people, CHUNK)):
            rows = []
            for number, applicant in part:
                rows.append(_answers(reading, applicant, number, path))
                done += 1
                if done % OFTEN == 0:
                    progress(done)
            followed = asked.follow(rows)
            agreement.judge(followed, part)
            progress(done)
            yield followed

    return shares(parts())


def sample(compiled: Compiled, day: date, count: int, seed: int) -> Iterator[Numbered]:
    """So many persons drawn, each with a chance of their own."""
    tried = interesting(compiled, day)
    for number in range(1, count + 1):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - the same persons each time
        yield number, drawn(compiled, day, chance, tried)


def _answers(reading: Reading, applicant: Applicant, number: int, path: str) -> Answers:
    try:
        return reading.answers(applicant)
    except Refused as refused:
        why = _("« {name} » : {sentence}").format(name=refused.part, sentence=refused.sentence)
        raise unreadable(path, number, why) from refused


def shares_text(found: Shares, day: date) -> str:
    """A table for each kind, in the order of the procedure; ends with a line end."""
    said = ngettext("{n} personne (le {day})", "{n} personnes (le {day})", found.count)
    lines = [said.format(n=found.count, day=french_date(day))]
    for kind, title in TITLES.items():
        own = {name: n for (one, name), n in found.items.items() if one == kind and n}
        if own:
            lines.append(_("{title} :").format(title=title))
            lines += (f"  {percent(n, found.count):>7}  {n:>9}  {name}" for name, n in own.items())
    if found.branches:
        lines.append(_("Conditions (vraie, fausse) :"))
    for (kind, name, line), (true, false) in found.branches.items():
        of = true + false
        shown = f"{percent(true, of):>7}  {true:>9} {false:>9}  {kind} {name} (l. {line})"
        lines.append(f"  {shown}")
    return "".join(f"{safe(line)}\n" for line in lines)


def percent(count: int, of: int, decimals: int = 1) -> str:
    """« 33,3 % »."""
    share = f"{100 * count / of if of else 0:.{decimals}f}".replace(".", ",")
    return f"{share}{NBSP}%"


def shares_data(found: Shares) -> dict[str, Any]:
    """Counts, for another program."""
    kinds = {kind: dict[str, int]() for kind in TITLES}
    for (kind, name), count in found.items.items():
        kinds[kind][name] = count
    branches = [
        {"kind": kind, "name": name, "line": line, "true": true, "false": false}
        for (kind, name, line), (true, false) in found.branches.items()
    ]
    return {"count": found.count, **kinds, "branches": branches}
