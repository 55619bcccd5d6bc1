"""The smallest conditions: those that `and`, `or` and `not` put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ..expr.check import check_condition
from ..expr.compile import Evaluate, compiled
from ..expr.scope import ItemScope
from ..expr.syntax import And, Broken, Call, Expr, Name, Not, Or, children, names, walk
from ..expr.types import OPAQUE, UNKNOWN, Declared, Listed, Scope
from .linear import Linear
from .moments import is_moment
from .reading import Reader, key_of
from .variables import Values, Variable

MOST_PRESENCES = 3


@dataclass(frozen=True, slots=True)
class AtomKey:
    """An atom, whose row it reads, and which lists and answers are taken as absent from it."""

    expr: Expr
    rows: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Atom:
    """What one small condition reads, and the machine's own way to evaluate it.

    `evaluate` raises KeyError when it reads what the values leave unanswered.
    """

    key: AtomKey
    variables: tuple[Variable, ...]
    lines: frozenset[Linear]
    words: frozenset[str]
    evaluate: Evaluate

    @property
    def judged(self) -> str:
        """The list whose rows it judges, or nothing."""
        match self.key.expr:
            case Call("any" | "all", (Name(path), _)) if path not in self.key.absent:
                return path
        return ""

    @property
    def reads_today(self) -> bool:
        """Whether the day decides its truth or the dates of its example."""
        return any(variable.is_elapsed for variable in self.variables) or any(
            is_moment(key) for line in self.lines for key, _coefficient in line.terms
        )

    @property
    def subjects(self) -> tuple[str, ...]:
        """The answers it reads, a list being one."""
        return tuple(dict.fromkeys(one.owner or one.name for one in self.variables))


def atoms(expr: Expr, scope: Scope) -> Iterator[tuple[Expr, Scope]]:
    """Those of a condition, then the parts of its conditions on rows, read in one row."""
    match expr:
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part, scope)
        case Not(operand):
            yield from atoms(operand, scope)
        case Call("any" | "all", (Name(path), condition)):
            yield expr, scope
            inner = item_scope(path, scope)
            if inner and isinstance(condition, And | Or):
                yield from atoms(condition, inner)
        case _:
            yield expr, scope


def item_scope(path: str, scope: Scope) -> ItemScope | None:
    """The names inside any(path, …)."""
    declared = scope.declared(path)
    if declared is None or not isinstance(declared.type, Listed):
        return None
    return ItemScope(scope, declared, declared.type.parts)


def is_sound(expr: Expr, scope: Scope) -> bool:
    """Whether the atom was understood whole: no broken node, unknown name or wrong type."""
    if len(presences(expr)) > MOST_PRESENCES:
        return False
    if any(isinstance(node, Broken) for node in walk(expr)) or check_condition(expr, scope):
        return False
    calls = (node for node in walk(expr) if isinstance(node, Call) and node.function == "answered")
    asked = {id(name) for call in calls for name in call.arguments}
    read = (name for name in names(expr) if id(name) not in asked and not _is_item(name))
    return not any(_type(name, scope) in (UNKNOWN, OPAQUE) for name in read)


def _is_item(name: Name) -> bool:
    return name.path.startswith("item.")


def _type(name: Name, scope: Scope) -> object:
    declared = scope.declared(name.path)
    return declared.type if declared else UNKNOWN


def presences(expr: Expr, *functions: str) -> tuple[str, ...]:
    """The names whose absence the atom survives: its lists, and answered(…) said about rows."""
    functions = functions or ("count", "any", "all", "answered")
    found = (
        node.arguments[0].path
        for node in walk(expr)
        if isinstance(node, Call)
        and node.function in functions
        and isinstance(node.arguments[0], Name)
        and not _is_item(node.arguments[0])
    )
    return tuple(dict.fromkeys(found))


def absences(expr: Expr) -> Iterator[frozenset[str]]:
    """Every set of these names."""
    found = presences(expr)
    for size in range(len(found) + 1):
        yield from map(frozenset, combinations(found, size))


def key(expr: Expr, scope: Scope, absent: frozenset[str] = frozenset()) -> AtomKey:
    """The same for the same atom written elsewhere; `item.x` is told apart by its list."""
    items = (name.path for name in names(expr) if _is_item(name))
    return AtomKey(expr, tuple(key_of(path, scope) for path in items), absent)


def read(own: AtomKey, scope: Scope, uses: Mapping[str, set[str]]) -> Atom:
    """The atom; NotExact when its classes of values are beyond this room."""
    reader = Reader(scope, uses, own.absent)
    reader.truth(own.expr)
    return Atom(
        own,
        tuple(reader.variables.values()),
        frozenset(reader.lines),
        frozenset(reader.words),
        _evaluate(own, scope),
    )


def _row(expr: Expr, scope: Scope) -> tuple[tuple[str, str], ...]:
    """The parts read of the row the atom stands in, each with the name of its value."""
    found: dict[str, str] = {}
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name) and _is_item(node):
            found[node.path.removeprefix("item.")] = key_of(node.path, scope)
        elif not (isinstance(node, Call) and node.function in ("any", "all")):
            waiting += children(node)
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class InRow:
    """The scope of a row, whose parts are those of a list named « item »."""

    inside: Scope
    parts: tuple[str, ...]

    def declared(self, name: str) -> Declared | None:
        """The list « item », its parts, or what is known outside."""
        if name != "item":
            return self.inside.declared(name.replace("item[].", "item."))
        typed = ((part, self.inside.declared(f"item.{part}")) for part in self.parts)
        return Declared(name, Listed(tuple((part, one.type) for part, one in typed if one)))

    def names(self) -> Iterable[str]:
        """Those one can write."""
        return self.inside.names()


def _evaluate(own: AtomKey, scope: Scope) -> Evaluate:
    """Compiled as the machine compiles it; where it stands in a row, for the only row there."""
    row = _row(own.expr, scope)
    if row:
        inside = InRow(scope, tuple(part for part, _name in row))
        whole = _in_row(compiled(Call("any", (Name("item"), own.expr)), inside), row)
    else:
        whole = compiled(own.expr, scope)
    given = frozenset(presences(own.expr, "answered")) - own.absent
    return _said(whole, own.absent, given) if own.absent or given else whole


def _in_row(evaluate: Evaluate, row: tuple[tuple[str, str], ...]) -> Evaluate:
    def in_row(values: Values) -> Any:
        parts = {part: values[name] for part, name in row if name in values}
        return evaluate({**values, "item": (parts,)})

    return in_row


def _said(evaluate: Evaluate, absent: frozenset[str], given: frozenset[str]) -> Evaluate:
    """These answers are not there, and those are, whatever they say."""
    some = dict.fromkeys(given)

    def said(values: Values) -> Any:
        kept = {name: value for name, value in values.items() if name not in absent}
        return evaluate({**some, **kept})

    return said
