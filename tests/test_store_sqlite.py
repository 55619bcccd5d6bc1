"""What only the store on disk can meet: other programs, other files, others at the same time."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from sqlite_utils import Database

from parcours.engine.store import sqlite_connection, sqlite_schema
from parcours.engine.store.errors import (
    Altered,
    Busy,
    Closed,
    CorruptDatabase,
    DiskFailure,
    FileMissing,
    NewerDatabase,
    NotADatabase,
    NotWritable,
    StoreError,
)
from parcours.engine.store.file_folder import FORGOTTEN, FileFolder
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.sqlite_connection import Readers, connect
from parcours.engine.store.sqlite_writer import GroupWriter
from parcours.engine.store.store import Card
from parcours.tests.store_conformance import BUNDLE, CARD, NOON, change, everything, opened
from parcours.tests.store_folders import folder, raw, sentence_of

__all__ = ["folder"]


def test_the_settings_are_those_that_lose_nothing(folder: Path) -> None:
    expected = {
        "application_id": 0x50415243,
        "checkpoint_fullfsync": 1,
        "foreign_keys": 1,
        "fullfsync": 1,
        "journal_mode": "wal",
        "secure_delete": 1,
        "synchronous": 2,  # FULL
        "temp_store": 2,  # MEMORY
        "user_version": len(sqlite_schema.MIGRATIONS),
    }
    with closing(connect(folder / "dossiers.db")) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected


def test_the_folder_is_its_owners_alone(folder: Path) -> None:
    with SqliteStore(folder) as store:
        digest = store.put_file(b"x", 1).digest
        opened(store, "d2")
        paths = [folder, *folder.rglob("*")]
        modes = {path.relative_to(folder.parent).as_posix(): path.stat().st_mode for path in paths}
    assert f"data/files/{digest[:2]}/{digest[2:]}" in modes
    assert "data/dossiers.db-wal" in modes
    assert [name for name, mode in modes.items() if mode & 0o077] == []


def test_what_was_kept_is_found_again(folder: Path) -> None:
    with SqliteStore(folder) as store:
        before = everything(store)
    with SqliteStore(folder) as store:
        assert everything(store) == before
        assert store.append("d1", 1, change(), NOON) == 2


def test_two_stores_share_a_folder(folder: Path) -> None:
    with SqliteStore(folder) as one, SqliteStore(folder) as other:
        assert one.append("d1", 1, change(), NOON) == 2
        assert other.append("d1", 2, change(), NOON) == 3
        assert everything(one) == everything(other)


def test_a_new_folder_is_prepared_once(tmp_path: Path) -> None:
    """Whoever comes at the same moment: threads here, programs below."""
    for number in range(5):
        place = tmp_path / f"n{number}" / "data"

        def open_and_write(name: str, place: Path = place) -> None:
            with SqliteStore(place) as store:
                opened(store, name)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(open_and_write, "abcdefgh"))
        with SqliteStore(place) as store:
            assert {line.dossier for line in store.dossiers().lines} == set("abcdefgh")


OPENING = """
import sys
from pathlib import Path
from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.store_conformance import opened
sys.stdin.read()
with SqliteStore(Path(sys.argv[1])) as store:
    opened(store, sys.argv[2])
"""


def test_programs_open_a_new_folder_together(tmp_path: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING, tmp_path / "data", name],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in "abcd"
    ]
    for child in children:
        assert child.stdin
        child.stdin.close()
    for child in children:
        with child:
            assert child.stderr
            assert (child.stderr.read(), child.wait()) == (b"", 0)
    with SqliteStore(tmp_path / "data") as store:
        assert {line.dossier for line in store.dossiers().lines} == set("abcd")


FORKING = """
import os, sys
from pathlib import Path
from parcours.engine.store.errors import Closed
from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.store_conformance import NOON, change, opened
with SqliteStore(Path(sys.argv[1])) as store:
    opened(store, "d2")
    if child := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        store.append("d2", 1, change(), NOON)
    else:
        refused = 0
        for ask in (lambda: store.load("d2"), lambda: store.append("d2", 1, change(), NOON)):
            try:
                ask()
            except Closed:
                refused += 1
        store.close()
        os._exit(0 if refused == 2 else 1)
