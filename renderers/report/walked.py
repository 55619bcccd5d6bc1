"""Persons walked through a procedure, told, answering or invented, and what one saw of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from ...engine.analysis.scenario import Scenario, read_scenario
from ...engine.dossier.situation import figures_on
from ...engine.fields.field_type import Raw
from ...engine.machine.compiled import Compiled
from ...engine.model.settings import part_conditions
from ...engine.scenario.branches import branches
from ...engine.scenario.differences import differences
from ...engine.scenario.person import Person, instant
from ...engine.scenario.run import Run, run, told
from ...engine.simulation.invent import Interesting
from ...engine.simulation.invent_constants import constants_of
from ...engine.simulation.walk import Stop, Walk, walk
from ...engine.simulation.walker import Plan
from ...engine.source.position import start_of
from ...engine.source.tree import Mapping as Tree


@dataclass(frozen=True, slots=True)
class Seen:
    """A walk, numbered from 1, and everything met on it.

    `stop` is the word for how it ends (see `Stop`); `why` are French sentences, empty when all is
    well: what stops it, or where it is not as its scenario expects.
    """

    number: int
    run: Run
    stop: Stop
    why: str

    @property
    def states(self) -> tuple[str, ...]:
        """Of the examination, in order."""
        return tuple(stay.state for stay in self.run.dossier.stays)


def interesting(compiled: Compiled, day: date) -> Interesting:
    """The values that the procedure's conditions single out on that day."""
    conditions = [branch.condition.expr for branch in branches(compiled.procedure)]
    for field in compiled.procedure.fields.values():
        conditions += part_conditions(field)  # of a list, with the list whose rows they read
    return constants_of(conditions, figures_on(compiled, day))


def invented(compiled: Compiled, day: date, seed: int, number: int, tried: Interesting) -> Seen:
    """One person drawn; each has a chance of their own, so that one can be looked at again."""
    person, found = drawn(compiled, day, f"{seed}/{number}", tried)
    return Seen(number, told(person), found.stop, found.why)


def drawn(compiled: Compiled, day: date, chance: str, tried: Interesting) -> tuple[Person, Walk]:
    """The person themselves, at the end of their way; the same chance draws the same person."""
    person = _nobody(compiled)
    luck = Random(chance)  # noqa: S311 - the same persons each time
    return person, _led(person, Plan(compiled, person.tracing, instant(day), luck, tried))


def answering(
    compiled: Compiled, day: date, answers: Mapping[str, Raw], known: Mapping[str, Raw]
) -> Seen:
    """One who gives these answers, ticks every box and joins every document."""
    chance = Random(0)  # noqa: S311 - which file is joined matters to nobody
    person = _nobody(compiled)
    plan = Plan(compiled, person.tracing, instant(day), chance, {}, answers, known)
    found = _led(person, plan)
    return Seen(1, told(person), found.stop, found.why)


def scripted(compiled: Compiled, scenario: Scenario) -> Seen:
    """One of whom a scenario tells."""
    found = run(compiled, scenario)
    parted = [one.message for one in differences(compiled.procedure, found)]
    return Seen(1, found, _stop(found), " ".join(parted))


def _stop(found: Run) -> Stop:
    if found.here.end:
        return Stop.END
    if found.dossier.filed is None:
        return Stop.LACKING
    return Stop.OUTCOME if found.outcome else Stop.FILED


def _nobody(compiled: Compiled) -> Person:
    """Of whom nothing is told yet."""
    return Person(compiled, read_scenario("", Tree((), start_of(""))))


def _led(person: Person, plan: Plan) -> Walk:
    """The scenarios' own reader then sees a walk that somebody else led."""
    found = walk(plan)
    person.dossier, person.now = found.dossier, found.now
    person.history, person.effects = list(found.history), list(found.effects)
    person.done = list(found.done)
    return found
