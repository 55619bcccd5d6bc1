"""Which conditions must be judged together, because they read the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .atoms import Atom
from .classes import Classes, classes
from .linear import NotExact
from .moments import TODAY
from .plan import Plan, plan


@dataclass(frozen=True, slots=True)
class Group:
    """Classes of atoms; independent of every other group, which is what makes formulas exact.

    Groups share no answer. They may share the day: a group that can reach all its truths on every
    day leaves the day to the others; those that cannot are one group. `is_exact` is False where
    this was too much, and each has a day of its own.
    """

    classes: Classes
    is_exact: bool = True

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """In the order of the truths."""
        return self.classes.atoms


@dataclass(frozen=True, slots=True)
class Loose:
    """An atom beyond this room, taken as true or false regardless of everything else."""

    atom: Atom


def partition(atoms: Iterable[Atom]) -> list[list[Atom]]:
    """Atoms that share a variable, directly or through others, in order of appearance."""
    leaders: dict[str, str] = {}

    def leader(key: str) -> str:
        while (above := leaders.setdefault(key, key)) != key:
            leaders[key] = leaders[above]
            key = above
        return key

    kept = [(atom, _links(atom, index)) for index, atom in enumerate(atoms)]
    for _atom, (first, *others) in kept:
        for other in others:
            leaders[leader(other)] = leader(first)
    groups: dict[str, list[Atom]] = {}
    for atom, (first, *_others) in kept:
        groups.setdefault(leader(first), []).append(atom)
    return list(groups.values())


def _links(atom: Atom, index: int) -> Sequence[str]:
    """The variables it reads; the day links only atoms that read nothing else."""
    own = [variable.key for variable in atom.variables]
    return own or ([TODAY] if atom.reads_today else [f"constant {index}"])


def judged(atoms: Iterable[Atom]) -> list[Group | Loose]:
    """Every atom in a group or loose, in order of appearance."""
    atoms = tuple(atoms)
    waiting = _planned(atoms)
    found: list[Group | Loose] = []
    moved: list[Classes] = []
    while waiting:
        one = waiting.pop()
        carried = _carried_out(one) if isinstance(one, Plan) else None
        if isinstance(one, Loose):
            found.append(one)
        elif carried is None:
            waiting += _reduced(one.atoms)
        elif carried.unread:
            waiting += _split(carried)
        elif carried.moments.is_any_day:
            found.append(Group(carried))
        else:
            moved.append(carried)
    rank = {atom.key: index for index, atom in enumerate(atoms)}
    found += _joined(moved)
    return sorted(found, key=lambda one: min(rank[atom.key] for atom in _atoms(one)))


def _atoms(one: Group | Loose) -> tuple[Atom, ...]:
    return one.atoms if isinstance(one, Group) else (one.atom,)


def _planned(atoms: Iterable[Atom]) -> list[Plan | Loose]:
    """A plan for each group of atoms, with those let loose that stand in its way."""
    found: list[Plan | Loose] = []
    for group in partition(atoms):
        try:
            found.append(plan(group))
        except NotExact:
            found += _reduced(group)
    return found


def _reduced(group: Sequence[Atom]) -> list[Plan | Loose]:
    """Without the atoms that cost most: rows compared with answers, then several answers at once.

    Without any atom when none links anything.
    """
    linking = [atom for atom in group if len(atom.subjects) > 1]
    loose = [atom for atom in linking if atom.judged] or linking or group
    return [*map(Loose, loose), *_planned(atom for atom in group if atom not in loose)]


def _carried_out(one: Plan) -> Classes | None:
    """Its classes, unless there are too many choices to try."""
    try:
        return classes([one])
    except NotExact:
        return None


def _split(found: Classes) -> list[Plan | Loose]:
    """Without the atoms that cannot be read."""
    unread = [atom for index, atom in enumerate(found.atoms) if index in found.unread]
    return [*map(Loose, unread), *_planned(atom for atom in found.atoms if atom not in unread)]


def _joined(moved: Sequence[Classes]) -> list[Group | Loose]:
    """What depends on the day, as one group if that can be."""
    if len(moved) > 1:
        try:
            return [Group(classes([one for found in moved for one in found.plans]))]
        except NotExact:
            pass
    return [Group(found, is_exact=len(moved) == 1) for found in moved]