"""


def test_a_forked_child_opens_its_own(folder: Path) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORKING, folder], check=True)
    with SqliteStore(folder) as store:
        assert store.load("d2").version == 2


def test_another_process_is_refused(folder: Path) -> None:
    """As above, seen from inside: what the child holds is its parent's to close."""
    store = SqliteStore(folder)
    store._process += 1
    with pytest.raises(Closed):
        store.load("d1")
    store.close()
    store._process -= 1
    assert store.load("d1").version == 1
    store.close()


def test_a_reader_at_work_when_the_store_closes(folder: Path) -> None:
    readers = Readers(lambda: connect(folder / "dossiers.db"), "base")
    with readers.snapshot() as on:
        readers.close()
        assert on.execute("SELECT count(*) FROM dossiers").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError):
        on.execute("SELECT 1")
    with pytest.raises(Closed), readers.snapshot():
        pass


def test_a_closed_writer_writes_no_more(folder: Path) -> None:
    writer = GroupWriter(lambda: connect(folder / "dossiers.db"), "base")
    writer.close()
    with pytest.raises(Closed):
        writer.run(lambda _on: None)


def test_closing_finishes_what_was_asked(folder: Path) -> None:
    store = SqliteStore(folder)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(opened, store, f"n{number}") for number in range(8)]
        store.close()
    kept = {f"n{number}" for number, one in enumerate(asked) if one.exception() is None}
    with SqliteStore(folder) as again:
        assert {line.dossier for line in again.dossiers().lines} == {"d1", *kept}


def test_a_full_batch_waits_for_the_next(folder: Path) -> None:
    with SqliteStore(folder, most=2) as store, ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: opened(store, f"n{number}"), range(100)))
        assert len(store.dossiers(limit=200).lines) == 101


# Other files


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with raw(tmp_path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = (tmp_path / "dossiers.db").read_bytes()
    assert sentence_of(NotADatabase, tmp_path) == (
        "« DATA/dossiers.db » n’est pas une base de dossiers de Parcours. "
        "Indiquez un autre dossier de données."
    )
    assert (tmp_path / "dossiers.db").read_bytes() == before
    with raw(tmp_path) as connection:
        connection.execute("DROP TABLE theirs")
        connection.execute("PRAGMA application_id = 7")
    sentence_of(NotADatabase, tmp_path)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "dossiers.db").write_text("Ceci n'est pas une base.\n" * 100)
    sentence_of(NotADatabase, tmp_path)


def test_a_newer_database_is_left_alone(folder: Path) -> None:
    with raw(folder) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert sentence_of(NewerDatabase, folder) == (
        "« DATA/dossiers.db » a été écrite par un Parcours plus récent (format 999, alors que "
        f"celui-ci connaît le format {len(sqlite_schema.MIGRATIONS)}). Mettez Parcours à jour."
    )


def test_a_migration_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(database: Database) -> None:
        database.create_table("half", {"x": int})
        database.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, breaks))
    assert "no such table: nowhere" in sentence_of(DiskFailure, folder)
    monkeypatch.undo()
    with SqliteStore(folder) as store, raw(folder) as connection:
        assert store.load("d1").version == 1
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()


def test_an_older_database_is_brought_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def adds(database: Database) -> None:
        database.create_table("later", {"x": int})

    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, adds))
    for _ in range(2):
        with SqliteStore(folder) as store, raw(folder) as connection:
            assert store.load("d1").version == 1
            assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
            assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_database_of_the_first_format_is_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", sqlite_schema.MIGRATIONS[:1])
    sqlite_schema.prepare(tmp_path / "dossiers.db", connect)
    monkeypatch.undo()
    noon = "2026-11-02T12:00:00.000000Z"
    with raw(tmp_path) as connection:
        connection.execute("INSERT INTO bundles VALUES ('b')")
        connection.execute(
            "INSERT INTO dossiers (id, bundle, version, procedure, owner, status, reference,"
            " created, updated) VALUES ('d1', 'b', 1, 'p', 'o', 'filed', 'n1', ?, ?)",
            (noon, noon),
        )
        connection.execute("INSERT INTO entries VALUES ('d1', 1, ?, '{}')", (noon,))
        connection.execute(
            "INSERT INTO effects (id, dossier, data, due, attempts, free)"
            " VALUES ('d1/1/1', 'd1', '{}', ?, 3, NULL)",
            (noon,),
        )
    with SqliteStore(tmp_path) as store:
        assert store.load("d1").card == Card("p", "o", "filed", "n1", None)
        assert [(one.attempts, one.tries) for one in store.given_up()] == [(3, 3)]
        assert store.requeue("d1/1/1", NOON)
        assert store.append("d1", 1, change(), NOON) == 2
        store.erase("d1", 2)


def test_a_damaged_database_says_so(folder: Path) -> None:
    with SqliteStore(folder) as store:
        for number in range(200):
            opened(store, f"n{number}")
    path = folder / "dossiers.db"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))
    with SqliteStore(folder) as store:
        for ask in (lambda: store.load("n5"), lambda: opened(store, "new")):
            with pytest.raises(CorruptDatabase) as caught:
                ask()
            assert str(caught.value).endswith("est endommagée. Restaurez-la depuis une sauvegarde.")


def test_an_altered_bundle_is_not_given(folder: Path) -> None:
    with SqliteStore(folder) as store:
        digest = store.load("d1").bundle
        assert dict(store.bundle(digest)) == BUNDLE
        with raw(folder) as connection:
            connection.execute("UPDATE bundle_files SET content = 'autre' WHERE path = 'b.typ'")
        with pytest.raises(Altered):
            store.bundle(digest)


def test_an_altered_file_is_not_given(folder: Path) -> None:
    with SqliteStore(folder) as store:
        ref = store.put_file(b"une photo", 100)
        path = folder / "files" / ref.digest[:2] / ref.digest[2:]
        path.write_bytes(b"une phoTo")
        with pytest.raises(Altered) as caught:
            store.open_file(ref.digest)
        assert "Restaurez-le depuis une sauvegarde." in str(caught.value)
        assert store.put_file(b"une photo", 100) == ref  # put again, it is whole again
        with store.open_file(ref.digest) as file:
            assert file.read() == b"une photo"
        path.unlink()
        with pytest.raises(FileMissing):
            store.open_file(ref.digest)


def test_what_dead_writers_left_is_swept(folder: Path) -> None:
    incoming = folder / "files" / "incoming"
    for name, age in (("old", FORGOTTEN + 60), ("new", 60)):
        (incoming / name).write_bytes(b"half")
        now = (incoming / name).stat().st_mtime
        os.utime(incoming / name, (now - age, now - age))
    with SqliteStore(folder) as store:
        with pytest.raises(StoreError):
            store.put_file(b"too large", 3)
        assert [path.name for path in incoming.iterdir()] == ["new"]


def test_a_file_put_again_while_it_is_collected_stays(tmp_path: Path) -> None:
    """The collector found it old; by the time it comes to it, somebody has put the same bytes."""
    folder = FileFolder(tmp_path)
    digest = folder.put(b"une photo", 100).digest
    place = folder.path(digest)
    os.utime(place, (0, 0))
    assert list(folder.older(3600)) == [digest]
    assert folder.put(b"une photo", 100).digest == digest
    assert not folder.remove(digest, 3600)
    assert place.read_bytes() == b"une photo"
    os.utime(place, (0, 0))
    assert folder.remove(digest, 3600)
    assert not folder.remove(digest, 3600)
    assert list((tmp_path / "incoming").iterdir()) == []


# Many at once, and whether all is well


def test_a_store_that_cannot_write_does_not_answer(folder: Path) -> None:
    with SqliteStore(folder) as store:
        store.ping()
        with raw(folder) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy):
                store.ping(patience=0.05)
            other.execute("ROLLBACK")
        store.ping()
        (folder / "files" / "incoming").rename(folder / "files" / "elsewhere")
        with pytest.raises(NotWritable):
            store.ping()
        (folder / "files" / "elsewhere").rename(folder / "files" / "incoming")
        store.ping()
        assert list((folder / "files" / "incoming").iterdir()) == []


