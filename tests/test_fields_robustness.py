"""Whatever is sent, a field type gives a value or a French sentence, and no other error."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.engine.fields.field_type import FieldType, Option, Part, Raw, Refused, Settings
from parcours.engine.fields.registry import field_types
from parcours.engine.source.wording import typeset
from parcours.tests.campaign import count
from parcours.tests.test_fields import TODAY, is_sentence, value_faults

TYPES = field_types()


def examples(type_: FieldType) -> list[tuple[Raw, Settings]]:
    """What the examples of a type send, and to which question."""
    return [
        *((example.raw, example.settings) for example in type_.accepts),
        *((example.raw, example.settings) for example in type_.refuses),
    ]


EXAMPLES = [raw for type_ in TYPES.values() for raw, _settings in examples(type_)]

# Lone surrogates, control characters, bidirectional overrides, digits of every script.
LETTERS = st.one_of(
    st.characters(categories=None),
    st.sampled_from(
        "\x00\x1b\x1f\u202e\u200b\ud800\ufffe\u0663\u0301\u00bd\ufb01\ufdfa0123456789 -/.,@+"
    ),
)
TEXTS = st.one_of(
    st.text(LETTERS),
    st.sampled_from(
        [
            "NaN",
            "-Infinity",
            "1e999999999",
            "1_000",
            "0x1F",
            "9" * 5000,
            "31/02/2026",
            "00/00/0000",
            "9999-12-31",
            "0001-01-01",
            "a" * 100_000,
            "\u0301" * 1000,
            " " * 100_000,
            "1 " * 5000,
            "\ud800",
            "+" + "3" * 400,
            "a@" + "b." * 5000 + "fr",
            "+33+33612345678",
            "today",
            "xh",
        ]
    ),
    st.sampled_from([raw for raw in EXAMPLES if isinstance(raw, str)]),
)
PART_NAMES = (
    *("day", "month", "year", "start", "end", "nom", "voie", "code_postal", "ville"),
    *("document", "title", "reason", "message", *TYPES),
)
NAMES = st.sampled_from(PART_NAMES)


def nested(inner: st.SearchStrategy[Raw]) -> st.SearchStrategy[Raw]:
    return st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=8)


RAWS: st.SearchStrategy[Raw] = st.recursive(
    TEXTS | st.sampled_from(EXAMPLES), nested, max_leaves=12
)

OPTIONS = (Option("fr", "Français"), Option("ar", "Arabe"))
PARTS = tuple(
    Part(
        name, name.title(), type_, Settings(options=OPTIONS), name in ("text", "choices", "address")
    )
    for name, type_ in TYPES.items()
    if name not in ("group", "list", "secret", "documents_request")
)
SETTINGS = (
    Settings(),
    Settings(options=OPTIONS, parts=PARTS),
    Settings({"min": 0, "max": 3, "min_length": 2, "max_length": 5}, OPTIONS, PARTS[:3]),
    Settings(
        {"partial": True, "before": "today", "after": date(1900, 1, 1), "min": Decimal("-1.5")},
        OPTIONS,
    ),
)


def outcome(type_: FieldType, raw: Raw, settings_: Settings) -> Any:
    """The value, whose properties hold, or the refusal, whose sentences are whole."""
    try:
        value = type_.parse(raw, settings_, TODAY)
    except Refused as refused:
        for fault in (refused, *refused.others):
            assert is_sentence(typeset(fault.sentence)), fault.sentence
        return refused
    assert not list(value_faults(type_, value, settings_))
    return value


@settings(max_examples=count(50, 5_000))
@pytest.mark.parametrize("name", TYPES)
@given(raw=RAWS, asked=st.integers(0, len(SETTINGS) - 1))
def test_anything_is_read_or_refused(name: str, raw: Raw, asked: int) -> None:
    outcome(TYPES[name], raw, SETTINGS[asked])


@settings(max_examples=count(50, 5_000))
@pytest.mark.parametrize("name", TYPES)
@given(data=st.data())
def test_an_example_with_a_slip_of_the_hand_is_read_or_refused(
    name: str, data: st.DataObject
) -> None:
    known = examples(TYPES[name])
    raw, settings_ = known[data.draw(st.integers(0, len(known) - 1))]
    outcome(TYPES[name], slipped(raw, data), settings_)


def slipped(raw: Raw, data: st.DataObject) -> Raw:
    """The raw with a few characters more somewhere, or a part replaced."""
    if isinstance(raw, str):
        place = data.draw(st.integers(0, len(raw)))
        return raw[:place] + data.draw(st.text(LETTERS, max_size=3)) + raw[place:]
    if isinstance(raw, Mapping) and raw:
        name = data.draw(st.sampled_from(sorted(raw)))
        return {**raw, name: slipped(raw[name], data)}
    if not isinstance(raw, Mapping) and raw:
        place = data.draw(st.integers(0, len(raw) - 1))
        return [*raw[:place], slipped(raw[place], data), *raw[place + 1 :]]
    return data.draw(RAWS)


@pytest.mark.parametrize("name", TYPES)
def test_nesting_without_end_is_refused(name: str) -> None:
    deep: Raw = "x"
    for _level in range(20_000):
        deep = [deep]
    for settings_ in SETTINGS:
        assert isinstance(outcome(TYPES[name], deep, settings_), Refused)
        assert (
            isinstance(outcome(TYPES[name], {"nom": deep}, settings_), Refused)
            or not settings_.parts
        )


@pytest.mark.parametrize(
    "raw", [None, 3, 2.5, True, b"oui", [None], {"nom": 3}, {3: "nom"}, object()]
)
@pytest.mark.parametrize("name", TYPES)
def test_what_no_form_can_send_is_refused_too(name: str, raw: Any) -> None:
    for settings_ in SETTINGS[1:3]:
        assert isinstance(outcome(TYPES[name], raw, settings_), Refused)
