"""Every event as plain JSON and back; what a journal cannot hold is told, never guessed."""

import json
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.dossier.codec import VERSION, Unreadable, from_json, to_json
from parcours.engine.dossier.events import Attached, Dated, Event, File, Filed, Pressed

TEXTS = st.text(max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FILES = st.builds(File, TEXTS, TEXTS, st.integers(0, 10**9), TEXTS)
BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "bool": st.booleans(),
    "date": st.dates(),
    "File": FILES,
    "Json": VALUES,
    "Mapping[str, Json]": st.dictionaries(TEXTS, VALUES, max_size=3),
    "Mapping[str, str]": st.dictionaries(TEXTS, TEXTS, max_size=3),
    "tuple[str, ...]": st.lists(TEXTS, max_size=3).map(tuple),
}


def events_of(type_: type) -> st.SearchStrategy[Event]:
    """By the types of its fields: a new kind of field must be named above."""
    fields = type_.__annotations__
    return st.builds(type_, **{name: BY_TYPE[kind] for name, kind in fields.items()})


EVENTS = st.one_of(*(events_of(type_) for type_ in get_args(Event)))


@given(EVENTS)
def test_every_event_comes_back(event: Event) -> None:
    written = json.loads(json.dumps(to_json(event)))
    assert from_json(written) == event
    assert type(from_json(written)) is type(event)


def test_what_is_written() -> None:
    file = File("ab", "a.pdf", 12, "application/pdf")
    assert to_json(Attached("bail", file)) == {
        "v": 1,
        "type": "attached",
        "slot": "bail",
        "file": {"digest": "ab", "name": "a.pdf", "size": 12, "media": "application/pdf"},
    }
    assert to_json(Dated("bail", date(2026, 11, 2)))["day"] == "2026-11-02"
    filed = Filed("fin", "N", date(2026, 11, 2), "", "", {"a": 1}, ("b",), ())
    assert (to_json(filed)["documents"], to_json(filed)["type"]) == (["b"], "filed")
    assert VERSION == 1


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"v": 1, "type": "unknown"},
        {"v": 2, "type": "went", "screen": "a"},
        {"v": 1, "type": "went"},
        {"v": 1, "type": "dated", "slot": "a", "day": "demain"},
        {"v": 1, "type": "dated", "slot": "a", "day": None},
        {"v": 1, "type": "attached", "slot": "a", "file": {"digest": "x"}},
        {"v": 1, "type": "attached", "slot": "a", "file": None},
    ],
)
def test_what_no_journal_holds_is_told(entry: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as raised:
        from_json(entry)
    assert str(raised.value)


def test_keys_of_a_later_version_are_passed_over() -> None:
    entry = {**to_json(Pressed("a", {})), "at": "2026-11-02T10:00:00+01:00"}
    assert from_json(entry) == Pressed("a", {})
