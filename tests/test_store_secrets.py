"""What was handed over or erased is gone to the last byte, from the database and from its log."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from parcours.engine.store import sqlite_connection, sqlite_outbox
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.sqlite_connection import Connection, configure, connect, scour
from parcours.engine.store.sqlite_schema import prepare
from parcours.engine.store.store import Effect, Store
from parcours.engine.store.written_form import WrittenEffect
from parcours.tests.campaign import count
from parcours.tests.store_conformance import BUNDLE, DAY, NOON, change, opened

SECRET = "un-mot-de-passe-bien-à-elle"  # noqa: S105 - to be looked for
MANY = count(3000, 20_000)
SEEDS = range(20)


def found(folder: Path, secret: str = SECRET) -> list[str]:
    """The files in which it can be read."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in paths if secret.encode() in path.read_bytes())


def eventually(is_so: Callable[[], bool]) -> bool:
    """Within some seconds: the log is emptied when nobody asks for anything."""
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def hand_over(store: Store, dossier: str) -> str:
    """A password waits; the id of the effect."""
    effect = Effect({"mot": SECRET}, NOON, is_secret=True)
    opened(store, dossier, effects=(effect,))
    return f"{dossier}/1/1"


def perform(store: Store, effect: str) -> None:
    """Taken once in vain, then done."""
    assert store.take(effect, NOON, NOON + DAY)
    assert store.failed(effect, 1, "serveur absent", NOON)
    assert store.take(effect, NOON, NOON + DAY)
    assert store.done(effect, 2)


def test_a_secret_handed_over_is_gone(tmp_path: Path) -> None:
    with SqliteStore(tmp_path) as store:
        effect = hand_over(store, "d1")
        assert "dossiers.db-wal" in found(tmp_path)
        perform(store, effect)
        assert eventually(lambda: found(tmp_path) == [])
        assert store.load("d1").version == 1
    assert found(tmp_path) == []


def test_it_is_gone_under_load_too(tmp_path: Path) -> None:
    """Requests that never cease do not put it off for ever."""
    with SqliteStore(tmp_path) as store:
        perform(store, hand_over(store, "d1"))
        end, version = time.monotonic() + 20, 1
        while found(tmp_path) and time.monotonic() < end:
            version = store.append("d1", version, change(), NOON)
        assert found(tmp_path) == []


def test_an_erased_dossier_is_gone(tmp_path: Path) -> None:
    with SqliteStore(tmp_path) as store:
        hand_over(store, "d1")
        opened(store, "d2")
        store.append("d1", 1, change({"nom": SECRET}), NOON)
        store.erase("d1", 2)
        assert eventually(lambda: found(tmp_path) == [])
        assert store.load("d2").version == 1


def test_who_reads_the_log_is_waited_for(tmp_path: Path) -> None:
    with SqliteStore(tmp_path) as store:
        effect = hand_over(store, "d1")
        with store._readers.snapshot() as reader:
            assert reader.execute("SELECT count(*) FROM effects").fetchone() == (1,)
            perform(store, effect)
            time.sleep(0.2)
            assert "dossiers.db-wal" in found(tmp_path)
            store.append("d1", 1, change(), NOON)  # nobody waits for the reader
        assert eventually(lambda: found(tmp_path) == [])


KILLED = """
import os, sys
from pathlib import Path
from parcours.engine.store import sqlite_writer
from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.test_store_secrets import hand_over, perform
sqlite_writer.PAUSE = sqlite_writer.LATEST = 999.0
store = SqliteStore(Path(sys.argv[1]))
perform(store, hand_over(store, "d1"))
os._exit(9)
"""


def test_what_a_killed_program_left_is_gone_on_opening(tmp_path: Path) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert (child.returncode, found(tmp_path)) == (9, ["dossiers.db-wal"])
    with SqliteStore(tmp_path):
        assert found(tmp_path) == []


def test_a_log_that_cannot_be_emptied_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([sqlite3.OperationalError("disk I/O error")] * 2)

    def failing(connection: Connection) -> bool:
        for error in failures:
            raise error
        return scour(connection)

    with SqliteStore(tmp_path) as store:
        store.dossiers()  # a connection stays open: the log does not go with its last user
        monkeypatch.setattr("parcours.engine.store.sqlite_writer.scour", failing)
        perform(store, hand_over(store, "d1"))
        assert eventually(lambda: found(tmp_path) == [])
        assert next(failures, None) is None
        store.append("d1", 1, change(), NOON)


# Many secrets, in pages that fill and empty.


def stray(place: Path, chance: random.Random) -> set[str]:
    """Secrets that were done, and can still be read."""
    place.mkdir()
    path = place / "dossiers.db"
    prepare(path, connect)
    waiting: dict[str, str] = {}
    gone: set[str] = set()
    with closing(connect(path)) as on:
        on.execute("BEGIN")
        on.execute("INSERT INTO bundles VALUES ('b')")
        values = "('d', 'b', 'p', 'o', 's', 'x', 'x', 0)"
        columns = "(id, bundle, procedure, owner, status, created, updated, version)"
        on.execute(f"INSERT INTO dossiers {columns} VALUES {values}")  # noqa: S608
        for number in range(MANY):
            secret = f"SECRET{number:08}!"
            data = f'{{"pad":"{"y" * chance.randrange(600)}","mot":"{secret}"}}'
            written = WrittenEffect("2026-11-02T12:00:00.000000Z", None, data, is_secret=True)
            sqlite_outbox.add_effects(on, "d", number, [written])
            waiting[f"d/{number}/1"] = secret
            while len(waiting) > chance.randrange(1, 600):
                effect = chance.choice(list(waiting))
                assert sqlite_outbox.take(on, effect, "2027", "2027")
                assert sqlite_outbox.done(on, effect, 1)
                gone.add(waiting.pop(effect))
        on.execute("COMMIT")
        assert scour(on)
        content = path.read_bytes()
    assert len(gone) > MANY / 2
    assert all(secret.encode() in content for secret in waiting.values())
    assert os.path.getsize(path) == len(content)  # noqa: PTH202 - the log is gone with its last user
    return {secret for secret in gone if secret.encode() in content}


def test_no_page_keeps_a_copy(tmp_path: Path) -> None:
    for seed in SEEDS[: count(1, 10)]:
        assert stray(tmp_path / str(seed), random.Random(seed)) == set()  # noqa: S311 - sizes, order


def test_control_within_a_page_of_rows_copies_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day this fails with a newer SQLite, `_aside` may go."""
    monkeypatch.setattr(sqlite_outbox, "_aside", lambda _on, data: data)
    assert any(stray(tmp_path / str(seed), random.Random(seed)) for seed in SEEDS)  # noqa: S311 - as above


def test_control_what_is_only_deleted_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(connection: Connection, place: str) -> None:
        configure(connection, place)
        connection.execute("PRAGMA secure_delete = OFF")

    monkeypatch.setattr(sqlite_connection, "configure", careless)
    assert stray(tmp_path / "0", random.Random(0))  # noqa: S311 - as above


def test_a_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the umask of who starts it."""
    former = os.umask(0)
    try:
        with SqliteStore(tmp_path / "data") as store:
            hand_over(store, "d1")
            store.keep_bundle(BUNDLE)
            store.put_file(b"x", 1)
            paths = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
            modes = {path.name: path.stat().st_mode & 0o777 for path in paths}
    finally:
        os.umask(former)
    assert {modes[name] for name in ("data", "files", "incoming")} == {0o700}
    assert {modes[f"dossiers.db{end}"] for end in ("", "-wal", "-shm")} == {0o600}
    assert not [name for name, mode in modes.items() if mode & 0o077]
