"""Decision diagrams: every combination of classes a condition accepts, drawn once and shared.

A diagram has levels, each a variable with a few classes. A formula is the number of a node; equal
formulas have equal numbers, so that « always », « never » and « the same » are comparisons of
integers (Bryant 1986; Srinivasan, Kam, Malik, Brayton 1990 for several values).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NewType

Formula = NewType("Formula", int)

FALSE = Formula(0)
TRUE = Formula(1)

_LEAF = 1 << 60


class Diagram:
    """Grows levels and nodes, never forgets one; recursion is at most as deep as it has levels."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[Formula, ...]]] = [(_LEAF, ()), (_LEAF, ())]
        self._known: dict[tuple[int, tuple[Formula, ...]], Formula] = {}
        self._negations: dict[Formula, Formula] = {FALSE: TRUE, TRUE: FALSE}
        self._conjunctions: dict[tuple[Formula, Formula], Formula] = {}
        self._levels = 0

    def add_level(self) -> int:
        """A new variable, below all others."""
        self._levels += 1
        return self._levels - 1

    def literal(self, level: int, accepted: Sequence[bool]) -> Formula:
        """The variable of that level is in one of the accepted classes."""
        return self._node(level, tuple(TRUE if one else FALSE for one in accepted))

    def not_(self, a: Formula) -> Formula:
        """Everything that `a` refuses."""
        found = self._negations.get(a)
        if found is None:
            level, children = self._nodes[a]
            found = self._node(level, tuple(map(self.not_, children)))
            self._negations[a] = found
            self._negations[found] = a
        return found

    def and_(self, a: Formula, b: Formula) -> Formula:
        """What both accept."""
        if a > b:
            a, b = b, a
        if a in (FALSE, b):
            return a
        if a == TRUE:
            return b
        found = self._conjunctions.get((a, b))
        if found is None:
            level = min(self._nodes[a][0], self._nodes[b][0])
            size = max(len(self._nodes[one][1]) for one in (a, b) if self._nodes[one][0] == level)
            pairs = zip(self._below(a, level, size), self._below(b, level, size), strict=True)
            found = self._node(level, tuple(self.and_(one, other) for one, other in pairs))
            self._conjunctions[a, b] = found
        return found

    def or_(self, a: Formula, b: Formula) -> Formula:
        """What either accepts."""
        return self.not_(self.and_(self.not_(a), self.not_(b)))

    def forget(self, a: Formula, levels: Collection[int]) -> Formula:
        """What `a` accepts for some class of those levels."""
        memo: dict[Formula, Formula] = {FALSE: FALSE, TRUE: TRUE}

        def forgotten(one: Formula) -> Formula:
            if one not in memo:
                level, children = self._nodes[one]
                below = tuple(map(forgotten, children))
                memo[one] = self._any(below) if level in levels else self._node(level, below)
            return memo[one]

        return forgotten(a)

    def support(self, a: Formula) -> tuple[int, ...]:
        """The levels that matter to `a`, in order."""
        return tuple(sorted({self._nodes[one][0] for one in self._reached(a)} - {_LEAF}))

    def outcomes(self, a: Formula, level: int) -> list[tuple[Formula, ...]]:
        """For each class of that level, what `a` leaves to decide; equal where it makes none."""
        nodes = (self._nodes[one] for one in sorted(self._reached(a)))
        return list(zip(*(children for own, children in nodes if own == level), strict=True))

    def _reached(self, a: Formula) -> set[Formula]:
        seen: set[Formula] = set()
        waiting = [a]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += self._nodes[one][1]
        return seen

    def path(self, a: Formula) -> Iterator[tuple[int, int]]:
        """A class for each level met on the first way to « true »; ValueError where none is."""
        if a == FALSE:
            raise ValueError("nothing satisfies this formula")
        while a != TRUE:
            level, children = self._nodes[a]
            chosen = next(index for index, child in enumerate(children) if child != FALSE)
            yield level, chosen
            a = children[chosen]

    def _any(self, formulas: Sequence[Formula]) -> Formula:
        result = FALSE
        for one in formulas:
            result = self.or_(result, one)
        return result

    def _below(self, a: Formula, level: int, size: int) -> tuple[Formula, ...]:
        own, children = self._nodes[a]
        return children if own == level else (a,) * size

    def _node(self, level: int, children: tuple[Formula, ...]) -> Formula:
        if all(child == children[0] for child in children):
            return children[0]
        found = self._known.get((level, children))
        if found is None:
            found = Formula(len(self._nodes))
            self._nodes.append((level, children))
            self._known[level, children] = found
        return found
