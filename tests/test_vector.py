"""Conditions read column by column say what the compiled reader says, applicant by applicant."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.bench.population import PROCEDURES, agrees, conditions, drawn
from parcours.engine.expr.check import check_condition
from parcours.engine.expr.compile import compiled
from parcours.engine.expr.functions import age, months_since
from parcours.engine.expr.parser import parse
from parcours.engine.expr.scope import ItemScope
from parcours.engine.expr.syntax import And, Broken, Call, Expr, Name, Not, Or, show
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
from parcours.engine.model.use import Library
from parcours.engine.simulation.columns import Column, answers_of, columns_of, fitting
from parcours.engine.simulation.vector import Vectorised, vectorised
from parcours.engine.simulation.vector_calendar import LAST, month_number, month_numbers
from parcours.engine.simulation.vector_layout import Exact, Fixed, Layout, Whole, Word, layout_of
from parcours.engine.source.files import Folder
from parcours.tests.campaign import count
from parcours.tests.conditions import CONDITIONS, DAY, SCOPE, VALUES

FILES = Folder(PROCEDURES)
COUNTRIES = tuple(f"p{number}" for number in range(20))
ROW = (
    ("naissance", DATE),
    ("pays", Choice(COUNTRIES)),
    ("nom", TEXT),
    ("rang", INTEGER),
    ("langues", Choices(("fr", "ar"))),
)
TABLE = {
    declared.name: declared
    for declared in (
        Declared("today", DATE),
        Declared("naissance", DATE),
        Declared("pays", Choice(COUNTRIES)),
        Declared("pays_naissance", Choice(COUNTRIES)),
        Declared("nom", TEXT),
        Declared("nom_usage", TEXT),
        Declared("rang", INTEGER, minimum=0, maximum=9),
        Declared("entier", INTEGER),
        Declared("loyer", DECIMAL),
        Declared("param.plafond", DECIMAL),
        Declared("marie", BOOLEAN),
        Declared("photo", OPAQUE),
        Declared("enfants", Listed(ROW)),
        Declared("sejours", Listed((("debut", DATE), ("court", BOOLEAN)))),
        Declared("inconnu", UNKNOWN),
    )
}


class Names:
    """Names of every kind."""

    def declared(self, name: str) -> Declared | None:
        return TABLE.get(name)

    def names(self) -> Iterable[str]:
        return TABLE


HARD = [
    # numbers of several scales, and those no machine number holds
    "loyer == 12.5",
    "loyer * 1.005 + rang - 0.0001 <= param.plafond",
    "rang * 0.1 + 0.2 == 0.3",
    "-loyer < -rang",
    "entier * 999999999999999 > loyer * 123456789.123",
    "entier * 999999999999999 * 2 == -(entier * -999999999999999 * 2)",
    "loyer * 9999999999999.9 >= 0.1 + entier * 1000000000",
    "rang + 999999999999999 > 999999999999999",
    "entier - 3000000000 < 2 * rang",
    "rang in [1, 2.0, 3 + 1, rang - 1]",
    "rang not in [7]",
    # texts and options, among themselves
    "nom == nom_usage",
    "nom != 'Awa'",
    "nom in ['Awa', nom_usage]",
    "pays == pays_naissance",
    "pays in ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10']",
    "pays not in ['p1', 'p2']",
    "'p3' == pays",
    # days
    "naissance + 1000000 > today",
    "naissance + entier > today",
    "naissance - entier * 999999999999999 < today",
    "naissance - rang * 2 + 3 == today",
    "date('2000-01-01') - naissance > 300 - (today - naissance)",
    "days_until(date('2026-01-01')) < 300",
    "age(date('2000-02-29')) == 26",
    "months_since(naissance + rang) * 2 > age(naissance) * 25",
    "naissance < date('2000-01-01')",
    "naissance in [today, date('2008-02-29')]",
    # nothing but constants
    "'a' == 'b'",
    "1 + 1 == 2",
    "2 * 3.5 != 7",
    "date('2026-01-01') - date('2025-01-01') == 365",
    "date('2026-01-01') + 9999999 > date('9999-12-30')",
    "date('2026-01-01') - 999999999999999 == date('0001-01-01')",
    "1 in [1, 2]",
    "999999999999999 * 999999999999999 * 0.5 > 3",
    # rows
    "count(enfants) in [0, 2]",
    "any(enfants, item.naissance > naissance and item.rang < rang)",
    "all(enfants, age(item.naissance) < 18 or age(naissance) < 40)",
    "any(enfants, item.nom == nom)",
    "any(enfants, item.nom in ['Awa', nom_usage])",
    "any(enfants, item.pays == pays and contains(item.langues, 'ar'))",
    "all(enfants, item.rang < count(enfants))",
    "any(enfants, item.rang * 999999999999999 + entier * 1000000 > loyer)",
    "any(enfants, days_until(item.naissance) < -100 and marie)",
    "any(enfants, 1 == 1)",
    "all(enfants, marie)",
    "any(enfants, answered(item.nom) and answered(nom))",
    "any(enfants, any(sejours, item.court) and item.rang > 2)",
    "any(enfants, all(sejours, age(item.debut) < 3) and item.rang > 2)",
    "all(sejours, item.court and item.debut >= naissance)",
    "answered(photo) or answered(sejours)",
    "not any(enfants, not (item.rang > 1))",
]
TEXTS = st.sampled_from(["Awa", "Binta", "Coumba", "autre 1", "autre 2"])
RANKS = st.integers(0, 9)
NUMBERS = st.decimals(-99_999, 99_999, places=3) | st.integers(-5, 5).map(Decimal)
ANY_DAY = DAY | st.sampled_from([date.min, date.max, date(2008, 2, 29), date(2026, 2, 28)])
CHILD = st.fixed_dictionaries(
    {
        "naissance": ANY_DAY,
        "pays": st.sampled_from(COUNTRIES),
        "nom": TEXTS,
        "rang": RANKS,
        "langues": st.frozensets(st.sampled_from(["fr", "ar"])),
    }
)
STAY = st.fixed_dictionaries({"debut": ANY_DAY, "court": st.booleans()})
APPLICANTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "today": ANY_DAY,
        "naissance": ANY_DAY,
        "pays": st.sampled_from(COUNTRIES),
        "pays_naissance": st.sampled_from(COUNTRIES),
        "nom": TEXTS,
        "nom_usage": TEXTS,
        "rang": RANKS,
        "entier": st.integers(-(10**12), 10**12) | st.integers(-3, 3),
        "loyer": NUMBERS,
        "param.plafond": NUMBERS,
        "marie": st.booleans(),
    },
    optional={
        "photo": st.just("f"),
        "enfants": st.lists(CHILD, max_size=3).map(tuple),
        "sejours": st.lists(STAY, max_size=2).map(tuple),
    },
)
HARD_CONDITIONS = {text: (parse(text)[0], Names()) for text in HARD}
HARD_READERS = {text: compiled(expr, scope) for text, (expr, scope) in HARD_CONDITIONS.items()}
HARD_LAYOUT = layout_of(HARD_CONDITIONS.values())

Answers = Mapping[str, Any]


def one_by_one(text: str, rows: Iterable[Answers]) -> list[bool]:
    """What the compiled reader says of a hard condition."""
    return [HARD_READERS[text](row) for row in rows]


@settings(max_examples=count(200, 10_000))
@given(
    st.lists(CONDITIONS, min_size=1, max_size=4), st.lists(VALUES, max_size=12), st.integers(1, 7)
)
def test_random_conditions_are_read_alike(
    exprs: list[Expr], rows: list[dict[str, Any]], chunk: int
) -> None:
    read = Vectorised.of({show(expr): (expr, SCOPE) for expr in exprs})
    truths = read.truths(columns_of(rows, read.layout), len(rows), chunk)
    for expr in exprs:
        evaluate = compiled(expr, SCOPE)
        assert truths[show(expr)].tolist() == [evaluate(row) for row in rows], show(expr)


@pytest.mark.parametrize("text", HARD)
def test_the_hard_conditions_are_conditions(text: str) -> None:
    expr, problems = parse(text)
    assert (problems or check_condition(expr, Names())) == ()


def read_hard(rows: Sequence[Answers]) -> Vectorised:
    return Vectorised.of(HARD_CONDITIONS, fitting(HARD_LAYOUT, rows))


@settings(max_examples=count(40, 3_000))
@given(st.lists(APPLICANTS, max_size=8), st.integers(1, 9), st.integers(1, 2))
def test_hard_conditions_are_read_alike(
    rows: list[dict[str, Any]], chunk: int, threads: int
) -> None:
    read = read_hard(rows)
    columns = columns_of(rows, read.layout)
    truths = read.truths(columns, len(rows), chunk, threads)
    counts = read.counts(columns, len(rows), chunk, threads)
    parts = list(read.chunks(columns, len(rows), chunk))
    for text in HARD:
        expected = one_by_one(text, rows)
        assert truths[text].tolist() == expected, text
        assert counts[text] == sum(expected), text
        assert [one for _where, found in parts for one in found[text].tolist()] == expected


@settings(max_examples=count(30, 1_000))
@given(st.lists(APPLICANTS, min_size=1, max_size=5))
def test_applicants_come_back_from_their_columns(rows: list[dict[str, Any]]) -> None:
    """As far as any condition can tell: a text that none names comes back as another text."""
    layout = fitting(HARD_LAYOUT, rows)
    again = answers_of(columns_of(rows, layout), layout, range(len(rows)))
    for before, after in zip(rows, again, strict=True):
        assert after.keys() == before.keys()
        plain = after.keys() - {"nom", "nom_usage", "enfants", "photo"}
        assert {name: after[name] for name in plain} == {name: before[name] for name in plain}
    for text in HARD:
        assert one_by_one(text, again) == one_by_one(text, rows), text


@settings(max_examples=count(30, 1_000))
@given(st.lists(APPLICANTS, min_size=1, max_size=5))
def test_what_is_the_same_for_everyone_is_given_once(rows: list[dict[str, Any]]) -> None:
    same = ("today", "rang", "marie", "param.plafond", "entier", "loyer", "nom_usage")
    alike = [row | {name: rows[0][name] for name in same} for row in rows]
    read = read_hard(alike)
    columns = columns_of(alike, read.layout)
    once = {
        name: Column(column.values[0], np.array(True))
        for name in same
        if isinstance(column := columns[name], Column)
    }
    counts = read.counts(columns | once, len(rows))
    for text, truth in read.truths(columns | once, len(rows)).items():
        assert truth.tolist() == one_by_one(text, alike), text
        assert counts[text] == truth.sum()


def reader(*texts: str, layout: Layout | None = None) -> Vectorised:
    """Of conditions written out."""
    return Vectorised.of({text: (parse(text)[0], Names()) for text in texts}, layout)


def test_one_condition_alone() -> None:
    expr = parse("age(naissance) >= 18 or rang > 2")[0]
    layout = layout_of([(expr, Names())])
    columns = columns_of(
        [
            {"today": date(2026, 11, 2), "naissance": date(2008, 11, 2 + n), "rang": n}
            for n in (0, 1)
        ],
        layout,
    )
    assert vectorised(expr, Names(), layout)(columns, 2).tolist() == [True, False]


def test_a_name_without_a_column_is_answered_by_nobody() -> None:
    texts = (
        "answered(photo) or (answered(rang) and rang > 2)",
        "count(enfants) == 0",
        "any(enfants, answered(item.nom) and contains(item.langues, 'fr'))",
        "all(enfants, item.rang > 2)",
        "answered(naissance) and age(naissance) > 18",
        "answered(nom) and nom == 'Awa'",
    )
    found = reader(*texts).truths({}, 3)
    assert [found[text].tolist() for text in texts] == [
        [False] * 3, [True] * 3, [False] * 3, [True] * 3, [False] * 3, [False] * 3
    ]  # fmt: skip


def test_a_set_of_options_that_nobody_chose() -> None:
    expr = parse("answered(langues) and contains(langues, 'fr')")[0]
    read = Vectorised.of({"": (expr, SCOPE)})
    assert read.counts({}, 5, chunk=2) == {"": 0}


def test_long_lists_of_options_are_looked_up_in_tables() -> None:
    several = [", ".join(f"'p{n}'" for n in range(first, first + 10)) for first in (0, 5)]
    texts = [f"{name} in [{one}]" for one in several for name in ("pays", "pays_naissance")]
    read = reader(*texts)
    assert read.source.count("k0.take") == read.source.count("k1.take") == 2
    rows = [{"pays": f"p{n}", "pays_naissance": f"p{19 - n}"} for n in range(20)]
    found = read.truths(columns_of(rows, read.layout), 20)
    for text in texts:
        evaluate = compiled(parse(text)[0], Names())
        assert found[text].tolist() == [evaluate(row) for row in rows]


def test_another_text_is_none_that_conditions_name() -> None:
    layout = layout_of([(parse("nom == 'autre 1'")[0], Names())])
    rows = [{"nom": "autre 1"}, {"nom": "Awa"}]
    assert [row["nom"] for row in answers_of(columns_of(rows, layout), layout, (0, 1))] == [
        "autre 1",
        "autre 1'",
    ]


def test_nobody_at_all() -> None:
    read = reader("rang > 2", "any(enfants, item.rang > 2)")
    assert read.truths(columns_of([], read.layout), 0)["rang > 2"].tolist() == []
    assert read.counts({}, 0) == dict.fromkeys(read.keys, 0)


def test_what_conditions_have_in_common_is_calculated_once() -> None:
    first = "age(naissance) >= 18 and pays == 'p1'"
    read = reader(first, "pays == 'p1' and age(naissance) >= 18", "age(naissance) >= 16")
    assert read.source.splitlines() == [
        "def evaluate(c, put):",
        "    t0 = c['naissance'].values",
        "    t1 = c['today'].values",
        "    t1 = _months.take(t1)",
        "    t0 = _months.take(t0)",
        "    t0 = (t1 - t0) >> 5",
        "    t0 = t0 // 12",
        "    t1 = t0 >= 18",
        "    t2 = c['pays'].values",
        "    t2 = t2 == 1",
        "    t3 = t1 & t2",
        "    put(0, t3)",
        "    t1 = t2 & t1",
        "    put(1, t1)",
        "    t0 = t0 >= 16",
        "    put(2, t0)",
        "    return",
    ]


def test_a_condition_may_hold_earlier_ones() -> None:
    """As the ways through a flow do: each screen's condition holds the one before, twice."""
    ways: list[Expr] = [Name("marie")]
    for _screen in range(2_000):
        ways.append(Or((And((ways[-1], Name("marie"))), Not(ways[-1]))))
    source = Vectorised.of({str(n): (way, Names()) for n, way in enumerate(ways)}).source
    assert source.count(" = ") == 1 + 3 * 2_000


