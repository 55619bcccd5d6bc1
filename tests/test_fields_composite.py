"""Answers made of parts: all their faults at once, their names in conditions, what is blank."""

from datetime import date

import pytest

from parcours.engine.expr.types import DATE, OPAQUE, TEXT, Listed
from parcours.engine.fields.composite import read_named, typed_named
from parcours.engine.fields.field_type import Json, Part, Raw, Refused, Settings
from parcours.engine.fields.reading import empty, is_blank
from parcours.engine.source.wording import typeset
from parcours.tests.test_fields import TODAY
from parcours.tests.test_fields_values import TYPES, parse, refusal


def test_all_the_faults_of_an_answer_are_told_at_once() -> None:
    children = Settings(
        parts=(
            Part("nom", "Nom", TYPES["text"]),
            Part("adresse", "Adresse", TYPES["address"]),
        )
    )
    rows: Raw = [
        {"nom": "Awa", "adresse": {"voie": "rue", "code_postal": "1", "ville": "Paris"}},
        {"nom": "", "adresse": ""},
        {"nom": "Binta", "adresse": {}},
    ]
    told = refusal("list", rows, children)
    assert [(fault.part, fault.sentence) for fault in (told, *told.others)] == [
        (
            "1.adresse.code_postal",
            typeset("Écrivez un code postal de cinq chiffres, par exemple « 75011 »."),
        ),
        ("3.adresse.voie", "Répondez à cette question."),
        ("3.adresse.code_postal", "Répondez à cette question."),
        ("3.adresse.ville", "Répondez à cette question."),
    ]


def test_conditions_read_the_parts_under_their_full_names() -> None:
    host = Settings(
        parts=(
            Part("nom", "Nom", TYPES["text"]),
            Part("sejour", "Séjour", TYPES["period"]),
            Part("ne", "Né(e) le", TYPES["date"], Settings({"partial": True}), optional=True),
        )
    )
    raw: Raw = {"nom": "Awa", "sejour": {"start": "01/03/2026", "end": "02/03/2026"}, "ne": "1990"}
    value = parse("group", raw, host)
    stay = {"start": date(2026, 3, 1), "end": date(2026, 3, 2)}
    below = {
        "nom": "Awa",
        "sejour": stay,
        "sejour.start": date(2026, 3, 1),
        "sejour.end": date(2026, 3, 2),
        "ne": date(1990, 12, 31),
    }
    named = {f"hote.{name}": read for name, read in below.items()}
    assert read_named("hote", TYPES["group"], host, value) == {"hote": below, **named}
    assert dict(typed_named("hote", TYPES["group"], host)).keys() == {"hote", *named}
    columns = (
        ("nom", TEXT),
        ("sejour", OPAQUE),
        ("sejour.start", DATE),
        ("sejour.end", DATE),
        ("ne", DATE),
    )
    assert TYPES["list"].expression(host) == Listed(columns)
    assert TYPES["list"].read((value,), host) == (below,)
    assert read_named("nom", TYPES["text"], Settings(), "Awa") == {"nom": "Awa"}


def test_a_part_that_comes_to_apply_is_missing() -> None:
    name = Part("nom", "Nom", TYPES["text"])
    town = Part("ville", "Ville", TYPES["text"])
    value = parse("group", {"nom": "Awa"}, Settings(parts=(name,)))
    for type_, kept, part in (("group", value, "ville"), ("list", (value,), "1.ville")):
        with pytest.raises(Refused) as caught:
            TYPES[type_].check(kept, Settings(parts=(name, town)), TODAY)
        assert caught.value.part == part
    both: dict[str, Json] = {"nom": "Awa", "ville": "Paris"}
    assert TYPES["group"].pack(both, Settings(parts=(name,))) == {"nom": "Awa"}
    assert TYPES["group"].unpack(both, Settings(parts=(name,))) == {"nom": "Awa"}


def test_a_journal_that_holds_something_else_is_broken() -> None:
    with pytest.raises(TypeError, match="not as list"):
        TYPES["address"].unpack([], Settings())


def test_a_list_is_not_endless() -> None:
    rows = Settings(parts=(Part("nom", "Nom", TYPES["text"]),))
    sentence = "Remplissez 50 lignes au plus."
    assert refusal("list", [{"nom": "Awa"}] * 51, rows).sentence == sentence
    asked: Raw = [{"title": str(n), "reason": "missing"} for n in range(51)]
    sentence = "Demandez 50 documents au plus."
    assert refusal("documents_request", asked).sentence == sentence
    assert refusal("documents_request", ["bail"]).part == "1"


def test_a_row_without_any_known_part_is_blank() -> None:
    rows = Settings(parts=(Part("nom", "Nom", TYPES["text"], optional=True),))
    assert parse("list", [{"prenom": "Awa"}, {"nom": "Awa"}], rows) == ({"nom": "Awa"},)
    for name in ("list", "documents_request"):
        assert refusal(name, [{"prenom": "Awa"}], rows).sentence == empty().sentence


def test_blank_is_what_shows_nothing() -> None:
    blank: tuple[Raw, ...] = ("", " \u00a0\n\u200b", {}, [], {"a": ["", {"b": "\t"}]})
    filled: tuple[Raw, ...] = ("a", {"a": ["", {"b": "0"}]}, "\x00")
    assert all(is_blank(raw) for raw in blank)
    assert not any(is_blank(raw) for raw in filled)
    deep: Raw = ""
    for _level in range(100_000):
        deep = [deep]
    assert is_blank(deep)
    assert empty().sentence == "Répondez à cette question."
