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
    rank = {atom.key: index for index, atom in enumerate(atoms)}
    plans = _planned(atoms)
    moved = [one for one in plans if isinstance(one, Plan) and not one.moments.is_any_day]
    found: list[Group | Loose] = _moved(moved)
    for one in plans:
        if isinstance(one, Loose):
            found.append(one)
        elif one.moments.is_any_day:
            found += _classified(one)
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
    """Without the atoms that link several answers; without any atom when none does."""
    linking = [atom for atom in group if len(atom.subjects) > 1] or group
    return [*map(Loose, linking), *_planned(atom for atom in group if atom not in linking)]


def _classified(one: Plan, is_exact: bool = True) -> list[Group | Loose]:
    """The plan carried out, or less of it where that would try too many choices."""
    try:
        found = classes([one])
    except NotExact:
        return _carried_out(_reduced(one.atoms))
    if not found.unread:
        return [Group(found, is_exact)]
    unread = [one.atoms[index] for index in sorted(found.unread)]
    read = (atom for atom in one.atoms if atom not in unread)
    return [*map(Loose, unread), *_carried_out(_planned(read))]


def _carried_out(plans: Iterable[Plan | Loose]) -> list[Group | Loose]:
    """Each by itself, hence not exact where it depends on the day."""
    found: list[Group | Loose] = []
    for one in plans:
        found += [one] if isinstance(one, Loose) else _classified(one, one.moments.is_any_day)
    return found


def _moved(plans: Sequence[Plan]) -> list[Group | Loose]:
    """What depends on the day, as one group if that can be."""
    if len(plans) < 2:
        return [part for one in plans for part in _classified(one)]
    try:
        found = classes(plans)
    except NotExact:
        return _carried_out(plans)
    return _carried_out(plans) if found.unread else [Group(found)]
