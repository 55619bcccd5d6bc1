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

_LEAF = -1
MOST_NODES = 100_000
"""A real procedure takes some thousands; a hostile one could take all memory."""


class TooIntricate(Exception):
    """The conditions together distinguish more cases than can be followed."""


class Diagram:
    """Grows levels and nodes, never forgets one."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[Formula, ...]]] = [(_LEAF, ()), (_LEAF, ())]
        self._known: dict[tuple[int, tuple[Formula, ...]], Formula] = {}
        self._negations: dict[Formula, Formula] = {FALSE: TRUE, TRUE: FALSE}
        self._conjunctions: dict[tuple[Formula, Formula], Formula] = {}
        self._levels = 0

    def add_level(self) -> int:
        """A new variable, above all others: what is added to a long conjunction costs one node."""
        self._levels += 1
        return self._levels - 1

    def literal(self, level: int, accepted: Sequence[bool]) -> Formula:
        """The variable of that level is in one of the accepted classes."""
        return self._node(level, tuple(TRUE if one else FALSE for one in accepted))

    def not_(self, a: Formula) -> Formula:
        """Everything that `a` refuses."""
        known = self._negations
        waiting = [a]
        while waiting:
            one = waiting[-1]
            level, children = self._nodes[one]
            below = [child for child in children if child not in known]
            if below and one not in known:
                waiting += below
                continue
            waiting.pop()
            if one not in known:
                found = self._node(level, tuple(known[child] for child in children))
                known[one], known[found] = found, one
        return known[a]

    def and_(self, a: Formula, b: Formula) -> Formula:
        """What both accept.

        A stack and no recursion: a file may hold more conditions than Python has frames.
        """
        if (plain := _plainly(a, b)) is not None:
            return plain
        known = self._conjunctions
        waiting = [(a, b) if a < b else (b, a)]
        while waiting:
            pair = waiting[-1]
            if pair in known:
                waiting.pop()
                continue
            level, pairs = self._pairs(*pair)
            below = [p for p in pairs if p not in known and _plainly(*p) is None]
            if below:
                waiting += below
                continue
            waiting.pop()
            known[pair] = self._node(level, tuple(self._joined(*p) for p in pairs))
        return known[(a, b) if a < b else (b, a)]

    def _pairs(self, a: Formula, b: Formula) -> tuple[int, list[tuple[Formula, Formula]]]:
        """The upper level of the two, and what is left of both in each of its classes."""
        (level, ones), (other, others) = self._nodes[a], self._nodes[b]
        if level > other:
            others = (b,) * len(ones)
        elif other > level:
            level, ones = other, (a,) * len(others)
        return level, [(x, y) if x < y else (y, x) for x, y in zip(ones, others, strict=True)]

    def _joined(self, a: Formula, b: Formula) -> Formula:
        plain = _plainly(a, b)
        return self._conjunctions[a, b] if plain is None else plain

    def or_(self, a: Formula, b: Formula) -> Formula:
        """What either accepts."""
        return self.not_(self.and_(self.not_(a), self.not_(b)))

    def forget(self, a: Formula, levels: Collection[int]) -> Formula:
        """What `a` accepts for some class of those levels."""
        left: dict[Formula, Formula] = {FALSE: FALSE, TRUE: TRUE}
        for one in sorted(self._reached(a) - {FALSE, TRUE}):  # what is below has a lower number
            level, children = self._nodes[one]
            below = tuple(left[child] for child in children)
            left[one] = self._any(below) if level in levels else self._node(level, below)
        return left[a]

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

    def _node(self, level: int, children: tuple[Formula, ...]) -> Formula:
        if all(child == children[0] for child in children):
            return children[0]
        found = self._known.get((level, children))
        if found is None:
            if len(self._nodes) >= MOST_NODES:
                raise TooIntricate
            found = Formula(len(self._nodes))
            self._nodes.append((level, children))
            self._known[level, children] = found
        return found


def _plainly(a: Formula, b: Formula) -> Formula | None:
    """What both accept, where that takes no look at the diagram."""
    if FALSE in (a, b):
        return FALSE
    if a in (TRUE, b):
        return b
    return a if b == TRUE else None
