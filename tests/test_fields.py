"""Each field type reads, shows, keeps and refuses as its own examples say."""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parcours.engine.expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    OPAQUE,
    TEXT,
    Choice,
    Choices,
    Listed,
    Type,
)
from parcours.engine.fields.field_type import (
    Accepts,
    Control,
    FieldType,
    Kind,
    Option,
    Part,
    Refused,
    Refuses,
    Settings,
)
from parcours.engine.fields.registry import by_name, field_types
from parcours.engine.source.wording import typeset

TODAY = date(2026, 11, 2)

TYPES = tuple(field_types().values())

PYTHON = {BOOLEAN: bool, INTEGER: int, DECIMAL: Decimal, DATE: date, TEXT: str}


def agrees(value: Any, type_: Type) -> bool:
    """Whether conditions, which take this value to be of that type, are right."""
    match type_:
        case Choice(options):
            return value in options
        case Choices(options):
            return isinstance(value, frozenset) and value.issubset(options)
        case Listed(parts):
            types = dict(parts)
            rows = isinstance(value, tuple) and all(isinstance(row, Mapping) for row in value)
            return rows and all(
                name in types and agrees(read, types[name])
                for row in value
                for name, read in row.items()
            )
        case _:
            return type_ == OPAQUE or type(value) is PYTHON[type_]


def is_sentence(text: str) -> bool:
    """Begins with a capital, ends with a full stop, and is set in French."""
    return text[:1].isupper() and text.endswith(".") and "  " not in text and text == typeset(text)


def faults(type_: FieldType) -> Iterator[str]:
    """What does not hold of a type and its examples."""
    if len(type_.accepts) < 3 or len(type_.refuses) < 3:
        yield "fewer than three examples of a kind"
    if not type_.title[:1].isupper() or type_.title != typeset(type_.title):
        yield "its title is not set in French"
    for key, described in type_.keys.items():
        if not is_sentence(described.help):
            yield f"{key}: the help is no sentence"
    for accepted in type_.accepts:
        yield from (f"{accepted.raw!r}: {fault}" for fault in accept_faults(type_, accepted))
    for refused in type_.refuses:
        yield from (f"{refused.raw!r}: {fault}" for fault in refuse_faults(type_, refused))


def accept_faults(type_: FieldType, example: Accepts) -> Iterator[str]:
    """What does not hold of one accepted answer."""
    settings = example.settings
    value = type_.parse(example.raw, settings, TODAY)
    if value != example.value or type(value) is not type(example.value):
        yield f"is read as {value!r}"
    if (shown := type_.show(value, settings)) != example.shown:
        yield f"is shown as {shown!r}"
    yield from value_faults(type_, value, settings)


def value_faults(type_: FieldType, value: Any, settings: Settings) -> Iterator[str]:
    """What does not hold of any value that a type accepted."""
    type_.check(value, settings, TODAY)
    read, expression = type_.read(value, settings), type_.expression(settings)
    if not agrees(read, expression):
        yield f"conditions read {read!r}, which is no {expression}"
    if not isinstance(type_.show(value, settings), str):
        yield "is not shown as a text"
    yield from bound_faults(type_, value, settings)
    if type_.control is Control.SECRET:
        return
    packed = json.loads(json.dumps(type_.pack(value, settings)))
    if (unpacked := type_.unpack(packed, settings)) != value or type(unpacked) is not type(value):
        yield f"comes back from the journal as {unpacked!r}"
    if (again := type_.parse(type_.raw(value, settings), settings, TODAY)) != value:
        yield f"comes back from its control as {again!r}"


def bound_faults(type_: FieldType, value: Any, settings: Settings) -> Iterator[str]:
    """A number, or a count of rows or choices, that is outside the bounds declared."""
    if type_.bounds is None:
        return
    least, most = type_.bounds(settings)
    count = len(value) if isinstance(value, tuple | frozenset) else value
    if not least <= count <= most:
        yield f"is outside {least}..{most}"


def refuse_faults(type_: FieldType, example: Refuses) -> Iterator[str]:
    """What does not hold of one refused answer."""
    try:
        value = type_.parse(example.raw, example.settings, TODAY)
    except Refused as refused:
        if refused.sentence != typeset(example.sentence):
            yield f"is refused with {refused.sentence!r}"
        if refused.part != example.part:
            yield f"is refused for its part {refused.part!r}"
        if not is_sentence(refused.sentence):
            yield f"{refused.sentence!r} is no sentence"
    else:
        yield f"is read as {value!r}"


@pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.name)
def test_a_type_does_as_its_examples_say(type_: FieldType) -> None:
    assert not list(faults(type_))


