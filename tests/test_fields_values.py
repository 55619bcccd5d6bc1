"""What the examples of the field types do not show: bounds, days that pass, parts, countries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parcours.engine.expr.types import Choice
from parcours.engine.fields.countries import ALSO, CODES, countries, country_codes
from parcours.engine.fields.day import PartialDate, french_date
from parcours.engine.fields.field_type import Option, Raw, Refused, Settings
from parcours.engine.fields.number import french_number
from parcours.engine.fields.reading import folded
from parcours.engine.fields.registry import field_types
from parcours.engine.source.wording import THIN, typeset

TODAY = date(2026, 11, 2)

TYPES = field_types()


def parse(name: str, raw: Raw, settings: Settings | None = None) -> Any:
    return TYPES[name].parse(raw, settings or Settings(), TODAY)


def refusal(name: str, raw: Raw, settings: Settings | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        parse(name, raw, settings)
    return caught.value


# Dates


@pytest.mark.parametrize(
    ("value", "text", "french", "last"),
    [
        (PartialDate(1980), "1980", "1980", date(1980, 12, 31)),
        (PartialDate(1980, 2), "1980-02", "février\u00a01980", date(1980, 2, 29)),
        (PartialDate(1980, 2, 1), "1980-02-01", "1er\u00a0février\u00a01980", date(1980, 2, 1)),
    ],
)
def test_a_partial_date(value: PartialDate, text: str, french: str, last: date) -> None:
    assert (str(value), french_date(value), value.last) == (text, french, last)
    assert TYPES["date"].read(value, Settings({"partial": True})) == last


@pytest.mark.parametrize("parts", [(2026, None, 3), (2026, 13), (2026, 2, 29), (0,)])
def test_no_partial_date_exists_that_a_calendar_lacks(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):
        PartialDate(*parts)


@pytest.mark.parametrize(
    "raw",
    ["31/1", "1/2/3/2026", "...", "31/ju/2026", "100/01/2026", "31/01/0026", "31/01/20260", {}],
)
def test_what_is_no_date(raw: Raw) -> None:
    refusal("date", raw)
    refusal("date", raw, Settings({"partial": True}))


def test_an_incomplete_date_is_judged_by_its_last_day() -> None:
    birth = Settings({"partial": True, "before": "today"})
    assert parse("date", "10/2026", birth) == PartialDate(2026, 10)
    sentence = typeset(
        "Précisez le mois et le jour, pour montrer que cette date est avant le "
        "2\u00a0novembre\u00a02026."
    )
    assert refusal("date", "11/2026", birth).sentence == sentence
    sentence = "Indiquez une date avant le 2\u00a0novembre\u00a02026."
    assert refusal("date", "2027", birth).sentence == sentence


def test_a_day_that_passes_no_longer_stands() -> None:
    coming = Settings({"after": "today"})
    day = parse("date", "03/11/2026", coming)
    TYPES["date"].check(day, coming, TODAY)
    with pytest.raises(Refused, match=r"Indiquez une date après le 3\u00a0novembre\u00a02026\."):
        TYPES["date"].check(day, coming, date(2026, 11, 3))


# Numbers


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (2026, "2026"),
        (-12345, f"-12{THIN}345"),
        (Decimal("1234.5"), "1234,5"),
        (Decimal(999999999999999), THIN.join(["999"] * 5)),
    ],
)
def test_a_french_number(number: int | Decimal, shown: str) -> None:
    assert french_number(number) == shown


@pytest.mark.parametrize("raw", ["12 34", "1.234.567", "++1", "0x10", "½", "1\u066b5", "Infinity"])
def test_what_is_no_number(raw: str) -> None:
    refusal("decimal", raw)


def test_useless_zeros_count_for_nothing() -> None:
    assert parse("decimal", f"{'0' * 30}1,5{'0' * 30}") == Decimal("1.5")
    assert str(parse("decimal", "1,50")) == "1.5"
    assert parse("money", "-5", Settings({"min": -10})) == Decimal("-5.00")


# Choices


def test_a_withdrawn_option_no_longer_stands_but_is_still_told() -> None:
    before = Settings(options=(Option("fr", "Français"), Option("ps", "Pachto")))
    after = Settings(options=before.options[:1])
    for name, value in (("choice", "ps"), ("choices", frozenset({"fr", "ps"}))):
        TYPES[name].check(value, before, TODAY)
        with pytest.raises(Refused):
            TYPES[name].check(value, after, TODAY)
    assert TYPES["choices"].show(frozenset({"fr", "ps"}), after) == "Français et ps"


def test_labels_that_sound_alike_are_told_apart_by_their_letters() -> None:
    alike = Settings(options=(Option("plus", "A+"), Option("moins", "A-")))
    assert parse("choice", "A-", alike) == "moins"
    refusal("choice", "a", alike)


def test_an_option_is_not_chosen_a_thousand_times() -> None:
    offered = Settings(options=(Option("fr", "Français"),))
    assert parse("choices", ["fr", "fr"], offered) == {"fr"}
    refusal("choices", ["fr"] * 1000, offered)


# Countries


def test_each_country_is_found_by_its_code_and_by_its_name() -> None:
    assert len(set(CODES)) == 249
    for option in countries():
        assert parse("country", option.id) == option.id
        assert parse("country", option.label.upper()) == option.id


def test_no_other_name_hides_a_country() -> None:
    labels = {folded(option.label) for option in countries()}
    assert len(labels) == len(countries())
    assert not labels.intersection(folded(name) for name in ALSO)
    assert set(country_codes().values()) == {option.id for option in countries()}


def test_countries_are_offered_in_alphabetical_order_the_special_codes_last() -> None:
    names = [option.label for option in TYPES["country"].options(Settings())]
    assert names[:2] == ["Afghanistan", "Afrique du Sud"]
    assert names[-1] == "Nationalité indéterminée"
    expression = TYPES["country"].expression(Settings())
    assert isinstance(expression, Choice)
    assert {"FR", "XA", "XK"} < set(expression.options)
    assert "XH" not in expression.options


# Telephones, addresses by e-mail


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("0639 01 23 45", "+262639012345"),
        ("0690 20 12 34", "+590690201234"),
        ("0694 20 12 34", "+594694201234"),
        ("0696 20 12 34", "+596696201234"),
        ("0262 12 34 56", "+262262123456"),
        ("+33.1.99.00.12.34", "+33199001234"),
        ("\u202a06 12 34 56 78\u202c", "+33612345678"),
    ],
)
def test_a_telephone_number(raw: str, kept: str) -> None:
    assert parse("phone", raw) == kept


@pytest.mark.parametrize(
    "raw", ["15", "3939", "+0", "+999 123456", "06 12 34 56 78 poste 5", "0" * 41]
)
def test_what_is_no_telephone_number(raw: str) -> None:
    refusal("phone", raw)


@pytest.mark.parametrize(
    "raw",
    [
        "@exemple.fr",
        "a@",
        "a@b@exemple.fr",
        "a@-exemple.fr",
        "a@exemple..fr",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "é@exemple.fr",
        '"a b"@exemple.fr',
        f"{'a' * 65}@exemple.fr",
        f"a@{'b' * 64}.fr",
        f"a@{'.'.join(['b' * 60] * 5)}.fr",
    ],
)
def test_what_is_no_e_mail_address(raw: str) -> None:
    refusal("email", raw)


# Secrets


def test_a_secret_is_neither_kept_nor_printed() -> None:
    secret = parse("secret", "correct cheval agrafe")
    assert "cheval" not in f"{secret!r} {secret}"
    assert TYPES["secret"].raw(secret, Settings()) == ""
    with pytest.raises(TypeError, match="a secret never enters a journal"):
        TYPES["secret"].pack(secret, Settings())
    with pytest.raises(TypeError, match="no journal holds a secret"):
        TYPES["secret"].unpack("x", Settings())
