"""All the conditions of a procedure as formulas one can combine, compare and give examples of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from ..expr.syntax import And, Call, Expr, Name, Not, Or, names, show
from ..expr.types import Declared, Listed, Scope
from .atoms import Atom, AtomKey, absences, atoms, is_sound, key, presences, read
from .diagram import FALSE, TRUE, Diagram, Formula
from .groups import Group, Loose, judged
from .levels import Level, answers_of
from .linear import NotExact
from .moments import TODAY
from .months import REFERENCE
from .reading import Uses, note_uses
from .variables import some_value

Asked = Callable[[str], Formula]
"""For a name (`item.x` in a row), the formula under which it is answered at that place."""


_ANY_DAY = {TODAY: date.fromordinal(REFERENCE)}


class Space:
    """The classes of values that the given conditions distinguish, and formulas over them.

    Formulas are numbers: equal ones are equivalent. What `is_exact` denies of a formula, and what a
    broken condition says, is a free truth: it « may be », and is never « always » nor « never ».

    Taken as independent, hence at most « may be » together: the legal figures `param.x` among
    themselves and of the day; a field and its bounds that follow the day; the row a condition
    stands in and what any, all and count say of the list.
    """

    true = TRUE
    false = FALSE

    def __init__(self) -> None:
        self._diagram = Diagram()
        self._levels: list[Level] = []
        self._free: dict[str, Formula] = {}
        self._atoms: dict[AtomKey, Formula] = {}
        self._sound: dict[AtomKey, bool] = {}
        self._optional: dict[str, Declared] = {}

    @classmethod
    def of(cls, conditions: Iterable[tuple[Expr, Scope]]) -> Space:
        """From every condition that will be asked about.

        Their parts may be asked about too, and those of their conditions on rows, read in one row.
        """
        space, uses = cls(), Uses()
        pairs = [pair for expr, scope in conditions for pair in atoms(expr, scope)]
        for expr, scope in pairs:
            note_uses(expr, scope, uses)
        found: dict[AtomKey, Atom] = {}
        for expr, scope in pairs:
            space._read(expr, scope, uses, found)
        for part in judged(found.values()):
            space._add(part)
        return space

    def _read(self, expr: Expr, scope: Scope, uses: Uses, found: dict[AtomKey, Atom]) -> None:
        """The atom, once with each set of its lists absent."""
        plain = key(expr, scope)
        if plain in self._sound or not self._is_sound(plain, scope) or _is_answered(expr):
            return
        for absent in absences(expr):
            own = replace(plain, absent=absent)
            with suppress(NotExact):
                atom = read(own, scope, uses)
                if atom.variables or atom.reads_today:
                    found[own] = atom
                else:
                    self._atoms[own] = TRUE if atom.evaluate(_ANY_DAY) else FALSE

    def _is_sound(self, plain: AtomKey, scope: Scope) -> bool:
        if plain not in self._sound:
            self._sound[plain] = is_sound(plain.expr, scope)
        return self._sound[plain]

    def _add(self, part: Group | Loose) -> None:
        if isinstance(part, Loose):
            self._atoms[part.atom.key] = self._loose(part.atom.key)
            return
        level = self._diagram.add_level()
        self._levels.append(Level(part, is_exact=part.is_exact))
        for index, atom in enumerate(part.atoms):
            accepted = [truths[index] for truths in part.classes.truths]
            self._atoms[atom.key] = self._diagram.literal(level, accepted)

    def _loose(self, own: AtomKey) -> Formula:
        """A free truth for this atom, wherever it stands."""
        shown = tuple(dict.fromkeys(name.path for name in names(own.expr)))
        free = " ".join((show(own.expr), *sorted(own.absent)))
        return self._level(Level(free=free, names=shown, is_exact=False))

    def _level(self, level: Level) -> Formula:
        self._levels.append(level)
        return self._diagram.literal(self._diagram.add_level(), (False, True))

    def free(self, name: str) -> Formula:
        """The truth of that name, independent of everything; the same whenever asked again."""
        if name not in self._free:
            self._free[name] = self._level(Level(free=name, names=(name,)))
        return self._free[name]

    def formula(self, expr: Expr, scope: Scope, asked: Asked | None = None) -> Formula:
        """Who meets the condition, standing where names are answered as `asked` says.

        answered(x) is asked(x); a list that is not asked has no rows. Without `asked`, lists are
        there and answered(x) is the free truth « answered(x) ».
        """
        match expr:
            case And(parts):
                return self.and_(*(self.formula(part, scope, asked) for part in parts))
            case Or(parts):
                return self.or_(*(self.formula(part, scope, asked) for part in parts))
            case Not(operand):
                return self.not_(self.formula(operand, scope, asked))
        plain = key(expr, scope)
        if not self._is_sound(plain, scope):
            return self._level(Level(free=show(expr), is_exact=False))
        if _is_answered(expr):
            return self._answered(expr, scope, asked)
        return self._atom(plain, presences(expr), scope, asked)

    def _answered(self, call: Expr, scope: Scope, asked: Asked | None) -> Formula:
        (name,) = names(call)
        if asked:
            return asked(name.path)
        declared = scope.declared(name.path)
        assert declared is not None, "checked: every name is known"
        self._optional[show(call)] = declared
        return self.free(show(call))

    def _atom(
        self, own: AtomKey, unsettled: Sequence[str], scope: Scope, asked: Asked | None
    ) -> Formula:
        """The atom where each of its lists is there, or where it is not."""
        if not unsettled:
            if own not in self._atoms:
                self._atoms[own] = self._loose(own)
            return self._atoms[own]
        name, *others = unsettled
        there = self._is_there(name, scope, asked)
        absent = replace(own, absent=own.absent | {name})
        with_it = self._atom(own, others, scope, asked) if there != FALSE else FALSE
        without = self._atom(absent, others, scope, asked) if there != TRUE else FALSE
        return self.or_(self.and_(there, with_it), self.and_(self.not_(there), without))

    def _is_there(self, name: str, scope: Scope, asked: Asked | None) -> Formula:
        declared = scope.declared(name)
        if asked is None and declared and isinstance(declared.type, Listed):
            return TRUE
        return self._answered(Call("answered", (Name(name),)), scope, asked)

    def and_(self, *formulas: Formula) -> Formula:
        """Who meets all of these; everyone when there are none."""
        return reduce(self._diagram.and_, formulas, TRUE)

    def or_(self, *formulas: Formula) -> Formula:
        """Who meets one of these; nobody when there are none."""
        return reduce(self._diagram.or_, formulas, FALSE)

    def not_(self, formula: Formula) -> Formula:
        """Everyone else."""
        return self._diagram.not_(formula)

    def is_satisfiable(self, formula: Formula) -> bool:
        """Whether someone may meet it."""
        return formula != FALSE

    def is_valid(self, formula: Formula) -> bool:
        """Whether everyone meets it."""
        return formula == TRUE

    def implies(self, formula: Formula, other: Formula) -> bool:
        """Whether everyone who meets the first meets the second."""
        return self._diagram.and_(formula, self.not_(other)) == FALSE

    def equivalent(self, formula: Formula, other: Formula) -> bool:
        """Whether the same people meet both."""
        return formula == other

    def is_exact(self, formula: Formula) -> bool:
        """Whether everyone it speaks of may exist; else it says « may be » of too many."""
        return all(self._levels[level].is_exact for level in self._diagram.support(formula))

    def support(self, formula: Formula) -> tuple[str, ...]:
        """The names that matter to it, in order of appearance; `free` names are as given."""
        levels = self._diagram.support(formula)
        found = (name for level in levels for name in self._names(formula, level))
        return tuple(dict.fromkeys(found))

    def _names(self, formula: Formula, level: int) -> tuple[str, ...]:
        group = self._levels[level].group
        if group is None:
            return self._levels[level].names
        return group.classes.names(self._diagram.outcomes(formula, level))

    def forget(self, formula: Formula, names: Iterable[str]) -> Formula:
        """Who meets it once these names, and all that is compared with them, may change."""
        wanted = set(names)
        levels = {i for i, level in enumerate(self._levels) if wanted & level.all_names}
        return self._diagram.forget(formula, levels)

    def beside(self, name: str) -> frozenset[str]:
        """All names that some condition compares with that one, directly or through others."""
        return frozenset(
            one
            for level in self._levels
            if name in (found := level.all_names)
            for one in found - {name}
        )

    def witness(
        self, formula: Formula, *, complete: bool = False, but: Formula | None = None
    ) -> Mapping[str, Any]:
        """Answers that meet it: Python values by full name, with `today` where it matters.

        Only the names in its support, unless `complete`. A free truth stands under its own name;
        where « answered(x) » is one, x is there or not accordingly. Always the same for the same
        space; ValueError when nobody meets it. With `but`, whom `formula` excludes, only the
        answers that keep the witness out of it.
        """
        chosen = dict(self._diagram.path(formula))
        levels: Sequence[int] = self._diagram.support(formula)
        if complete:
            levels = range(len(self._levels))
        elif but is not None:
            levels = self._needed(chosen, but)
        picked = [(self._levels[level], chosen.get(level, 0)) for level in levels]
        values = answers_of([(level.group, index) for level, index in picked if level.group])
        for level, index in picked:
            if not level.group:
                values[level.free] = bool(index)
        for free, declared in self._optional.items():
            if values.get(free):
                values.setdefault(declared.name, some_value(declared))
            elif free in values:
                values.pop(declared.name, None)
        if complete:
            return values
        wanted = {name for level in levels for name in self._names(formula, level)}
        wanted |= {level.free for level, _index in picked}
        shown = {free: declared.name for free, declared in self._optional.items()}
        wanted |= {shown[name] for name in wanted if name in shown}
        return {name: value for name, value in values.items() if name in wanted}

    def _needed(self, chosen: Mapping[int, int], but: Formula) -> tuple[int, ...]:
        """The levels whose classes suffice to keep out of `but`; those that follow the day go
        first, then those of values, so that plain facts stay."""
        literals = {level: self._literal(level, index) for level, index in chosen.items()}
        for level in sorted(chosen, key=lambda one: (self._levels[one].plainness, one)):
            others = [literal for one, literal in literals.items() if one != level]
            if self.and_(but, *others) == FALSE:
                del literals[level]
        return tuple(sorted(literals))

    def _literal(self, level: int, index: int) -> Formula:
        size = self._levels[level].size
        return self._diagram.literal(level, [one == index for one in range(size)])


def _is_answered(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.function == "answered"