def test_every_type_of_the_language_is_there() -> None:
    expected = (
        "address boolean choice choices country date decimal documents_request email "
        "ephoto_code foreigner_number group integer list long_text money period permit_number "
        "phone postal_code secret text visa_number"
    )
    assert " ".join(sorted(field_types())) == expected


def test_every_control_is_asked_by_some_type() -> None:
    assert {type_.control for type_ in TYPES} == set(Control)


def test_a_type_is_named_after_its_file() -> None:
    for name, type_ in field_types().items():
        assert type_.parse.__module__.rpartition(".")[2] == name


def described(parts: tuple[Part, ...]) -> list[tuple[str, str, Type, bool]]:
    return [(p.name, p.label, p.type.expression(p.settings), p.optional) for p in parts]


def test_composite_types_say_which_parts_conditions_read() -> None:
    assert described(field_types()["address"].parts) == [
        ("numero", "Numéro", TEXT, True),
        ("voie", "Type et nom de la voie", TEXT, False),
        ("complement", "Étage, bâtiment, résidence", TEXT, True),
        ("lieu_dit", "Lieu-dit ou boîte postale", TEXT, True),
        ("code_postal", "Code postal", TEXT, False),
        ("ville", "Ville", TEXT, False),
    ]
    assert described(field_types()["period"].parts) == [
        ("start", "Date de début", DATE, False),
        ("end", "Date de fin", DATE, False),
    ]


def test_types_offer_their_answers() -> None:
    french = Settings(options=(Option("fr", "Français"),))
    assert field_types()["choice"].options(french) == french.options
    yes_no = field_types()["boolean"].options(Settings())
    assert [option.label for option in yes_no] == ["Oui", "Non"]


def test_two_types_never_bear_one_name() -> None:
    with pytest.raises(ValueError, match="two field types are named 'money'"):
        by_name((GOOD, GOOD))
    assert repr(GOOD) == "<field type money>"


def test_required_keys_are_those_a_question_cannot_do_without() -> None:
    required = {
        (name, key)
        for name, type_ in field_types().items()
        for key, described in type_.keys.items()
        if described.required
    }
    assert required == {
        ("choice", "options"),
        ("choices", "options"),
        ("group", "fields"),
        ("list", "item"),
    }
    kinds = {field_types()[name].keys[key].kind for name, key in required}
    assert kinds == {Kind.OPTIONS, Kind.FIELDS}


# The controls: a type that does otherwise than its examples say is found out.

GOOD = field_types()["money"]
ACCEPTED, REFUSED = GOOD.accepts[0], GOOD.refuses[0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"accepts": (dataclasses.replace(ACCEPTED, shown="1234,50 €"),)}, "is shown as"),
        ({"accepts": (dataclasses.replace(ACCEPTED, value=1234.5),)}, "is read as"),
        ({"accepts": (dataclasses.replace(ACCEPTED, raw="1 234,51"),)}, "is read as"),
        ({"refuses": (dataclasses.replace(REFUSED, sentence="Non."),)}, "is refused with"),
        ({"refuses": (dataclasses.replace(REFUSED, part="euros"),)}, "is refused for its part"),
        ({"refuses": (dataclasses.replace(REFUSED, raw="1"),)}, "is read as"),
        ({"accepts": ()}, "fewer than three examples"),
        ({"title": "montant"}, "its title"),
        ({"expression": lambda _settings: INTEGER}, "conditions read"),
        ({"pack": lambda _value, _settings: "1"}, "comes back from the journal"),
        ({"unpack": lambda packed, _settings: packed}, "comes back from the journal"),
        ({"raw": lambda _value, _settings: "1"}, "comes back from its control"),
        ({"bounds": lambda _settings: (5000, 6000)}, "is outside 5000..6000"),
    ],
)
def test_control_a_wrong_type_is_found_out(changes: dict[str, Any], fault: str) -> None:
    assert not list(faults(GOOD))
    assert any(fault in found for found in faults(dataclasses.replace(GOOD, **changes)))


def test_control_agrees() -> None:
    assert not agrees(True, INTEGER)
    assert not agrees("marie", Choice(("seul",)))
    assert not agrees(["fr"], Choices(("fr",)))
    assert not agrees([{"nom": "Awa"}], Listed((("nom", TEXT),)))
    assert not agrees(({"nom": 3},), Listed((("nom", TEXT),)))
    assert not agrees(({"prenom": "Awa"},), Listed((("nom", TEXT),)))
    assert agrees(({"nom": "Awa"},), Listed((("nom", TEXT),)))


def test_control_sentences() -> None:
    assert is_sentence("Répondez par oui ou par non.")
    assert not is_sentence("réponse invalide.")
    assert not is_sentence("Erreur")
    assert not is_sentence("N'écrivez rien.")
