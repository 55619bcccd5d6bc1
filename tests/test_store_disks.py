"""Disks that are full, failing, shared or read-only: nothing is lost, and it is said in French."""

import errno
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from parcours.engine.store import file_folder, sqlite_connection
from parcours.engine.store.errors import Closed, DiskFailure, DiskFull, NotWritable, StoreError
from parcours.engine.store.file_folder import said
from parcours.engine.store.open import open_to_read
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.sqlite_connection import Connection, connect
from parcours.engine.store.sqlite_read_only import ReadOnlyStore
from parcours.engine.store.sqlite_writer import GroupWriter
from parcours.tests.store_conformance import BUNDLE, NOON, change, everything
from parcours.tests.store_folders import folder, raw, sentence_of

__all__ = ["folder"]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert sentence_of(NotWritable, tmp_path / "file") == (
        "Impossible de lire et d’écrire dans « DATA » : un fichier porte déjà ce nom. "
        "Vérifiez le chemin et vos droits, ou choisissez un autre dossier de données."
    )
    assert "porte déjà ce nom" in sentence_of(NotWritable, tmp_path / "file" / "data")
    (tmp_path / "dossiers.db").mkdir()
    assert "ne s’ouvre pas" in sentence_of(NotWritable, tmp_path)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EIO, DiskFailure),
        (errno.EACCES, NotWritable),
        (errno.EMFILE, DiskFailure),
    ],
)
def test_what_the_system_refuses_is_said(code: int, error: type[StoreError]) -> None:
    with pytest.raises(error), said(Path("data")):
        raise OSError(code, os.strerror(code))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to let any file grow further: the nearest thing to a full disk."""
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_finds_no_room_leaves_nothing(folder: Path) -> None:
    with SqliteStore(folder) as store:
        with files_of_at_most(100_000), pytest.raises(DiskFull):
            store.put_file(bytes(300_000), 1_000_000)
        assert list((folder / "files" / "incoming").iterdir()) == []
        assert store.put_file(bytes(300_000), 1_000_000).size == 300_000


def test_a_disk_that_fails_loses_nothing(folder: Path) -> None:
    """The write-ahead log cannot grow: the change is refused; once it can, all goes on."""
    large = change({"pad": "x" * 300_000})
    with SqliteStore(folder) as store:
        store.append("d1", 1, change(), NOON)
        before = everything(store)
        with files_of_at_most(100_000), pytest.raises((DiskFull, DiskFailure)):
            store.append("d1", 2, large, NOON)
        assert everything(store) == before
        assert store.append("d1", 2, large, NOON) == 3


def test_a_full_database_loses_nothing(folder: Path) -> None:
    room = [0]

    def cramped(path: Path) -> Connection:
        connection = connect(path)
        connection.execute(f"PRAGMA max_page_count = {room[0] or 10**9}")
        return connection

    with SqliteStore(folder) as store:
        before = everything(store)
    room[0] = 1  # SQLite raises it to the size of the database
    with SqliteStore(folder, cramped) as store:
        for number in range(3):
            with pytest.raises(DiskFull) as caught:
                store.append("d1", 1, change({"pad": "x" * 300_000}), NOON)
            assert "Libérez de l’espace disque." in str(caught.value)
            assert everything(store) == before, number
    with SqliteStore(folder) as store:
        assert store.append("d1", 1, change({"pad": "x" * 300_000}), NOON) == 2


def test_a_fault_of_one_is_not_a_fault_of_all(folder: Path) -> None:
    """Requests of one commit: the one that breaks is rolled back alone."""
    writer = GroupWriter(lambda: connect(folder / "dossiers.db"), "base")

    def slow(connection: Connection) -> str:
        started.set_result(None)
        release.result()
        return "slow"

    def breaks(connection: Connection) -> str:
        connection.execute("DELETE FROM entries")
        connection.execute("SELECT * FROM nowhere")
        return "never"

    def fails(connection: Connection) -> str:
        connection.execute("DELETE FROM entries")
        raise LookupError("of the caller's own")

    started: Future[None] = Future()
    release: Future[None] = Future()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(writer.run, slow)
        started.result()
        others = [pool.submit(writer.run, work) for work in (breaks, fails)]
        last = pool.submit(writer.run, lambda on: on.execute("SELECT 7").fetchone())
        release.set_result(None)
        assert first.result() == "slow"
        assert isinstance(others[0].exception(), DiskFailure)
        assert isinstance(others[1].exception(), LookupError)
        assert last.result() == (7,)
    writer.close()
    with SqliteStore(folder) as store:
        assert len(store.load("d1").entries) == 1


def test_a_writer_that_cannot_open_says_so(tmp_path: Path) -> None:
    writer = GroupWriter(lambda: connect(tmp_path / "nowhere" / "dossiers.db"), "base")
    for _ in range(2):
        with pytest.raises(NotWritable):
            writer.run(lambda _on: None)
    writer.close()


def test_a_disk_without_room_for_the_index_of_the_log_is_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says « disk I/O error » then, which tells nobody what to do."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = 4874  # SQLITE_IOERR_SHMSIZE
    place = str(folder / "dossiers.db")
    found = sqlite_connection.translated(error, place)
    assert isinstance(found, DiskFailure)
    assert "I/O" not in found.sentence
    monkeypatch.setattr(sqlite_connection, "disk_usage", lambda _path: SimpleNamespace(free=0))
    assert isinstance(sqlite_connection.translated(error, place), DiskFull)


# Read-only disks.


def refused(*_anything: object, **_more: object) -> None:
    """What a read-only disk does, even to root."""
    raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))


def test_what_lies_on_a_read_only_disk_is_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(folder) as store:
        kept = store.put_file(b"file", 100)
    monkeypatch.setattr(file_folder, "mkstemp", refused)
    monkeypatch.setattr(Path, "touch", refused)
    found = open_to_read(str(folder))
    assert isinstance(found, ReadOnlyStore)
    with found as store:
        assert [line.dossier for line in store.dossiers().lines] == ["d1"]
        assert store.load("d1").version == 1
        assert store.bundle(store.load("d1").bundle) == BUNDLE
        with store.open_file(kept.digest) as file:
            assert file.read() == b"file"
        writes: tuple[Callable[[], object], ...] = (
            lambda: store.append("d1", 1, change(), NOON),
            lambda: store.keep_bundle(BUNDLE),
            lambda: store.erase("d1", 1),
            lambda: store.put_file(b"other", 100),
            store.ping,
        )
        for write in writes:
            with pytest.raises(NotWritable):
                write()
    with pytest.raises(Closed):
        store.load("d1")


def test_a_log_that_nobody_emptied_is_read_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passing it over would show an older state of things as the present one."""
    copy = tmp_path / "copy"
    with SqliteStore(folder) as store:
        store.append("d1", 1, change(), NOON)
        shutil.copytree(folder, copy)
    monkeypatch.setattr(Path, "touch", refused)
    found = open_to_read(str(copy))
    assert found is not None
    with found:
        assert found.load("d1").version == 2


def test_an_older_format_is_not_read_where_it_cannot_be_brought_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw(folder) as connection:
        connection.execute("PRAGMA user_version = 1")
    monkeypatch.setattr(Path, "touch", refused)
    with pytest.raises(NotWritable, match="format plus ancien"):
        open_to_read(str(folder))


def test_a_folder_where_nobody_kept_anything_stays_so(tmp_path: Path) -> None:
    assert open_to_read(str(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []
