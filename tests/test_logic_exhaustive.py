"""The classes of values against every value of small worlds, condition by condition.

Two facts make each comparison complete. What the logic holds possible is proved by an example that
the machine's own compiled conditions confirm, so nothing it finds can be imaginary. What it holds
impossible is contradicted by the first situation of a small world where it happens; the worlds hold
every value near every constant of their conditions, on either side of every boundary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.engine.expr.check import check_condition
from parcours.engine.expr.compile import Evaluate, compiled
from parcours.engine.expr.parser import parse
from parcours.engine.expr.syntax import Expr
from parcours.engine.expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    TEXT,
    Choice,
    Choices,
    Declared,
    Listed,
)
from parcours.engine.logic import Formula, Space
from parcours.engine.logic.atoms import key, read
from parcours.engine.logic.classes import classes
from parcours.engine.logic.moments import Moments
from parcours.engine.logic.plan import Plan, plan
from parcours.engine.logic.reading import Uses, note_uses
from parcours.engine.model.names import Names
from parcours.tests.campaign import LONG, count

Values = Mapping[str, Any]
Truths = tuple[bool, ...]

SITUATIONS = Choice(("celibataire", "marie", "pacse", "veuf"))
NAMES = Names(
    {
        declared.name: declared
        for declared in (
            Declared("today", DATE),
            Declared("a", BOOLEAN),
            Declared("b", BOOLEAN),
            Declared("situation", SITUATIONS),
            Declared("avant", SITUATIONS),
            Declared("langues", Choices(("fr", "en", "ar"))),
            Declared("nom", TEXT),
            Declared("nom_usage", TEXT),
            Declared("n", INTEGER, minimum=0, maximum=5),
            Declared("m", INTEGER, minimum=0, maximum=5),
            Declared("k", INTEGER),
            Declared("loyer", DECIMAL, minimum=0, maximum=3),
            Declared("revenu", DECIMAL),
            Declared("debut", DATE),
            Declared("fin", DATE),
            Declared("naissance", DATE),
            Declared(
                "enfants",
                Listed((("scolarise", BOOLEAN), ("naissance", DATE), ("rang", INTEGER))),
                maximum=3,
            ),
            Declared("enfants[].scolarise", BOOLEAN),
            Declared("enfants[].naissance", DATE),
            Declared("enfants[].rang", INTEGER, minimum=1, maximum=3),
        )
    }
)


@dataclass(frozen=True)
class World:
    """Some conditions, and every situation they are tried in."""

    conditions: tuple[str, ...]
    situations: Callable[[], Iterable[Values]]


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(n) for n in range((end - start).days + 1)]


def every(**values: Iterable[Any]) -> Iterable[Values]:
    return (dict(zip(values, chosen, strict=True)) for chosen in product(*values.values()))


def sets(options: Sequence[str]) -> list[frozenset[str]]:
    chosen = product((False, True), repeat=len(options))
    return [frozenset(o for o, is_in in zip(options, one, strict=True) if is_in) for one in chosen]


def lists(rows: Sequence[Values], longest: int) -> list[tuple[Values, ...]]:
    """Their order never matters."""
    lengths = range(longest + 1)
    return [found for n in lengths for found in combinations_with_replacement(rows, n)]


CHOSEN = World(
    (
        "a",
        "not b",
        "situation == 'marie'",
        "situation in ['marie', 'pacse']",
        "situation != 'veuf'",
        "situation == avant",
        "avant not in ['celibataire', 'veuf']",
        "situation in [avant, 'pacse']",
        "contains(langues, 'fr')",
        "contains(langues, 'ar')",
        "nom == nom_usage",
        "nom == 'DIALLO'",
        "nom_usage in ['DIALLO', nom]",
    ),
    lambda: every(
        a=(False, True),
        b=(False, True),
        situation=SITUATIONS.options,
        avant=SITUATIONS.options,
        langues=sets(("fr", "ar")),
        nom=("DIALLO", "X", "Y"),
        nom_usage=("DIALLO", "X", "Y"),
    ),
)

NUMBERS = World(
    (
        "n > 2",
        "n == 4",
        "n < m",
        "n + m >= 7",
        "m - n > 3",
        "m in [0, 3, n]",
        "2 * n <= 5",
        "n >= 2.5",
        "k < n",
        "k - m == 1",
        "k + 2 > 3 - n",
        "-k > 4",
    ),
    lambda: every(n=range(6), m=range(6), k=range(-12, 13)),
)

QUARTERS = [Decimal(n) / 4 for n in range(-16, 29)]
DECIMALS = World(
    (
        "loyer > 2.5",
        "loyer <= 0.5",
        "loyer == 2.5",
        "loyer < revenu",
        "revenu - loyer >= 1.5",
        "revenu == 1",
        "2 * revenu > 3 * loyer + 1",
        "n >= loyer",
        "n > 2",
    ),
    lambda: every(
        loyer=[q for q in QUARTERS if 0 <= q <= 3],
        revenu=QUARTERS,
        n=range(6),
    ),
)

DAYS = World(
    (
        "debut < fin",
        "debut <= today",
        "today > fin",
        "fin - debut > 2",
        "fin == today + 1",
        "debut + 2 >= today",
        "days_until(fin) <= 2",
        "days_until(debut) == -1",
        "debut < date('2026-03-01')",
        "fin in [date('2026-02-28'), date('2026-03-01')]",
        "today >= date('2026-03-01')",
        "today != date('2026-02-27')",
        "fin - 1 > today - 2",
    ),
    lambda: every(
        debut=days("2026-02-19", "2026-03-09"),
        fin=days("2026-02-19", "2026-03-09"),
        today=days("2026-02-19", "2026-03-09"),
    ),
)


def around(today: date) -> list[date]:
    """The days that lie between two weeks ahead and some months back, or about a year or two."""
    ordinal = today.toordinal()
    near = range(ordinal - 100, ordinal + 14)
    years = (n for back in (366, 731) for n in range(ordinal - back - 3, ordinal - back + 4))
    return [date.fromordinal(n) for n in (*near, *years)]


def cycle() -> list[date]:
    """Four years; in the short campaign, the days about the ends of months, where months differ."""
    found = days("2023-01-01", "2026-12-31")
    return found if LONG else [day for day in found if day.day >= 28 or day.day <= 2]


CALENDAR = World(
    (
        "age(naissance) >= 1",
        "age(naissance) == 0",
        "age(naissance) < 2",
        "age(naissance + 1) >= 1",
        "months_since(naissance) >= 1",
        "months_since(naissance) < 0",
        "months_since(naissance) == 2",
        "2 * months_since(naissance) > 5",
        "days_until(naissance) <= -28",
        "days_until(naissance) < -30",
        "today - naissance > 58",
        "today - naissance >= 62",
        "today - naissance == 365",
        "naissance + 731 <= today",
        "naissance < today",
        "naissance >= date('2024-02-29')",
        "naissance == date('2024-01-31')",
        "today > date('2024-02-29')",
        "today < date('2024-03-31')",
        "age(date('2024-02-29')) >= 1",
        "months_since(today - 30) >= 1",
    ),
    lambda: ({"today": t, "naissance": d} for t in cycle() for d in around(t)),
)

ROWS = World(
    (
        "count(enfants) > 1",
        "count(enfants) == n",
        "any(enfants, item.scolarise)",
        "all(enfants, item.scolarise)",
        "any(enfants, item.scolarise and a)",
        "any(enfants, item.naissance > debut)",
        "all(enfants, item.naissance <= debut or item.scolarise)",
        "any(enfants, days_until(item.naissance) < 0)",
        "any(enfants, item.rang > n)",
        "all(enfants, item.rang == 1)",
        "debut < today",
        "n > 1",
    ),
    lambda: every(
        a=(False, True),
        n=range(4),
        debut=days("2026-03-01", "2026-03-02"),
        today=days("2026-03-01", "2026-03-02"),
        enfants=lists(
            [
                {"scolarise": s, "naissance": d, "rang": r}
                for s in (False, True)
                for d in days("2026-02-28", "2026-03-03")
                for r in (1, 3)
            ],
            3 if LONG else 2,
        ),
    ),
)

WORLDS = {
    "chosen": CHOSEN,
    "numbers": NUMBERS,
    "decimals": DECIMALS,
    "days": DAYS,
    "calendar": CALENDAR,
    "rows": ROWS,
}


def understood(text: str) -> Expr:
    expr, problems = parse(text)
    assert (problems, check_condition(expr, NAMES)) == ((), ()), text
    return expr


@cache
def evaluated(name: str) -> frozenset[Truths]:
    """What the conditions of a world are together, in every situation of it."""
    world = WORLDS[name]
    conditions = [compiled(understood(text), NAMES) for text in world.conditions]
    return frozenset(
        tuple([condition(values) for condition in conditions]) for values in world.situations()
    )


def seen(name: str, chosen: Sequence[str]) -> set[Truths]:
    """What some of these conditions are together."""
    places = [WORLDS[name].conditions.index(text) for text in chosen]
    return {tuple(truths[place] for place in places) for truths in evaluated(name)}


def same(space: Space, formulas: Sequence[Formula], truths: Truths) -> Formula:
    pairs = zip(formulas, truths, strict=True)
    return space.and_(*(one if truth else space.not_(one) for one, truth in pairs))


@pytest.mark.parametrize("name", WORLDS)
@settings(max_examples=count(25, 1_000))
@given(data=st.data())
def test_possible_together(name: str, data: st.DataObject) -> None:
    texts = st.lists(st.sampled_from(WORLDS[name].conditions), min_size=1, max_size=4, unique=True)
    chosen = data.draw(texts)
    exprs = [understood(text) for text in chosen]
    space = Space.of((expr, NAMES) for expr in exprs)
    formulas = [space.formula(expr, NAMES) for expr in exprs]
    assert all(space.is_exact(formula) for formula in formulas), chosen
    compare(space, formulas, [compiled(expr, NAMES) for expr in exprs], seen(name, chosen))


def compare(
    space: Space, formulas: Sequence[Formula], conditions: Sequence[Evaluate], found: set[Truths]
) -> None:
    """Every combination of truths: possible with an example, or met nowhere."""
    for truths in product((False, True), repeat=len(formulas)):
        formula = same(space, formulas, truths)
        if not space.is_satisfiable(formula):
            assert truths not in found, f"held impossible: {truths}"
        if not space.is_satisfiable(formula) or not space.is_exact(formula):
            continue
        example = space.witness(formula, complete=True)
        values = {"today": date(2026, 1, 15), **example}
        assert tuple(condition(values) for condition in conditions) == truths, example
        brief = space.witness(formula)
        assert brief.items() <= example.items()
        assert set(brief) == set(space.support(formula)) & set(example)


WHOLE = {
    name: st.recursive(
        st.sampled_from(world.conditions),
        lambda inner: st.one_of(
            inner.map(lambda one: f"not ({one})"),
            st.lists(inner, min_size=2, max_size=3).map(lambda all_: f"({') and ('.join(all_)})"),
            st.lists(inner, min_size=2, max_size=3).map(lambda all_: f"({') or ('.join(all_)})"),
        ),
        max_leaves=6,
    )
    for name, world in WORLDS.items()
}


@cache
def situations(name: str) -> tuple[Values, ...]:
    """A sample of a world, for conditions that are not known beforehand."""
    found = tuple(WORLDS[name].situations())
    return found[:: 1 + len(found) // count(2_000, 20_000)]


@pytest.mark.parametrize("name", WORLDS)
@settings(max_examples=count(15, 500))
@given(data=st.data())
def test_whole_conditions(name: str, data: st.DataObject) -> None:
    exprs = [understood(data.draw(WHOLE[name])) for _ in range(2)]
    space = Space.of((expr, NAMES) for expr in exprs)
    one, other = (space.formula(expr, NAMES) for expr in exprs)
    first, second = (compiled(expr, NAMES) for expr in exprs)
    truths: set[Truths] = {(first(values), second(values)) for values in situations(name)}
    compare(space, [one, other], [first, second], truths)
    assert space.is_valid(one) == (not space.is_satisfiable(space.not_(one)))
    if space.implies(one, other):
        assert (True, False) not in truths
    if space.equivalent(one, other):
        assert truths <= {(True, True), (False, False)}


ABSENT = (
    "count(enfants) < 2",
    "any(enfants, item.scolarise)",
    "all(enfants, item.rang > n)",
    "any(enfants, answered(nom) and item.scolarise)",
    "answered(nom) and nom == 'DIALLO'",
    "a",
    "b or n > 2",
)


def without_unasked(values: Values) -> Values:
    """The list is asked of those of whom a is true, the name of those with b."""
    absent = {name for name, gate in (("enfants", "a"), ("nom", "b")) if not values[gate]}
    return {name: value for name, value in values.items() if name not in absent}


@settings(max_examples=count(25, 500))
@given(st.lists(st.sampled_from(ABSENT), min_size=1, max_size=4, unique=True))
def test_with_answers_that_are_not_asked(texts: list[str]) -> None:
    exprs = [understood(text) for text in texts]
    space = Space.of((expr, NAMES) for expr in (*exprs, understood("a"), understood("b")))
    gates = {
        "enfants": space.formula(understood("a"), NAMES),
        "nom": space.formula(understood("b"), NAMES),
    }
    formulas = [space.formula(expr, NAMES, gates.__getitem__) for expr in exprs]
    conditions = [compiled(expr, NAMES) for expr in exprs]
    rows = [{"scolarise": s, "rang": r} for s in (False, True) for r in (1, 3)]
    worlds = every(
        a=(False, True), b=(False, True), n=range(4), nom=("DIALLO", "X"), enfants=lists(rows, 2)
    )
    found = {
        tuple(condition(without_unasked(values)) for condition in conditions) for values in worlds
    }
    for truths in product((False, True), repeat=len(formulas)):
        formula = same(space, formulas, truths)
        assert space.is_satisfiable(formula) == (truths in found)
        if space.is_satisfiable(formula):
            values = without_unasked({"nom": "X", **space.witness(formula, complete=True)})
            assert tuple(condition(values) for condition in conditions) == truths


CONTROLS = {
    "numbers": ("n < m", "n + m >= 7", "n > 2"),
    "decimals": ("loyer < revenu", "revenu - loyer >= 1.5", "loyer > 2.5"),
    "days": ("debut < fin", "fin - debut > 2", "today > fin", "debut <= today"),
    "calendar": ("months_since(naissance) >= 1", "days_until(naissance) < -30"),
}


def planned(chosen: Sequence[str]) -> Plan:
    exprs, uses = [understood(text) for text in chosen], Uses()
    for expr in exprs:
        note_uses(expr, NAMES, uses)
    return plan([read(key(expr, NAMES), NAMES, uses) for expr in exprs])


def forgetful(whole: Plan, axis: int, bound: int) -> Plan:
    """The same plan with one boundary less."""
    axes = list(whole.axes)
    bounds = list(axes[axis].bounds)
    del bounds[bound]
    axes[axis] = replace(axes[axis], bounds=tuple(bounds))
    return replace(whole, axes=tuple(axes))


@pytest.mark.parametrize("name", CONTROLS)
def test_control_a_forgotten_boundary_is_noticed(name: str) -> None:
    whole, found = planned(CONTROLS[name]), seen(name, CONTROLS[name])
    assert found <= set(classes([whole]).truths)
    assert not found <= set(classes([forgetful(whole, -1, -1)]).truths)


def test_control_a_forgotten_projection_is_noticed() -> None:
    whole, found = planned(CONTROLS["days"]), seen("days", CONTROLS["days"])
    assert not found <= set(classes([forgetful(whole, 0, 0)]).truths)


def test_control_a_single_day_is_noticed() -> None:
    whole, found = planned(CONTROLS["calendar"]), seen("calendar", CONTROLS["calendar"])
    assert not found <= set(classes([replace(whole, moments=Moments((), ()))]).truths)
