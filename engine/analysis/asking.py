"""A question asked somewhere: who answers it, and what every answer that is let through meets."""

from __future__ import annotations

from ..expr.syntax import And, Call, Compare, Expr, Name, Text
from ..expr.types import Choices, Declared, Scope
from ..logic import Formula
from ..model.definitions import Field
from .place import Place
from .site import Asked


def ask(here: Place, field: Field) -> Place:
    """The place after the question: fewer people (those with a valid answer), one name more."""
    space = here.space
    applicable = here.meets(field.when)
    asking = here.narrowed(applicable)
    offered = [(option, asking.meets(option.when)) for option in field.options if option.when]
    answered = asking.people
    if field.optional:
        answered = space.and_(answered, space.free(f"given {field.id}"))
    known = here.asked.also({field.id: space.or_(here.asked(field.id), answered)})
    known = _parts(here.knowing(known), field, answered)
    after = here.knowing(known)
    kept = space.or_(space.not_(answered), _valid(after.narrowed(answered), field))
    for option, offers in offered:
        withdrawn = space.and_(answered, space.not_(offers))
        kept = space.and_(kept, space.not_(space.and_(withdrawn, _is(after, field, option.id))))
    return after.narrowed(kept)


def _parts(here: Place, field: Field, answered: Formula) -> Asked:
    """The parts of a group are named in full; a list's columns only within any, all and count."""
    space, known = here.space, here.asked
    for fixed in field.type.parts if field.type else ():
        people = answered
        if fixed.optional:
            people = space.and_(people, space.free(f"given {field.id}.{fixed.name}"))
        known = known.also({f"{field.id}.{fixed.name}": people})
    rows = here.items(field.id)
    for part in field.parts:
        inside = here.narrowed(answered).knowing(known)
        if rows:
            _column(inside, field, part)
            continue
        people = space.and_(answered, inside.meets(part.when))
        _options(inside.narrowed(people), part)
        if part.optional:
            people = space.and_(people, space.free(f"given {part.id}"))
        known = known.also({part.id: people})
    return known


def _column(inside: Place, field: Field, part: Field) -> None:
    """A column's own condition reads the columns before it, as item.<part>."""
    here, row, space = inside, inside.items(field.id), inside.space
    for earlier in field.parts[: field.parts.index(part)]:
        sure = here.holds(earlier.when, row) if earlier.when else space.true
        if earlier.optional:
            sure = space.and_(sure, space.free(f"given item.{earlier.local}"))
        here = here.knowing(here.asked.also({f"item.{earlier.local}": sure}))
    _options(here.narrowed(here.meets(part.when, row)), part, row)


def _options(here: Place, part: Field, row: Scope | None = None) -> None:
    """The conditions of a part's answers."""
    for option in part.options:
        here.meets(option.when, row)


def _is(here: Place, field: Field, option: str) -> Formula:
    declared = here.ledger.scope.declared(field.id)
    chosen = Text(option)
    if declared and isinstance(declared.type, Choices):
        return _formula(here, Call("contains", (Name(field.id), chosen)))
    return _formula(here, Compare("==", Name(field.id), chosen))


def _formula(here: Place, expr: Expr) -> Formula:
    return here.space.formula(expr, here.ledger.scope, here.asked)


def _valid(here: Place, field: Field) -> Formula:
    """Bounds of dates (those of numbers are the domain of the name itself)."""
    bounds = [
        Compare(op, Name(field.id), Name("today") if bound == "today" else _day(str(bound)))
        for key, op in (("before", "<"), ("after", ">"))
        if (bound := field.values.get(key)) and field.type_name == "date"
    ]
    known: Declared | None = here.ledger.scope.declared(field.id)
    if not bounds or known is None or field.values.get("partial"):
        return here.space.true
    return _formula(here, bounds[0] if len(bounds) == 1 else And(tuple(bounds)))


def _day(text: str) -> Expr:
    return Call("date", (Text(text),))
