"""What reaches an embedder of bad texts, files and journals: one typed error, said in French."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from parcours import StoreError, UnreadableJournal
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.file_name import LONGEST_NAME
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.fields.field_type import Json
from parcours.engine.runtime import Runtime
from parcours.engine.source.wording import typeset
from parcours.engine.store.errors import FileTooLarge, NotText, UnreadableFile
from parcours.engine.store.open import DATABASE
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Store
from parcours.tests.runtimes import PDF, Clock, at_the_documents, clock, filed, made, runtime, store

__all__ = ["clock", "runtime", "store"]

HALF = "\ud800"


def is_french(error: StoreError | NotAllowed) -> bool:
    """A sentence that may be shown."""
    said = error.sentence
    return said.endswith(".") and said == typeset(said) and said.encode() != b""


# Commands.


@pytest.mark.parametrize("is_filed", [False, True])
@pytest.mark.parametrize("once", ["", "key"])
@pytest.mark.parametrize("told", [None, do.Press, "press", {"screen": HALF}])
def test_what_is_no_command_is_an_error_that_tells_no_value(
    runtime: Runtime, clock: Clock, told: Any, once: str, is_filed: bool
) -> None:
    """Not even what came due meanwhile is recorded beside it."""
    dossier = filed(runtime) if is_filed else runtime.start("carte")
    clock.wait(days=400)
    before = runtime.history(dossier)
    with pytest.raises(TypeError) as caught:
        runtime.handle(dossier, told, once)
    assert once or str(caught.value) == f"{type(told).__name__} is no command"
    with pytest.raises(TypeError):
        runtime.handle_all(dossier, [do.Tick(), told], once)
    assert runtime.history(dossier) == before


# Texts.


@pytest.mark.parametrize(
    "sent",
    [
        lambda runtime, _dossier: runtime.start("carte", owner=HALF),
        lambda runtime, _dossier: runtime.page(HALF),
        lambda runtime, _dossier: runtime.tick(HALF),
        lambda runtime, dossier: runtime.handle(dossier, do.Go("preambule"), once=HALF),
        lambda runtime, dossier: runtime.claim(dossier, HALF, {"email": "a@b.fr"}),
        lambda runtime, dossier: runtime.sign_in(dossier, {"email": HALF}, {}),
        lambda runtime, _dossier: runtime.records.requests(owner=HALF),
        lambda runtime, _dossier: runtime.records.requests(after=HALF),
    ],
)
def test_half_a_character_is_refused(runtime: Runtime, sent: Callable[[Runtime, str], Any]) -> None:
    dossier = runtime.start("carte")
    before = runtime.history(dossier), len(runtime.records.requests().lines)
    with pytest.raises(NotText) as caught:
        sent(runtime, dossier)
    assert is_french(caught.value)
    assert isinstance(caught.value, ValueError)
    assert (runtime.history(dossier), len(runtime.records.requests().lines)) == before


def test_a_procedure_of_no_name_at_all_is_told(runtime: Runtime) -> None:
    with pytest.raises(Exception, match="n’existe pas") as caught:
        runtime.start(HALF)
    assert str(caught.value).encode()


@pytest.mark.parametrize(
    "given",
    [
        {"revenu": "1500"},
        {"revenu": True},
        {"situation": 1},
        {"situation": ["seul"]},
        {"conjoint": "BA"},
        {"conjoint": {"nom": 3}},
        {"conjoint": {"nom": "BA", "naissance": "hier"}},
        {"enfants": {"prenom": "Léa"}},
        {"enfants": [{"prenom": "Léa", "ans": "3"}]},
        {"enfants": ["Léa"]},
        {"aide": "oui"},
        {"situation": object()},
    ],
)
def test_what_is_handed_over_must_be_an_answer(runtime: Runtime, given: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed) as caught:
        runtime.start("carte", given=given)
    assert is_french(caught.value)
    assert next(iter(given)) in caught.value.sentence
    assert runtime.records.requests().lines == ()


def test_what_another_procedure_hands_over_is_taken(runtime: Runtime) -> None:
    given: Mapping[str, Json] = {
        "situation": "famille",
        "conjoint": {"nom": "BA", "naissance": "1990-01-31"},
        "enfants": [{"prenom": "Léa", "ans": 3}],
        "revenu": 200,
        "aide": True,
    }
    assert runtime.dossier(runtime.start("carte", given=given))[1].answers == given


# Files.


class Broken(io.BytesIO):
    """A stream that fails after its first bytes."""

    def read(self, _most: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        self.seek(1)
        return PDF


class Idle(io.BytesIO):
    """A stream that has nothing to say yet."""

    def read(self, _most: int | None = -1, /) -> bytes:
        return None  # type: ignore[return-value]


CLOSED = io.BytesIO(PDF)
CLOSED.close()


@pytest.mark.parametrize(
    "content", [Broken(), Idle(), CLOSED, io.StringIO("abc"), "abc"], ids=lambda one: str(type(one))
)
def test_a_file_that_cannot_be_read_is_not_kept(
    runtime: Runtime, store: Store, content: Any
) -> None:
    dossier = at_the_documents(runtime)
    before = runtime.history(dossier)
    with pytest.raises(UnreadableFile) as caught:
        runtime.attach(dossier, "identite", "a.pdf", "application/pdf", content, 1000)
    assert is_french(caught.value)
    assert runtime.history(dossier) == before


@pytest.mark.parametrize("content", [b"", PDF])
@pytest.mark.parametrize("limit", [-1, -10, -(10**9)])
def test_nothing_is_smaller_than_nothing(store: Store, content: bytes, limit: int) -> None:
    for given in (content, io.BytesIO(content)):
        with pytest.raises(FileTooLarge) as caught:
            store.put_file(given, limit)
        assert is_french(caught.value)


def test_bytes_of_any_kind_are_taken(store: Store) -> None:
    mutable: Any = bytearray(PDF)
    assert store.put_file(mutable, 100) == store.put_file(PDF, 100)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("", "document.pdf"),
        (f"{HALF}.pdf", "pdf.pdf"),
        ("a" * 10**6, "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("a\n\x1b[31m.pdf", "a [31m.pdf"),
    ],
)
def test_a_name_is_made_one_that_can_be_kept_and_read(
    runtime: Runtime, name: str, kept: str
) -> None:
    dossier = at_the_documents(runtime)
    runtime.attach(dossier, "identite", name, "application/pdf", PDF, 1000)
    (file,) = runtime.dossier(dossier)[1].files["identite"]
    assert file.name == kept


# Journals.


def damage(folder: Path, statement: str, *values: str) -> None:
    """Behind every program's back."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement, values)


