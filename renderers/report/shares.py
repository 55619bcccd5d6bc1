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
from ...engine.simulation.agreement import compare
from ...engine.simulation.population import Answers, Applicant, answers_of, drawn
from ...engine.simulation.shares import Followed, Shares, Survey, shares
from ...engine.source.visible import safe
from ...engine.source.wording import _, ngettext
from .people import Numbered, Unreadable
from .walked import interesting

CHUNK = 16_384
"""Applicants at a time: memory holds no more of them."""

SAMPLE, LATER = 50, 5
"""Applicants of the first part, and of each later one, that the engine follows too."""

TITLES = {
    "screen": _("Écrans"),
    "end": _("Fins"),
    "stopped": _("Arrêtés sur l’écran"),
    "document": _("Documents"),
    "attestation": _("Attestations"),
}


def survey(
    compiled: Compiled, day: date, people: Iterator[Numbered], progress: Callable[[int], None]
) -> Shares:
    """All of them, part after part. Raises Unreadable, Disagreement."""
    asked, chance = Survey(compiled), Random(0)  # noqa: S311 - the same sample each time

    def parts() -> Iterator[Followed]:
        done = 0
        while part := list(islice(people, CHUNK)):
            rows = []
            for number, applicant in part:
                rows.append(_answers(compiled, applicant, day, number))
                done += 1
                if done % 200 == 0:
                    progress(done)
            followed = asked.follow(rows)
            size = SAMPLE if done == len(part) else LATER
            for at in chance.sample(range(len(part)), min(size, len(part))):
                compare(compiled, part[at][1], instant(day), chance, followed, at)
            yield followed

    return shares(parts())


def sample(compiled: Compiled, day: date, count: int, seed: int) -> Iterator[Numbered]:
    """So many persons drawn, each with a chance of their own."""
    tried = interesting(compiled, day)
    for number in range(1, count + 1):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - the same persons each time
        yield number, drawn(compiled, day, chance, tried)


def _answers(compiled: Compiled, applicant: Applicant, day: date, number: int) -> Answers:
    try:
        return answers_of(compiled, applicant, day)
    except Refused as refused:
        said = _("ligne {number} : {sentence}")
        raise Unreadable(said.format(number=number, sentence=refused.sentence)) from refused


def shares_text(found: Shares, day: date) -> str:
    """A table for each kind, in the order of the procedure; ends with a line end."""
    said = ngettext("{n} personne (le {day})", "{n} personnes (le {day})", found.count)
    lines = [said.format(n=found.count, day=french_date(day))]
    for kind, title in TITLES.items():
        own = {name: n for (one, name), n in found.items.items() if one == kind and n}
        if own:
            lines.append(_("{title} :").format(title=title))
            lines += (f"  {_percent(n, found.count)}  {n:>9}  {name}" for name, n in own.items())
    if found.branches:
        lines.append(_("Conditions (vraie, fausse) :"))
    for (kind, name, line), (true, false) in found.branches.items():
        of = true + false
        shown = f"{_percent(true, of)}  {true:>9} {false:>9}  {kind} {name} (l. {line})"
        lines.append(f"  {shown}")
    return "".join(f"{safe(line)}\n" for line in lines)


def _percent(count: int, of: int) -> str:
    """« 33,3 % », seven characters wide."""
    return f"{100 * count / of if of else 0:5.1f} %".replace(".", ",")


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