# Those of the shipped procedures


@pytest.mark.parametrize("procedure", Library(FILES).procedure_ids())
def test_every_shipped_condition_is_read_alike(procedure: str) -> None:
    agrees(drawn(conditions(FILES, f"{procedure}.yaml"), 2_000, 1))


def test_a_wrong_reader_is_seen() -> None:
    """The control: one applicant's age is wrong by a day."""
    population = drawn({"majeur": (parse("age(naissance) >= 18")[0], Names())}, 2_000, 1)
    births = population.columns["naissance"]
    assert isinstance(births, Column)
    births.values[7] = date(2008, 11, 3).toordinal()
    agrees(population)
    read = Vectorised.of({"majeur": (parse("age(naissance + -1) >= 18")[0], Names())})
    with pytest.raises(AssertionError, match="majeur"):
        agrees(replace(population, read=read))


# Numbers that do not fit


def test_a_layout_is_as_wide_as_the_declared_bounds() -> None:
    texts = ("rang > 2 and entier > 2", "loyer > 2", "any(enfants, item.nom == nom)")
    conditions = [(parse(text)[0], Names()) for text in texts]
    kinds = layout_of(conditions).kinds
    assert kinds["rang"] == Whole(10)
    assert kinds["entier"] == Whole(10**12)
    assert kinds["loyer"] == Fixed(2, 10**14)
    assert kinds["nom"] == Word((), is_compared=True)
    assert layout_of(conditions, decimals=9).kinds["loyer"] == Exact()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"rang": 11}, "rang: a number goes beyond the layout"),
        ({"loyer": Decimal("1.005")}, "loyer: a number has more decimals than the layout"),
        ({"enfants": ({"rang": 10**13},)}, r"enfants\[\]\.rang: a number goes beyond the layout"),
    ],
)
def test_a_number_that_does_not_fit_is_refused(row: Answers, message: str) -> None:
    texts = ("answered(rang) and rang > 2", "answered(loyer) and loyer > 2")
    conditions = [(parse(text)[0], Names()) for text in (*texts, "any(enfants, item.rang > 2)")]
    with pytest.raises(ValueError, match=message):
        columns_of([row], layout_of(conditions))