SET = "UPDATE entries SET event = json_set(event, '$.{name}', json(?)) WHERE seq = 2"
DAMAGES = {
    "version": (SET.format(name="v"), "99"),
    "type": (SET.format(name="type"), '"zz"'),
    "screen": (SET.format(name="screen"), "[1]"),
    "instant": (SET.format(name="at"), '"hier"'),
    "zone": (SET.format(name="at"), '"2026-11-02T12:00:00"'),
    "json": ("UPDATE entries SET event = ? WHERE seq = 2", "{"),
    "list": ("UPDATE entries SET event = ? WHERE seq = 2", "[1]"),
    "blob": ("UPDATE entries SET event = x'ff' WHERE seq = 2",),
    "row": ("UPDATE entries SET at = ? WHERE seq = 2", "hier"),
    "first": ("DELETE FROM entries WHERE seq = 1",),
    "middle": ("DELETE FROM entries WHERE seq = 3",),
    "last": ("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)",),
    "shifted": ("UPDATE entries SET seq = 90 WHERE seq = 2",),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_journal_is_one_error(kind: str, tmp_path: Path, clock: Clock) -> None:
    with SqliteStore(tmp_path) as store:
        dossier = filed(made(store, clock))
    damage(tmp_path, *DAMAGES[kind])
    with SqliteStore(tmp_path) as store:
        runtime = made(store, clock)
        asked: tuple[Callable[[], object], ...] = (
            lambda: runtime.page(dossier),
            lambda: runtime.tick(dossier),
            lambda: runtime.history(dossier),
            lambda: runtime.records.story(dossier),
            lambda: runtime.records.export("u1"),
            lambda: runtime.records.erase(dossier),
        )
        for ask in asked:
            with pytest.raises(UnreadableJournal) as caught:
                ask()
            assert isinstance(caught.value, StoreError)
            assert is_french(caught.value)
            assert caught.value.dossier == dossier


@pytest.mark.parametrize(
    "statement", ["UPDATE dossiers SET updated = ?", "UPDATE dossiers SET filed = ?"]
)
def test_a_damaged_card_is_the_same_error(statement: str, tmp_path: Path, clock: Clock) -> None:
    with SqliteStore(tmp_path) as store:
        dossier = filed(made(store, clock))
    damage(tmp_path, statement, "hier")
    with SqliteStore(tmp_path) as store, pytest.raises(UnreadableJournal) as caught:
        store.dossiers()
    assert caught.value.dossier == dossier


def test_a_damaged_effect_is_the_same_error(tmp_path: Path, clock: Clock) -> None:
    with SqliteStore(tmp_path) as store:
        dossier = filed(made(store, clock))
    damage(tmp_path, "UPDATE effects SET data = ?", "{")
    with SqliteStore(tmp_path) as store, pytest.raises(UnreadableJournal) as caught:
        store.effects_of(dossier)
    assert caught.value.dossier == dossier


def test_control_what_the_damages_are_made_to_is_read_otherwise(
    tmp_path: Path, clock: Clock
) -> None:
    with SqliteStore(tmp_path) as store:
        dossier = filed(made(store, clock))
    damage(tmp_path, SET.format(name="unknown"), json.dumps("a key of a later version"))
    with SqliteStore(tmp_path) as store:
        assert made(store, clock).page(dossier).kind == "status"
