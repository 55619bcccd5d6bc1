"""Which conditions on a group of answers can be true together, each time with an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from ..expr.compile import Evaluate
from .atoms import Atom
from .cells import samples
from .linear import NotExact
from .moments import TODAY, Moments, joined, moment
from .months import REFERENCE
from .plan import Plan, Rows
from .variables import Kind, Sample, Values, Variable, answers

MOST_CHOICES = 4_000
LONGEST_LIST = 10_000

Truths = tuple[bool, ...]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Classes:
    """The distinct truths of the atoms, each with the first, most ordinary answers that give it.

    Plans share nothing but the day. `unread` are the places of atoms that read an answer which a
    row may lack: nothing is known of them.
    """

    plans: tuple[Plan, ...]
    moments: Moments
    truths: tuple[Truths, ...]
    examples: tuple[Values, ...]
    unread: frozenset[int]

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Of all plans, in the order of the truths."""
        return tuple(atom for one in self.plans for atom in one.atoms)

    @property
    def reads_today(self) -> bool:
        """Whether the day matters to a truth or to an example."""
        return any(one.reads_today for one in self.plans)

    def names(self, outcomes: Sequence[object]) -> tuple[str, ...]:
        """The answers that tell apart classes of different outcomes, and the day if it does.

        Atoms are set aside one by one as long as the others say the outcome, those that read most
        first.
        """
        kept = set(range(len(self.atoms)))
        for place in sorted(kept, key=lambda one: (-len(self.atoms[one].subjects), -one)):
            if _decide(kept - {place}, self.truths, outcomes):
                kept.discard(place)
        found = [name for place in sorted(kept) for name in self.atoms[place].subjects]
        day = [TODAY for place in kept if self.atoms[place].reads_today][:1]
        return tuple(dict.fromkeys([*found, *day]))

    def example(self, index: int, today: int) -> Values:
        """Answers of that class, on that day unless the class has a day of its own."""
        if not (self.moments.is_any_day and self.reads_today) or today == REFERENCE:
            return self.examples[index]
        found = _Search(self.plans, most=10 * MOST_CHOICES).on(today)
        return found.get(self.truths[index], self.examples[index])


def _decide(kept: set[int], truths: Sequence[Truths], outcomes: Sequence[object]) -> bool:
    """Whether these places of the truths say the outcome."""
    said: dict[Truths, object] = {}
    for truth, outcome in zip(truths, outcomes, strict=True):
        if said.setdefault(tuple([truth[place] for place in kept]), outcome) != outcome:
            return False
    return True


def classes(plans: Sequence[Plan]) -> Classes:
    """Of plans that share the day alone; NotExact when there are too many choices to try."""
    search = _Search(plans)
    moments = joined(one.moments for one in plans)
    found: dict[Truths, Values] = {}
    for day in moments.days():
        for truths, values in search.on(day).items():
            found.setdefault(truths, values)
    return Classes(tuple(plans), moments, tuple(found), tuple(found.values()), search.unread())


class _Search:
    """All the truths to be found on a day, plan by plan."""

    def __init__(self, plans: Sequence[Plan], most: int = MOST_CHOICES) -> None:
        self.samplers = [_Sampler(one, most) for one in plans]
        self.most = most

    def on(self, day: int) -> dict[Truths, Values]:
        found: dict[Truths, Values] = {(): {}}
        for sampler in self.samplers:
            own = sampler.on(day)
            if len(found) * len(own) > self.most:
                raise NotExact("too many classes")
            found = {
                (*before, *truths): {**known, **values}
                for (before, known), (truths, values) in product(found.items(), own.items())
            }
        return found

    def unread(self) -> frozenset[int]:
        """Places among all atoms."""
        found: set[int] = set()
        start = 0
        for sampler in self.samplers:
            found |= {start + index for index in sampler.unread}
            start += len(sampler.plan.atoms)
        return frozenset(found)


class _Sampler:
    def __init__(self, plan: Plan, most: int) -> None:
        self.plan = plan
        self.all = tuple(atom.evaluate for atom in plan.atoms)
        self.unread: set[int] = set()
        self.left = most

    def on(self, day: int) -> dict[Truths, Values]:
        """The truths that can be found on that day, each with the first answers that give it."""
        start = {key: moment(key, day) for key in self.plan.symbols}
        today = answers((_TODAY,), start)
        found: dict[Truths, Values] = {}
        for sample in samples(self.plan.axes, start):
            plain = {**today, **answers(self.plan.variables, sample)}
            for values in self.with_rows(plain, sample):
                self.spend()
                found.setdefault(self.truths(self.all, values), values)
        return found

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise NotExact("too many choices")

    def truths(self, conditions: Sequence[Evaluate], values: Values) -> Truths:
        try:
            return tuple([condition(values) for condition in conditions])
        except KeyError:
            return tuple(self.truth(condition, values) for condition in conditions)

    def truth(self, condition: Evaluate, values: Values) -> bool:
        try:
            return bool(condition(values))
        except KeyError:
            self.unread.add(self.all.index(condition))
            return False

    def with_rows(self, plain: Values, sample: Sample) -> Iterator[Values]:
        """The same answers with every list of rows that the atoms tell apart."""
        lengths = {
            one.name: sample[one.key] for one in self.plan.variables if one.kind is Kind.COUNT
        }
        if any(length > LONGEST_LIST for length in lengths.values()):
            raise NotExact("a very long list")
        blank = {name: (({},) * length,) for name, length in lengths.items()}
        judged = {
            rows.name: tuple(self.contents(rows, plain, sample, lengths[rows.name]))
            for rows in self.plan.rows
        }
        choices = {**blank, **judged}
        for contents in product(*choices.values()):
            yield {**plain, **dict(zip(choices, contents, strict=True))}

    def contents(
        self, rows: Rows, plain: Values, sample: Sample, length: int
    ) -> Iterator[tuple[Row, ...]]:
        """One list of that length for each set of truths; the last row repeated fills it up."""
        kinds = self.kinds(rows, plain, sample)
        for some in mixtures(tuple(kinds)):
            if bool(some) == bool(length) and len(some) <= length:
                found = tuple(kinds[truths] for truths in some)
                yield (*found, *found[-1:] * (length - len(found)))

    def kinds(self, rows: Rows, plain: Values, sample: Sample) -> dict[Truths, Row]:
        """The rows that the atoms tell apart. Of one row, any and all say the same."""
        judges = [self.all[index] for index in rows.judges]
        found: dict[Truths, Row] = {}
        for own in samples(rows.axes, sample):
            self.spend()
            row = answers(rows.variables, own)
            found.setdefault(self.truths(judges, {**plain, rows.name: (row,)}), row)
        return found


_TODAY = Variable(TODAY, Kind.DAY, TODAY)


@lru_cache(maxsize=256)
def mixtures(kinds: tuple[Truths, ...]) -> tuple[tuple[Truths, ...], ...]:
    """The shortest list of rows for each thing any and all can say of a list of these kinds.

    They depend on nothing but which conditions hold for some row and which for every row; adding a
    kind of row at a time reaches each such pair, the shortest lists first.
    """
    masks = {sum(1 << place for place, one in enumerate(kind) if one): kind for kind in kinds}
    start = (0, -1)
    found: dict[tuple[int, int], tuple[Truths, ...]] = {start: ()}
    waiting = [start]
    for some, every in waiting:
        for mask, kind in masks.items():
            widened = (some | mask, every & mask)
            if widened not in found:
                found[widened] = (*found[some, every], kind)
                waiting.append(widened)
        if len(found) > MOST_CHOICES:
            raise NotExact("too many mixtures of rows")
    return tuple(found.values())