def test_nobody_waits_for_who_reads(folder: Path) -> None:
    """Threads of a web server: pages are read while others write, and none is told to come back."""
    with SqliteStore(folder) as store, ThreadPoolExecutor(16) as pool:
        for number in range(4):
            opened(store, f"n{number}")

        def write(number: int) -> None:
            for version in range(1, 20):
                store.append(f"n{number}", version, change({"n": version}), NOON)

        def read(number: int) -> int:
            last, turns = 0, 0
            while last < 20:
                journal = store.load(f"n{number % 4}")
                assert journal.version == len(journal.entries) >= last
                assert len(store.dossiers(owner=CARD.owner).lines) == 5
                last, turns = journal.version, turns + 1
            return turns

        reading = [pool.submit(read, number) for number in range(8)]
        list(pool.map(write, range(4)))
        assert min(one.result() for one in reading) > 0
        assert len(store._readers._idle) <= 9  # as many connections as threads read at once


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"owner": "a"},
        {"procedure": "p"},
        {"status": "s"},
        {"procedure": "p", "status": "s"},
        {"owner": "a", "status": "s"},
        {"reference": "r"},
    ],
)
@pytest.mark.parametrize("before", [None, NOON])
def test_lists_are_read_from_an_index(
    folder: Path, wanted: dict[str, str], before: datetime | None
) -> None:
    """No list looks at every dossier, nor sorts them."""
    with SqliteStore(folder) as store:
        statements: list[str] = []
        with store._readers.snapshot() as on:
            on.set_trace_callback(statements.append)
        store.dossiers(**wanted, before=before, after="2026 d", limit=5)
        (statement,) = (one for one in statements if one.startswith("SELECT"))
        with raw(folder) as connection:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert len(plan) == 1
    assert " USING INDEX idx_dossiers_" in plan[0]
    assert plan[0].startswith("SEARCH")


# Other programs


def test_a_lock_that_is_let_go_is_waited_for(folder: Path) -> None:
    with SqliteStore(folder) as store, raw(folder) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        asked = pool.submit(store.append, "d1", 1, change(), NOON)
        assert store.load("d1").version == 1  # readers do not wait
        assert not asked.done()
        other.execute("COMMIT")
        assert asked.result() == 2


def test_a_lock_that_is_never_let_go_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_connection, "PATIENCE", 0.05)
    with SqliteStore(folder) as store, raw(folder) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy) as caught:
            store.append("d1", 1, change(), NOON)
        assert str(caught.value).endswith("depuis trop longtemps. Réessayez dans un instant.")
        other.execute("ROLLBACK")
        assert store.append("d1", 1, change(card=CARD), NOON) == 2


def test_a_backup_of_a_folder_at_work_is_whole(folder: Path, tmp_path: Path) -> None:
    """As docs/portal.md says: the database first, then the files."""
    copy, version = tmp_path / "copy", 1
    copy.mkdir()
    with SqliteStore(folder) as store, ThreadPoolExecutor(1) as pool:
        stop = Event()

        def work() -> int:
            version = 1
            while not stop.is_set():
                file = store.put_file(f"{version}".encode(), 100)
                version = store.append("d1", version, change(files=(file.digest,)), NOON)
            return version

        working = pool.submit(work)
        while version < 20:
            version = store.load("d1").version
        with raw(folder) as source, closing(sqlite3.connect(copy / "dossiers.db")) as target:
            source.backup(target)
        shutil.copytree(folder / "files", copy / "files")
        stop.set()
        assert working.result() > version
    with SqliteStore(copy) as store, raw(copy) as connection:
        assert store.load("d1").version >= version
        digests = connection.execute("SELECT digest FROM files").fetchall()
        assert len(digests) >= version - 1
        for (digest,) in digests:
            store.open_file(digest).close()