@pytest.mark.parametrize("number", [10**30, Decimal("1e-25"), Decimal("12345678901234567890.25")])
def test_what_fits_no_machine_number_is_kept_whole(number: Any) -> None:
    name = "entier" if isinstance(number, int) else "loyer"
    expr = parse(f"{name} > 0 and {name} * 2 != {name} + 1")[0]
    rows = [{name: number}]
    layout = fitting(layout_of([(expr, Names())]), rows)
    assert layout.kinds[name] == Exact()
    assert vectorised(expr, Names(), layout)(columns_of(rows, layout), 1).tolist() == [True]
    assert answers_of(columns_of(rows, layout), layout, [0]) == rows


# Days


def test_the_table_of_months_is_the_calendar() -> None:
    table = month_numbers()
    firsts = [date(year, month, 1) for year in range(1, 10_000) for month in range(1, 13)]
    lasts = [day - timedelta(1) for day in firsts[1:]] + [date.max]
    for day in (*firsts, *lasts):
        assert table[day.toordinal()] == month_number(day.toordinal())
    assert len(table) == LAST + 1


def test_months_and_years_between_any_two_days() -> None:
    chance = random.Random(1)  # noqa: S311 - the same pairs in every run
    for _pair in range(20_000):
        day, today = (date.fromordinal(chance.randint(1, LAST)) for _ in range(2))
        if chance.random() < 0.5:
            day = today.replace(year=chance.randint(1, 9_999), day=min(today.day, 28))
        between = month_number(today.toordinal()) - month_number(day.toordinal())
        assert between >> 5 == months_since(day, today)
        assert (between >> 5) // 12 == age(day, today)


