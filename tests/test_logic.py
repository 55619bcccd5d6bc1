"""What the logic says of conditions as French procedures write them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.expr.compile import compiled
from parcours.engine.expr.functions import age, months_since
from parcours.engine.expr.parser import parse
from parcours.engine.expr.scope import ItemScope
from parcours.engine.expr.syntax import Expr
from parcours.engine.expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    OPAQUE,
    TEXT,
    UNKNOWN,
    Choice,
    Choices,
    Declared,
    Listed,
)
from parcours.engine.logic import Formula, Space
from parcours.engine.logic.atoms import InRow
from parcours.engine.logic.moments import CYCLE
from parcours.engine.logic.months import months_after, months_before
from parcours.engine.model.names import Names

COLUMNS = (
    ("naissance", DATE),
    ("scolarise", BOOLEAN),
    ("lien", Choice(("enfant", "adopte", "autre"))),
    ("langues", Choices(("fr", "en"))),
    ("nom_usage", TEXT),
    ("rang", INTEGER),
    ("obscur", UNKNOWN),
)
ENFANTS = Declared("enfants", Listed(COLUMNS), minimum=1, maximum=20)
NAMES = Names(
    {
        declared.name: declared
        for declared in (
            Declared("today", DATE),
            Declared("conjoint", BOOLEAN),
            Declared("enfants_a_charge", BOOLEAN),
            Declared("situation", Choice(("celibataire", "marie", "pacse", "veuf", "divorce"))),
            Declared("langues", Choices(("fr", "en", "ar"))),
            Declared("nom_usage", TEXT, optional=True),
            Declared("pays", TEXT),
            Declared("naissance", DATE),
            Declared("entree", DATE),
            Declared("fin", DATE),
            Declared("personnes", INTEGER, minimum=1, maximum=12),
            Declared("pieces", INTEGER),
            Declared("loyer", DECIMAL, minimum=0),
            Declared("revenu", DECIMAL),
            Declared("param.droit_de_timbre", DECIMAL),
            Declared("param.majorite", DECIMAL),
            Declared("fichier", OPAQUE),
            Declared("obscur", UNKNOWN),
            ENFANTS,
            *(Declared(f"enfants[].{part}", type_) for part, type_ in COLUMNS),
            Declared("voyages", Listed((("jours", INTEGER),))),
            Declared("freres", Listed((("age", INTEGER),)), maximum=20),
        )
    }
)
ROW = ItemScope(NAMES, ENFANTS, COLUMNS)


def understood(text: str) -> Expr:
    return parse(text)[0]


def spaced(*texts: str) -> tuple[Space, list[Formula]]:
    """The space of these conditions, and their formulas."""
    exprs = [understood(text) for text in texts]
    space = Space.of((expr, NAMES) for expr in exprs)
    return space, [space.formula(expr, NAMES) for expr in exprs]


def is_ever(text: str) -> bool:
    space, (formula,) = spaced(text)
    assert space.is_exact(formula)
    return space.is_satisfiable(formula)


def is_always(text: str) -> bool:
    space, (formula,) = spaced(text)
    assert space.is_exact(formula)
    return space.is_valid(formula)


def example(text: str) -> Mapping[str, Any]:
    space, (formula,) = spaced(text)
    return space.witness(formula)


NEVER = [
    "conjoint and not conjoint",
    "situation == 'marie' and situation == 'pacse'",
    "situation == 'marie' and not (situation in ['marie', 'pacse'])",
    "age(naissance) < 16 and age(naissance) > 17",
    "age(naissance) < 18 and months_since(naissance) >= 216",
    "age(naissance) >= 18 and naissance > today",
    "age(naissance) >= 18 and days_until(naissance) > -6574",
    "naissance > entree and entree > today and naissance < today",
    "fin - entree > 90 and fin - entree <= 90",
    "entree < date('2020-01-01') and today >= date('2026-01-01') and today - entree < 2193",
    "naissance > date('2010-01-01') and age(naissance) >= 18 and today < date('2028-01-02')",
    "contains(langues, 'fr') and not contains(langues, 'fr')",
    "personnes > 12",
    "personnes > pieces and pieces >= personnes",
    "2 * personnes == 5",
    "loyer < 0",
    "loyer > revenu and revenu > 1000.5 and loyer < 1000.5",
    "count(enfants) < 1",
    "count(enfants) == 1 and any(enfants, item.scolarise) and any(enfants, not item.scolarise)",
    "count(enfants) > 20",
    "any(enfants, item.scolarise) and all(enfants, not item.scolarise)",
    "any(enfants, item.naissance < naissance) and all(enfants, item.naissance > naissance + 15)",
    "any(enfants, age(item.naissance) < 16) and all(enfants, age(item.naissance) >= 18)",
    "any(enfants, contains(item.langues, 'fr')) and all(enfants, not contains(item.langues, 'fr'))",
    "3 < 2",
    "age(date('2030-06-01')) >= 1 and today < date('2031-06-01')",
    "today - today > 0",
]


@pytest.mark.parametrize("text", NEVER)
def test_never(text: str) -> None:
    assert not is_ever(text)
    assert is_always(f"not ({text})")


SOMETIMES = [
    "age(naissance) >= 18 and days_until(naissance) > -6576",
    "entree < date('2020-01-01') and today >= date('2026-01-01') and today - entree < 2194",
    "naissance > date('2010-01-01') and age(naissance) >= 18 and today < date('2028-01-03')",
    "months_since(naissance) >= 1 and today - naissance == 28",
    "months_since(naissance) < 1 and today - naissance == 30",
    "situation != 'marie' and situation not in ['pacse', 'veuf', 'celibataire']",
    "pays != 'FRA' and pays != 'BEL'",
    "loyer > 2.50 and loyer < 2.51",
    "3 * loyer == 0.75",
    "loyer * 3 > revenu and revenu > loyer * 2",
    "count(enfants) == 2 and any(enfants, item.scolarise) and any(enfants, not item.scolarise)",
    "any(enfants, item.naissance > entree) and any(enfants, item.naissance < entree - 300)",
    "any(enfants, item.lien == 'adopte') and any(enfants, item.lien == 'autre')",
    "age(naissance) >= param.majorite and age(naissance) < 18",
    "age(naissance) > personnes",
    "months_since(entree) < pieces and months_since(entree) > personnes",
    "personnes > 3 and all(enfants, item.naissance < entree and conjoint)",
    "date('2026-01-01') in [entree, fin]",
    "revenu - revenu < loyer and loyer * 0 + 3 > 2 and loyer < 4",
    "'marie' == situation",
    "count(enfants) + count(freres) > 4",
]


@pytest.mark.parametrize("text", SOMETIMES)
def test_sometimes(text: str) -> None:
    space, (formula,) = spaced(text)
    assert space.is_exact(formula)
    assert not space.is_valid(formula)
    assert compiled(understood(text), NAMES)(space.witness(formula, complete=True))


def test_a_third_of_a_euro_is_no_decimal() -> None:
    assert not is_ever("3 * loyer == 1")


def test_next_rules_that_leave_someone_without_a_screen() -> None:
    space, rules = spaced("situation in ['marie', 'pacse']", "situation == 'veuf'")
    stranded = space.not_(space.or_(*rules))
    assert space.witness(stranded) == {"situation": "celibataire"}
    assert space.support(stranded) == ("situation",)


def test_next_rules_that_cover_everyone() -> None:
    texts = ("age(naissance) < 18", "age(naissance) >= 18 and conjoint", "not conjoint")
    space, rules = spaced(*texts)
    assert space.is_valid(space.or_(*rules))


def test_formulas_compare() -> None:
    texts = (
        "conjoint or enfants_a_charge",
        "not (not conjoint and not enfants_a_charge)",
        "conjoint",
    )
    space, (one, same, narrower) = spaced(*texts)
    assert space.equivalent(one, same)
    assert not space.equivalent(one, narrower)
    assert space.implies(narrower, one)
    assert not space.implies(one, narrower)
    assert (space.and_(), space.or_()) == (space.true, space.false)


def test_a_list_that_is_not_asked_has_no_rows() -> None:
    texts = (
        "count(enfants) > 0",
        "any(enfants, item.scolarise)",
        "all(enfants, item.scolarise)",
        "enfants_a_charge",
    )
    exprs = [understood(text) for text in texts]
    space = Space.of((expr, NAMES) for expr in exprs)
    asked = space.formula(exprs[-1], NAMES)

    def answered(name: str) -> Formula:
        return {"enfants": asked}.get(name, space.true)

    some, one, every, _ = (space.formula(expr, NAMES, answered) for expr in exprs)
    assert space.equivalent(some, asked)  # at least one row, since min is 1
    assert space.implies(one, asked)
    assert space.implies(space.not_(asked), every)
    assert not space.implies(asked, one)
    assert space.formula(exprs[0], NAMES, lambda _name: space.false) == space.false


def test_answered_is_what_the_place_says() -> None:
    expr = understood("answered(nom_usage) and nom_usage == 'DIALLO'")
    space = Space.of([(expr, NAMES)])
    given = space.free("given nom_usage")
    formula = space.formula(expr, NAMES, lambda _name: given)
    assert space.implies(formula, given)
    assert space.witness(formula) == {"nom_usage": "DIALLO", "given nom_usage": True}
    assert space.free("given nom_usage") == given
    assert space.formula(expr, NAMES, lambda _name: space.false) == space.false


def test_answered_is_free_elsewhere() -> None:
    space, (formula,) = spaced("answered(nom_usage) and nom_usage == 'DIALLO'")
    assert space.witness(formula) == {"answered(nom_usage)": True, "nom_usage": "DIALLO"}
    space, (formula,) = spaced("not answered(nom_usage) or nom_usage == 'DIALLO'")
    assert space.witness(formula) == {"answered(nom_usage)": False}
    space, (formula, _other) = spaced("answered(nom_usage)", "answered(pays)")
    assert space.witness(formula) == {"answered(nom_usage)": True, "nom_usage": "autre"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nom_usage", "autre"),
        ("situation", "celibataire"),
        ("langues", frozenset()),
        ("conjoint", False),
        ("naissance", date(2026, 1, 15)),
        ("personnes", 1),
        ("pieces", 0),
        ("fichier", ()),
    ],
)
def test_an_answer_that_is_only_said_to_be_there(name: str, value: object) -> None:
    assert example(f"answered({name})") == {f"answered({name})": True, name: value}


def test_answered_within_rows_follows_the_place() -> None:
    text = "any(enfants, answered(nom_usage) and item.nom_usage == nom_usage)"
    expr = understood(text)
    space = Space.of([(expr, NAMES)])
    given = space.free("given")
    places = {"nom_usage": given, "enfants": space.true}
    assert space.implies(space.formula(expr, NAMES, places.__getitem__), given)
    free = space.formula(expr, NAMES)
    assert space.is_exact(free)
    assert compiled(expr, NAMES)(space.witness(free))


def test_a_part_that_a_row_may_lack() -> None:
    text = "any(enfants, answered(item.nom_usage) and item.nom_usage == 'DIALLO')"
    assert is_ever(text)
    assert is_ever("any(enfants, not answered(item.nom_usage)) and count(enfants) == 1")
    texts = ("any(enfants, item.nom_usage == 'X')", "all(enfants, answered(item.nom_usage))")
    space, (unguarded, guarded) = spaced(*texts)
    assert not space.is_exact(unguarded)
    assert space.is_exact(guarded)


def test_conditions_of_the_row_one_is_in() -> None:
    inside = understood("item.lien == 'adopte' and age(item.naissance) < 18")
    whole = understood("any(enfants, item.scolarise and item.rang > personnes)")
    space = Space.of([(inside, ROW), (whole, NAMES)])
    formula = space.formula(inside, ROW)
    assert space.is_exact(formula)
    assert space.witness(formula) == {
        "enfants[].lien": "adopte",
        "enfants[].naissance": date(2017, 10, 7),
        "today": date(2026, 1, 15),
    }
    for part in ("item.scolarise", "item.rang > personnes"):
        assert space.is_exact(space.formula(understood(part), ROW))
    assert set(InRow(ROW, ("rang",)).names()) == set(ROW.names())
    expr = understood("item.rang + personnes > 3")
    space = Space.of([(expr, ROW)])
    assert space.witness(space.formula(expr, ROW)) == {"enfants[].rang": 3, "personnes": 1}
    asked = space.formula(understood("answered(item.rang)"), ROW, space.free)
    assert space.support(asked) == ("item.rang",)


BROKEN = [
    "conjoint and",
    "situation == 'inconnue'",
    "foo",
    "foo > 3",
    "answered(foo)",
    "situation",
    "fichier",
    "obscur",
    "personnes > 99",
    "any(foo, item.x)",
    "any(enfants, item.foo)",
    "count(enfants) == 3 and = 4",
]


@pytest.mark.parametrize("text", BROKEN)
def test_nothing_is_claimed_of_what_is_broken(text: str) -> None:
    space, (formula, again) = spaced(text, text)
    assert not space.is_valid(formula)
    assert space.is_satisfiable(formula)
    assert not space.implies(formula, again)
    assert not space.is_exact(formula)


BEYOND = [
    "2 * pieces > personnes + 1 and pieces + personnes > 3",
    "any(enfants, any(freres, item.age > 3) and item.scolarise)",
    "any(enfants, count(freres) > 2)",
    "any(enfants, item.obscur)",
    "any(enfants, item.obscur > 3)",
    "any(enfants, 'x' == item.obscur)",
    "age(entree + age(naissance)) > 3 and naissance < today",
    "days_until(fin) + days_until(entree) > 0 and age(fin) > 1 and age(entree) > 4",
    "age(naissance) > personnes and naissance < today",
    "age(naissance) > age(entree) and naissance < entree and entree < today",
    "any(enfants, item.scolarise and answered(pays) and answered(fin) and answered(entree))",
]


@pytest.mark.parametrize("text", BEYOND)
def test_nothing_is_claimed_of_what_is_too_hard(text: str) -> None:
    space, (formula,) = spaced(text)
    assert not space.is_exact(formula)
    assert not space.is_valid(formula)
    assert space.is_satisfiable(formula)


def test_what_was_not_announced_is_free() -> None:
    space, _ = spaced("conjoint")
    expr = understood("personnes > 3")
    formula = space.formula(expr, NAMES)
    assert formula == space.formula(expr, NAMES)
    assert not space.is_exact(formula)


def test_one_hard_condition_leaves_the_others_exact() -> None:
    texts = ("2 * pieces > personnes + 1", "pieces > 3", "pieces > 4", "personnes > 2")
    space, (hard, three, four, others) = spaced(*texts)
    assert not space.is_exact(hard)
    assert space.is_exact(space.and_(three, others))
    assert space.implies(four, three)


def test_too_many_choices() -> None:
    texts = [f"revenu > {n} * loyer + {n * n}" for n in range(40)]
    space, formulas = spaced(*texts)
    assert not space.is_exact(formulas[0])
    texts = [f"contains(langues, 'fr') and any(enfants, item.rang > {n})" for n in range(40)]
    space, formulas = spaced(*texts)
    assert space.is_exact(space.and_(*formulas))
    parts = " and ".join(
        f"any(enfants, item.rang == {n} or item.rang == {n + 20})" for n in range(14)
    )
    space, (many,) = spaced(parts)
    assert not space.is_exact(many)
    assert not is_exact("count(voyages) > 50000")
    questions = " and ".join(f"q{n}" for n in range(13))
    names = Names({**NAMES.table, **{f"q{n}": Declared(f"q{n}", BOOLEAN) for n in range(13)}})
    expr = understood(f"any(voyages, {questions})")
    space = Space.of([(expr, names)])
    assert not space.is_exact(space.formula(expr, names))


def is_exact(text: str) -> bool:
    space, (formula,) = spaced(text)
    return space.is_exact(formula)


def test_all_read_the_same_day() -> None:
    texts = (
        "today >= date('2026-03-01')",
        "fin < date('2026-02-01') and days_until(fin) >= 0",
        "entree > date('2026-02-01') and entree <= today",
        "age(naissance) >= 18",
    )
    space, (later, ending, entered, adult) = spaced(*texts)
    assert not space.is_satisfiable(space.and_(later, ending))
    assert not space.is_satisfiable(space.and_(ending, entered))
    met = space.and_(later, entered, adult)
    values = space.witness(met)
    assert values["today"] >= date(2026, 3, 1)
    assert age(values["naissance"], values["today"]) >= 18
    assert space.is_exact(met)


def test_days_apart_when_they_cannot_be_judged_together() -> None:
    names = ("entree", "fin", "naissance")
    dated = [f"{name} > date('2026-02-{1 + n:02}')" for n, name in enumerate(names)]
    near = [f"days_until({name}) > {n}" for name in names for n in range(20)]
    space, formulas = spaced(*dated, *near)
    assert not any(space.is_exact(formula) for formula in formulas)
    space, formulas = spaced(*dated, *near[:3])
    assert all(space.is_exact(formula) for formula in formulas)


def test_examples_show_what_matters_only() -> None:
    texts = ("fin - entree > 90", "entree < today", "fin < naissance", "conjoint")
    space, (long, past, _before, _) = spaced(*texts)
    assert space.support(long) == ("fin", "entree")
    assert set(space.witness(long)) == {"fin", "entree"}
    assert set(space.witness(past)) == {"entree", "today"}
    assert set(space.witness(past, complete=True)) == {
        "fin",
        "entree",
        "naissance",
        "conjoint",
        "today",
    }


ORDINARY: list[tuple[str, Mapping[str, Any]]] = [
    ("age(naissance) >= 18", {"naissance": date(1995, 10, 7), "today": date(2026, 1, 15)}),
    ("age(naissance) < 18", {"naissance": date(2008, 10, 7), "today": date(2026, 1, 15)}),
    ("months_since(entree) >= 3", {"entree": date(2024, 1, 5), "today": date(2026, 1, 15)}),
    ("days_until(fin) <= 120", {"fin": date(2026, 1, 15), "today": date(2026, 1, 15)}),
    ("today >= date('2026-03-01')", {"today": date(2026, 3, 1)}),
    ("personnes > 3", {"personnes": 4}),
    ("loyer > 500", {"loyer": Decimal(501)}),
    ("loyer > 0.2 and loyer < 0.35", {"loyer": Decimal("0.3")}),
    ("contains(langues, 'ar')", {"langues": frozenset({"ar"})}),
    ("contains(langues, 'ar') and contains(langues, 'fr')", {"langues": frozenset({"ar", "fr"})}),
    ("pays not in ['autre', 'FRA']", {"pays": "autre 2"}),
    ("count(freres) > 1", {"freres": ({}, {})}),
    ("any(freres, item.age > 3)", {"freres": ({"age": 4},)}),
    ("param.droit_de_timbre > 25", {"param.droit_de_timbre": Decimal(26)}),
]


@pytest.mark.parametrize(("text", "values"), ORDINARY)
def test_examples_are_ordinary(text: str, values: Mapping[str, Any]) -> None:
    assert example(text) == values


def test_nobody_has_no_example() -> None:
    space, (formula,) = spaced("conjoint and not conjoint")
    with pytest.raises(ValueError, match="nothing satisfies"):
        space.witness(formula)


def test_forgetting() -> None:
    space, (formula, one, other) = spaced(
        "conjoint and (personnes > 3 or pieces == 1)", "conjoint", "pieces == 1"
    )
    assert space.forget(formula, ["personnes", "pieces"]) == one
    assert space.forget(formula, ["conjoint"]) != formula
    assert space.forget(space.and_(one, space.free("x")), ["x"]) == one
    assert space.forget(other, ["conjoint"]) == other


def test_hundreds_of_questions() -> None:
    names = Names({f"q{n}": Declared(f"q{n}", BOOLEAN) for n in range(400)})
    exprs = [understood(f"q{n}") for n in range(400)]
    space = Space.of((expr, names) for expr in exprs)
    formulas = [space.formula(expr, names) for expr in exprs]
    everything = space.and_(*formulas)
    assert space.not_(space.or_(*map(space.not_, formulas))) == everything
    assert space.witness(everything) == {f"q{n}": True for n in range(400)}


PROGRAM = """
from parcours.tests.test_logic import SOMETIMES, example
for text in SOMETIMES:
    print(sorted((name, repr(value)) for name, value in example(text).items() if name != "langues"))
"""


def test_examples_do_not_depend_on_hashes() -> None:
    def told(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert told("1") == told("2") != ""


DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS, st.integers(-30, 1_300))
def test_months_are_counted_from_both_ends(day: date, today: date, months: int) -> None:
    is_past = months_since(day, today) >= months
    assert is_past == (day.toordinal() <= months_before(today.toordinal(), months))
    assert is_past == (today.toordinal() >= months_after(day.toordinal(), months))
    assert age(day, today) == months_since(day, today) // 12


def test_months_at_the_ends_of_the_calendar() -> None:
    first, last = date.min.toordinal(), date.max.toordinal()
    assert months_before(first, 1) == months_after(first, -1) == first
    assert months_after(last, 1) == last
    assert months_before(0, 0) == first


@pytest.mark.parametrize("months", [0, 1, 2, 5, 6, 11, 12, 13, 31, 216, 1200])
def test_months_are_within_days_of_their_mean(months: int) -> None:
    """Half of what moments.py allows for two of them."""
    start = date(2023, 1, 1)
    days = ((start + timedelta(n)).toordinal() for n in range(CYCLE))
    apart = [day - months_before(day, months) - months * CYCLE / 48 for day in days]
    assert max(map(abs, apart)) < 6
