"""In which order to choose the values of a group of variables, so that no combination is missed.

The lines of the group's comparisons cut the space of its values into cells on which every
comparison keeps its truth. Variables are eliminated one by one; each leaves behind the lines along
which its own bounds change their order (`projected`). Choosing in the reverse order, one value
between any two neighbouring bounds, then meets every cell: the arrangement is cylindrical. This is
exact for

- whole numbers and days whose lines carry no factor (x < y + 3, fin - debut > 90), or that stand
  alone with one (3 * x > 10);
- decimals with any factors, and whole numbers together with them as long as the elimination leaves
  no factor on a whole number;
- calendar months, since the day comes first and turns them into numbers (see moments.py).

Elsewhere NotExact is raised. Decimals come after whole numbers; the parts of rows come last of all,
so that all the rows a list may hold are found beside each choice of the other answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .atoms import Atom
from .cells import Axis
from .linear import Linear, bound, lines, projected, variable
from .moments import TODAY, Moments, is_moment
from .variables import Kind, Variable, candidates


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose rows some atoms judge (by their places among the atoms), and their parts."""

    name: str
    judges: tuple[int, ...]
    axes: tuple[Axis, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The parts of a row."""
        return tuple(axis.variable for axis in self.axes)


@dataclass(frozen=True, slots=True)
class Plan:
    """First the day, then the answers, then the rows.

    `symbols` are the variables that follow from the day.
    """

    atoms: tuple[Atom, ...]
    moments: Moments
    symbols: tuple[str, ...]
    axes: tuple[Axis, ...]
    rows: tuple[Rows, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Of the answers, parts of rows aside."""
        return tuple(axis.variable for axis in self.axes)

    @property
    def reads_today(self) -> bool:
        """Whether the day matters to a truth or to an example."""
        return any(atom.reads_today for atom in self.atoms)


def plan(atoms: Sequence[Atom]) -> Plan:
    """For atoms that share variables; NotExact when their cells are not found this way."""
    variables = {one.key: one for atom in atoms for one in atom.variables}
    found = {line for atom in atoms for line in atom.lines}
    for one in variables.values():
        found |= one.limits() | _emptiness(one, atoms)
    ordered, left = _eliminated(tuple(variables.values()), found)
    axes = [
        *_unordered(tuple(variables.values()), atoms),
        *(_long_enough(axis, _judges(axis.variable, atoms)) for axis in ordered),
    ]
    symbols = {key for line in found for key, _factor in line.terms if is_moment(key)}
    judged = dict.fromkeys(atom.judged for atom in atoms if atom.judged)
    return Plan(
        tuple(atoms),
        Moments.of(left),
        tuple(sorted(symbols | {TODAY})),
        tuple(axis for axis in axes if not axis.variable.owner),
        tuple(_rows(name, atoms, axes) for name in judged),
    )


def _rows(name: str, atoms: Sequence[Atom], axes: Sequence[Axis]) -> Rows:
    judges = tuple(index for index, atom in enumerate(atoms) if atom.judged == name)
    return Rows(name, judges, tuple(axis for axis in axes if axis.variable.owner == name))


def _judges(one: Variable, atoms: Sequence[Atom]) -> int:
    """How many conditions judge the rows that this variable counts."""
    return sum(atom.judged == one.name for atom in atoms) if one.kind is Kind.COUNT else 0


def _emptiness(one: Variable, atoms: Sequence[Atom]) -> set[Linear]:
    """No row, or some: any and all tell."""
    return lines(variable(one.key), ">", ()) if _judges(one, atoms) else set()


def _long_enough(axis: Axis, judges: int) -> Axis:
    """Each condition holds for some rows, for all or for none: k conditions take k + 1 rows."""
    return replace(axis, enough=judges + 1) if judges else axis


def _unordered(variables: Sequence[Variable], atoms: Sequence[Atom]) -> list[Axis]:
    words = {word for atom in atoms for word in atom.words}
    alike = Counter(one.type for one in variables)
    return [
        Axis(one, values=candidates(one, words, alike[one.type]))
        for one in variables
        if not one.is_number
    ]


def _eliminated(
    variables: Sequence[Variable], found: set[Linear]
) -> tuple[list[Axis], set[Linear]]:
    """The numbers in the order of choosing, and the lines that only read the day."""
    dense = frozenset(one.key for one in variables if one.kind is Kind.DENSE)
    waiting = [one for one in variables if one.is_number]
    axes: list[Axis] = []
    while waiting:
        chosen = min(waiting, key=lambda one: _turn(one, found))
        waiting.remove(chosen)
        own = {line for line in found if line.coefficient(chosen.key)}
        bounds = tuple(dict.fromkeys(bound(line, chosen.key, dense) for line in _in_order(own)))
        found = (found - own) | projected(bounds, dense)
        axes.append(Axis(chosen, bounds))
    return axes[::-1], found


def _turn(one: Variable, found: set[Linear]) -> tuple[bool, bool, int, str]:
    """Rows are eliminated first, then decimals; among equals, what is bounded the least."""
    count = sum(bool(line.coefficient(one.key)) for line in found)
    return not one.owner, one.kind is not Kind.DENSE, count, one.key


def _in_order(found: set[Linear]) -> list[Linear]:
    """In an order that does not depend on hashes."""
    return sorted(found, key=lambda line: (line.terms, line.constant))