# What is no condition


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (Broken(), "Broken is no condition"),
        (Name("pays"), "Name is no condition"),
        (Call("age", (Name("naissance"),)), r"age\(…\) is no condition"),
        (parse("marie > 2")[0], "Truth.* is no number"),
        (parse("pays == 3")[0], "Number is no text"),
        (parse("'a' < 3")[0], "Text is no number"),
        (parse("naissance > 3")[0], "Number is no day"),
        (parse("date('2020-01-01') + 1 > count(enfants)")[0], "Call is no day"),
        (parse("absent > 2")[0], "absent is not a name"),
        (parse("answered(inconnu)")[0], "inconnu has no type"),
        (parse("2 > answered(marie)")[0], r"answered\(…\) is no number"),
    ],
)
def test_what_was_not_checked_is_refused(expr: Expr, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Vectorised.of({"": (expr, Names())})


def test_a_layout_of_other_conditions_is_refused() -> None:
    layout = layout_of([(parse("rang > 2")[0], Names())])
    with pytest.raises(ValueError, match=r"item.rang is in no column of this layout"):
        reader("any(enfants, item.rang > 2)", layout=layout)
    with pytest.raises(ValueError, match="loyer is in no column of this layout"):
        reader("loyer > 2", layout=layout)


def test_a_condition_on_a_single_row_is_refused() -> None:
    """Of a list's own column: it has a truth for each row, not for each applicant."""
    inside = ItemScope(Names(), TABLE["enfants"], ROW)
    with pytest.raises(ValueError, match=r"item\.rang is read outside"):
        Vectorised.of({"": (parse("item.rang > 2")[0], inside)})
