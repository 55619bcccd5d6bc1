"""What the scenarios of a procedure met, and what none of them did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.definitions import Procedure
from ..source.position import Span
from .items import FAILS, HOLDS, Item, Kind, items
from .run import Run


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of one kind were met, of how many."""

    kind: Kind
    met: int
    of: int


def percent(figures: Iterable[Figure]) -> int:
    """Of all of them, rounded down; of nothing, all is met."""
    counted = tuple(figures)
    of = sum(figure.of for figure in counted)
    return sum(figure.met for figure in counted) * 100 // of if of else 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one procedure by its own scenarios: everything it holds, and what was met of it.

    What it shares with others must be met by its own scenarios too: the same part may be right in
    one procedure and lead nowhere in another.
    """

    items: tuple[Item, ...]
    met: frozenset[Item]

    @property
    def missed(self) -> tuple[Item, ...]:
        """What no scenario met, in order."""
        return tuple(item for item in self.items if item not in self.met)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """One for each kind that the procedure has."""
        found = []
        for kind in Kind:
            own = [item for item in self.items if item.kind is kind]
            if own:
                found.append(Figure(kind, sum(item in self.met for item in own), len(own)))
        return tuple(found)

    @property
    def percent(self) -> int:
        """Of everything, rounded down: 100 only where nothing is missed."""
        return percent(self.figures)


def summed(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One for each kind, of several procedures; what they share is counted in each."""
    found = {kind: Figure(kind, 0, 0) for kind in Kind}
    for one in figures:
        before = found[one.kind]
        found[one.kind] = Figure(one.kind, before.met + one.met, before.of + one.of)
    return tuple(figure for figure in found.values() if figure.of)


def coverage(procedure: Procedure, runs: Iterable[Run]) -> Coverage:
    """What these runs met."""
    found = items(procedure)
    seen = {key for run in runs for key in _seen(run)}
    met = (item for item in found if (item.kind, _mark(item), item.side) in seen)
    return Coverage(found, frozenset(met))


def _mark(item: Item) -> str | Span:
    """Branches have no name of their own: they are told by their place."""
    return item.span if item.kind is Kind.BRANCH else item.name


def _seen(run: Run) -> Iterator[tuple[Kind, str | Span, str]]:
    for screen in run.screens:
        yield Kind.SCREEN, screen, ""
    for met in run.trace:
        yield Kind.BRANCH, met.condition.span, HOLDS if met.held else FAILS
    for name in _documents(run):
        yield Kind.DOCUMENT, name, ""
    for name in run.here.attestations:
        yield Kind.ATTESTATION, name, ""
    if run.here.end:
        yield Kind.END, run.here.end, ""
    for state, trigger in run.transitions:
        yield Kind.TRANSITION, trigger, state
    for name in run.notices:
        yield Kind.NOTICE, name, ""
    for name in run.delivered:
        yield Kind.DELIVERABLE, name, ""


def _documents(run: Run) -> Iterator[str]:
    """A document joined, and the elements by which it was; an optional one may be left out."""
    slots = [slot for slot, files in run.dossier.files.items() if files]
    for slot in (*slots, *run.dossier.codes):
        name = slot.rpartition("/")[2]
        while name:
            yield name
            name = name.rpartition(".")[0]
