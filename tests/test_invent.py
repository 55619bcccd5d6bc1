"""Invented answers are accepted whatever the question, and touch what decides."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.bench.population import PROCEDURES, conditions
from parcours.engine.analysis.diagnose import facts_of
from parcours.engine.expr.compile import compiled
from parcours.engine.expr.functions import age
from parcours.engine.expr.parser import parse
from parcours.engine.expr.types import TEXT
from parcours.engine.fields.composite import read_named
from parcours.engine.fields.field_type import (
    Accepts,
    Control,
    FieldType,
    Option,
    Part,
    Raw,
    Refused,
    Settings,
)
from parcours.engine.fields.registry import field_types
from parcours.engine.model.settings import settings_of
from parcours.engine.model.use import Library
from parcours.engine.simulation.invent import MAKERS, Interesting, Inventor
from parcours.engine.simulation.invent_constants import constants_of
from parcours.engine.simulation.invent_draw import Ago, Ahead
from parcours.engine.source.files import Folder
from parcours.tests.campaign import count

TODAY = date(2026, 11, 2)
TYPES = field_types()
SEEDS = st.integers(0, 2**32)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - answers are drawn alike in every run


def invented(
    name: str, asked: Settings, seed: int = 0, today: date = TODAY, tried: Interesting | None = None
) -> Any:
    """The value of an invented answer, which must be accepted; None where there is none."""
    inventor = Inventor(chance(seed), today, tried or {})
    raw = inventor.raw("x", TYPES[name], asked)
    return None if raw is None else TYPES[name].parse(raw, asked, today)


def many(name: str, asked: Settings, tried: Interesting | None = None) -> list[Any]:
    """The values of three hundred of them."""
    return [invented(name, asked, seed, TODAY, tried) for seed in range(300)]


# Any settings

OPTIONS = st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True).map(
    lambda ids: tuple(Option(id_, f"Option {id_}") for id_ in ids)
)
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)) | st.sampled_from(
    [date(1000, 1, 1), date(9999, 12, 31), date(2024, 2, 29), TODAY]
)
WHOLE = st.integers(-(10**15) + 1, 10**15 - 1) | st.integers(-3, 30)
NUMBERS = WHOLE | st.decimals(-1000, 1000, places=3)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "min_length": st.integers(0, 300),
    "max_length": st.integers(1, 300),
    "before": st.just("today") | DAYS,
    "after": st.just("today") | DAYS,
    "partial": st.booleans(),
}


def values_of(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """The option keys of that type, each there or not; they may contradict each other."""
    numbers = {"choices": st.integers(0, 6), "list": st.integers(0, 4), "integer": WHOLE}
    keys = {
        key: VALUES.get(key, numbers.get(name, NUMBERS))
        for key in TYPES[name].keys
        if key not in ("options", "fields", "item")
    }
    return st.fixed_dictionaries({}, optional=keys)


def settings_for(name: str) -> st.SearchStrategy[Settings]:
    """Settings that an author may write for that type."""
    parts = PARTS if name in ("group", "list") else st.just(())
    return st.builds(Settings, values_of(name), OPTIONS, parts)


NESTED = sorted(TYPES.keys() - {"group", "list", "secret", "documents_request"})
PARTS = st.lists(
    st.sampled_from(NESTED).flatmap(
        lambda name: st.builds(
            Part,
            st.just(name),
            st.just(name),
            st.just(TYPES[name]),
            settings_for(name),
            st.booleans(),
        )
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda part: part.name,
).map(tuple)
TRIED = st.frozensets(
    st.integers(-5, 50)
    | st.decimals(-100, 100, places=2)
    | st.sampled_from(["a", "b", "FR", "06 12 34 56 78", "75011", "x y", "", "\u0000"])
    | DAYS
    | st.builds(Ago, st.integers(-30_000, 300_000))
    | st.builds(Ahead, st.integers(-(10**7), 10**7)),
    max_size=6,
)


@settings(max_examples=count(60, 5_000))
@pytest.mark.parametrize("name", TYPES)
@given(data=st.data(), seed=SEEDS, today=DAYS, tried=TRIED)
def test_whatever_the_question_the_answer_is_accepted(
    name: str, data: st.DataObject, seed: int, today: date, tried: frozenset[Any]
) -> None:
    invented(name, data.draw(settings_for(name)), seed, today, {"x": tried})


LANGUAGES = tuple(Option(id_, id_) for id_ in ("fr", "ar", "ps"))
ORDINARY = {
    "choice": Settings(options=LANGUAGES),
    "choices": Settings(options=LANGUAGES),
    "group": Settings(parts=(Part("nom", "Nom", TYPES["text"]),)),
    "list": Settings({"max": 4}, parts=(Part("nom", "Nom", TYPES["text"], optional=True),)),
}


@pytest.mark.parametrize("name", TYPES)
def test_an_ordinary_question_always_has_an_answer(name: str) -> None:
    assert name in MAKERS
    assert None not in many(name, ORDINARY.get(name, Settings()))


@pytest.mark.parametrize("name", TYPES)
def test_the_same_seed_answers_alike(name: str) -> None:
    asked, tried = ORDINARY.get(name, Settings()), {"x": frozenset({"fr", 3, Ago(12), TODAY})}
    assert many(name, asked, tried) == many(name, asked, tried)


# What decides


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("integer", {"min": 2, "max": 90}, {2, 3, 18, 89, 90}),
        ("integer", {"min": -5}, {-5, 0, 1, 10**15 - 1}),
        ("decimal", {"min": Decimal("1.5"), "max": 9}, {Decimal("1.5"), Decimal(9), Decimal(3)}),
        ("money", {"max": 50}, {Decimal(0), Decimal("0.01"), Decimal("49.99"), Decimal(50)}),
        ("choices", {"min": 0, "max": 2}, {frozenset(), frozenset({"fr", "ar"})}),
        (
            "date",
            {"before": "today"},
            {
                date(2026, 11, 1),
                *(date(2008 + n, 11, day) for n in (-1, 0, 2) for day in (1, 2, 3)),
                date(2008, 2, 29),
            },
        ),
        (
            "date",
            {"after": date(2026, 10, 1), "before": date(2026, 12, 1)},
            {date(2026, 10, 2), date(2026, 11, 1), TODAY, date(2026, 11, 3), date(2026, 11, 30)},
        ),
    ],
)
def test_bounds_and_birthdays_are_touched(name: str, values: Any, expected: set[Any]) -> None:
    assert expected <= set(many(name, Settings(values, LANGUAGES)))


def test_lengths_are_touched() -> None:
    for name in ("text", "long_text"):
        lengths = {len(text) for text in many(name, Settings({"min_length": 4, "max_length": 60}))}
        assert {4, 60} <= lengths
        assert len(lengths) > 3
    assert {12, 256} <= {len(value.text) for value in many("secret", Settings())}


def test_lists_are_short_and_long_and_of_the_counts_compared() -> None:
    asked = replace(ORDINARY["list"], values={"min": 1, "max": 20})
    counts = [len(rows) for rows in many("list", asked, {"x": frozenset({8})})]
    assert {1, 2, 8, 20} <= set(counts)
    assert sum(n <= 5 for n in counts) > 150


def test_optional_parts_are_there_or_not() -> None:
    addresses = many("address", Settings())
    for part in ("numero", "complement", "lieu_dit"):
        assert 75 < sum(part in value for value in addresses) < 225


def test_dates_known_to_the_month_or_the_year() -> None:
    births = many("date", Settings({"partial": True, "before": "today"}))
    precisions = {(birth.month is None, birth.day is None) for birth in births}
    assert precisions == {(False, False), (False, True), (True, True)}
    assert all(birth.last < TODAY for birth in births)


def test_what_conditions_mention_comes_half_of_the_time() -> None:
    tried: dict[str, frozenset[Any]] = {"x": frozenset({"XK", "fr", "Awa", Decimal("9000.5")})}
    assert many("country", Settings(), tried).count("XK") > 100
    assert many("choice", ORDINARY["choice"], tried).count("fr") > 150
    assert many("text", Settings(), tried).count("Awa") > 50
    amounts = set(many("money", Settings(), tried))
    assert {Decimal("9000.49"), Decimal("9000.50"), Decimal("9000.51")} <= amounts
    assert sum("fr" in value for value in many("choices", ORDINARY["choices"], tried)) > 200


# Questions without an answer


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("choice", Settings()),
        ("choices", Settings({"min": 3}, LANGUAGES[:2])),
        ("integer", Settings({"min": 3, "max": 2})),
        ("integer", Settings({"min": Decimal("0.2"), "max": Decimal("0.8")})),
        ("decimal", Settings({"min": 3, "max": 2})),
        ("decimal", Settings({"min": 10**15, "max": 10**15 + 1})),
        ("money", Settings({"max": -1})),
        ("date", Settings({"before": TODAY, "after": date(2026, 11, 1)})),
        ("period", Settings({"before": date(2026, 1, 1), "after": "today"})),
        ("text", Settings({"min_length": 3, "max_length": 2})),
        ("secret", Settings({"min_length": 300})),
        ("group", Settings(parts=(Part("x", "X", TYPES["choice"]),))),
        ("group", Settings(parts=(Part("x", "X", TYPES["choice"], optional=True),))),
        ("list", Settings(parts=(Part("x", "X", TYPES["choice"]),))),
        ("list", Settings({"min": 3, "max": 2})),
    ],
)
def test_a_question_that_nobody_can_answer(name: str, asked: Settings) -> None:
    assert invented(name, asked) is None


def test_numbers_at_the_limit_of_what_is_read() -> None:
    huge = Settings({"min": 10**15 - 2, "max": 10**15 + 5})
    assert {invented("decimal", huge, seed) for seed in range(50)} == {
        Decimal(10**15 - 2),
        Decimal(10**15 - 1),
    }
    exact = Settings({"min": Decimal("0.00001"), "max": Decimal("0.00001")})
    assert invented("decimal", exact) == Decimal("0.00001")


# Types of other packages


def _plate(raw: Raw, asked: Settings, _today: date) -> str:
    if raw not in ("AA-123-BB", "CC-456-DD") or raw == asked.values.get("stolen"):
        raise Refused("Écrivez une plaque.")
    return str(raw)


PLATE = FieldType(
    "plate",
    "Plaque",
    Control.TEXT,
    lambda _settings: TEXT,
    _plate,
    accepts=(Accepts("AA-123-BB", "AA-123-BB", "AA-123-BB"),),
)


def plates(asked: Settings, tried: frozenset[str]) -> set[Raw | None]:
    return {
        Inventor(chance(seed), TODAY, {"x": tried}).raw("x", PLATE, asked) for seed in range(50)
    }


def test_a_type_of_another_package_is_answered_by_its_examples() -> None:
    assert plates(Settings(), frozenset()) == {"AA-123-BB"}
    assert plates(Settings(), frozenset({"CC-456-DD", "?"})) == {"AA-123-BB", "CC-456-DD"}
    assert plates(Settings({"stolen": "AA-123-BB"}), frozenset()) == {None}


# What conditions single out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lien == 'enfant' and 'pacs' != lien", {"lien": {"enfant", "pacs"}}),
        ("lien in ['enfant', 'parent']", {"lien": {"enfant", "parent"}}),
        ("contains(langues, 'fr')", {"langues": {"fr"}}),
        ("loyer > 500.5 or 3 < loyer", {"loyer": {Decimal("500.5"), 3}}),
        ("loyer * 12 <= 9000", {"loyer": {Decimal(750)}}),
        ("loyer * 0 <= 9000", {}),
        ("-rang < -3", {"rang": {3}}),
        ("rang + 2 > 5 or rang - 2 > 5", {"rang": {3, 7}}),
        ("loyer <= param.plafond", {"loyer": {900}}),
        ("loyer <= revenu", {}),
        ("age(naissance) >= 18", {"naissance": {Ago(216), Ago(228)}}),
        ("months_since(union) < 12", {"union": {Ago(12), Ago(13)}}),
        ("days_until(fin) > 120", {"fin": {Ahead(120)}}),
        ("today - fin > 30 or fin - today > 30", {"fin": {Ahead(-30), Ahead(30)}}),
        ("fin + 30 < today or fin - 7 < today", {"fin": {Ahead(-30), Ahead(7)}}),
        ("fin < today + 30 or fin > today - 7", {"fin": {Ahead(30), Ahead(-7)}}),
        ("fin < today", {"fin": {Ahead(0)}}),
        ("fin < date('2026-01-31')", {"fin": {date(2026, 1, 31)}}),
        ("fin < debut", {}),
        ("count(enfants) > 2", {"enfants": {1, 2, 3}}),
        (
            "any(enfants, age(item.naissance) < 16 and not item.seul)",
            {"enfants": {0, 1}, "enfants[].naissance": {Ago(192), Ago(204)}},
        ),
        ("answered(x) and not marie", {}),
    ],
)
def test_the_constants_of_conditions(text: str, expected: dict[str, set[Any]]) -> None:
    expr, problems = parse(text)
    assert problems == ()
    assert constants_of([expr], {"param.plafond": 900}) == expected


def test_a_condition_goes_both_ways_almost_at_once() -> None:
    """Uniform births of ninety years would meet one of these ages one time in ninety."""
    expr = parse("age(x) >= 47 and age(x) < 48")[0]
    tried = constants_of([expr], {})
    ages = [age(birth, TODAY) for birth in many("date", Settings({"before": "today"}), tried)]
    assert {46, 47, 48} <= set(ages)
    assert ages.count(47) > 35


# Everything that the shipped procedures ask

FILES = Folder(PROCEDURES)


@pytest.mark.parametrize("procedure", Library(FILES).procedure_ids())
def test_every_shipped_question_is_answered(procedure: str) -> None:
    facts = facts_of(Library(FILES), f"{procedure}.yaml")
    assert facts is not None
    read = facts.story.procedure
    asked = conditions(FILES, f"{procedure}.yaml")
    tried = constants_of([expr for expr, _scope in asked.values()], {})
    met: dict[str, set[bool]] = {}
    for seed in range(250):
        inventor = Inventor(chance(seed), TODAY, tried)
        values: dict[str, Any] = {"today": TODAY, "signed_in": True}
        for name, field in [
            *read.fields.items(),
            *((f"registry.{name}", field) for name, field in read.registry.items()),
        ]:
            assert field.type is not None
            given = settings_of(field)
            if field.type_name == "documents_request":
                given = Settings()
            raw = inventor.raw(name, field.type, given)
            assert raw is not None, name
            value = field.type.parse(raw, given, TODAY)
            values |= read_named(name, field.type, given, value)
        values |= {f"param.{name}": p.values[-1][1] for name, p in read.parameters.items()}
        for key, (expr, scope) in asked.items():
            met.setdefault(key, set()).add(bool(compiled(expr, scope)(values)))
    assert {key for key, found in met.items() if len(found) < 2} <= never_missing(asked)


def never_missing(asked: Mapping[str, Any]) -> set[str]:
    """Conditions that tell one who is not known from one who is: here everybody answered all."""
    return {key for key, (expr, _scope) in asked.items() if "answered" in repr(expr)}
