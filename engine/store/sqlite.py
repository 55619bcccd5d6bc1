"""Dossiers kept in one folder: a SQLite database, and the files beside it.

Importing this module loads sqlite_utils, which takes a while: ask `open_store` for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Self, TypeVar

from sqlite_utils import Database

from . import sqlite_journal as journal
from . import sqlite_outbox as outbox
from .errors import Closed, FileMissing, NewerDatabase
from .file_folder import FileFolder, make_folder, said
from .sqlite_connection import (
    APPLICATION_ID,
    Connect,
    Connection,
    Readers,
    connect,
    patiently,
    translating,
)
from .sqlite_writer import MOST, GroupWriter
from .store import Change, FileRef, Journal, Listing, Once, Pending
from .written_form import (
    bundle_digest,
    positive,
    request_digest,
    unicode,
    write_change,
    write_instant,
)

T = TypeVar("T")

DATABASE = "dossiers.db"

_PREPARING = Lock()


def _first(database: Database) -> None:
    """The tables. `free` is when an effect may be taken, NULL once given up."""
    database.create_table("bundles", {"digest": str}, pk="digest")
    database.create_table(
        "bundle_files",
        {"bundle": str, "path": str, "content": bytes},
        pk=("bundle", "path"),
        foreign_keys=[("bundle", "bundles", "digest")],
    )
    dossier = [("dossier", "dossiers", "id")]
    names = ("id", "bundle", "procedure", "owner", "status", "reference", "created", "updated")
    dossiers = database.create_table(
        "dossiers",
        dict.fromkeys(names, str) | {"version": int},
        pk="id",
        not_null=set(names) - {"id", "reference"} | {"version"},
        foreign_keys=[("bundle", "bundles", "digest")],
    )
    dossiers.create_index(["reference"], unique=True)
    for columns in (["owner"], ["procedure", "status"], ["procedure"], ["status"], []):
        dossiers.create_index([*columns, "updated", "id"])
    database.create_table(
        "entries",
        {"dossier": str, "seq": int, "at": str, "event": str},
        pk=("dossier", "seq"),
        not_null={"at", "event"},
        foreign_keys=dossier,
    )
    database.create_table(
        "keys",
        {"dossier": str, "key": str, "request": str, "version": int},
        pk=("dossier", "key"),
        not_null={"request", "version"},
        foreign_keys=dossier,
    )
    files = {"dossier": str, "digest": str}
    database.create_table("files", files, pk=("dossier", "digest"), foreign_keys=dossier)
    effects = database.create_table(
        "effects",
        dict.fromkeys(("id", "dossier", "data", "due", "key", "free", "failure"), str)
        | {"attempts": int},
        pk="id",
        not_null={"dossier", "data", "due", "attempts"},
        foreign_keys=dossier,
    )
    effects.create_index(["free"])
    effects.create_index(["dossier", "key"])


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_first,)
"""Number n brings a database from format n - 1 to n. What was released is never edited."""


def open_sqlite(location: str) -> SqliteStore:
    """The store of `sqlite:FOLDER`, or of FOLDER."""
    return SqliteStore(Path(location.removeprefix("sqlite:")))


class SqliteStore:
    """Several processes may hold one folder; a forked child opens it anew.

    Opening creates the folder, or brings its database to the present format. Raises NotWritable,
    DiskFull, NotADatabase, NewerDatabase, CorruptDatabase, Busy. `most` is how many changes may
    share a commit.
    """

    def __init__(self, folder: Path, connect: Connect = connect, most: int = MOST) -> None:
        path = folder / DATABASE
        self._process = os.getpid()
        self._is_closed = False
        with said(folder):
            make_folder(folder)
        self._files = FileFolder(folder / "files")
        _prepare(path, connect)
        self._readers = Readers(lambda: connect(path), str(path))
        self._writer = GroupWriter(lambda: connect(path), str(path), most)

    def _require_open(self) -> None:
        # The thread that writes stayed in the parent, and no connection may cross a fork.
        if self._is_closed or os.getpid() != self._process:
            raise Closed

    def _write(self, work: Callable[[Connection], T]) -> T:
        self._require_open()
        return self._writer.run(work)

    def _read(self) -> AbstractContextManager[Connection]:
        self._require_open()
        return self._readers.snapshot()

    def create(
        self, dossier: str, bundle: str, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier, bundle)
        written = write_change(change, at, once)
        self._require_files(change)
        return self._write(lambda on: journal.create(on, dossier, bundle, written))

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier)
        written = write_change(change, at, once)
        self._require_files(change)
        return self._write(lambda on: journal.append(on, dossier, expected, written))

    def _require_files(self, change: Change) -> None:
        for digest in change.files:
            if not self._files.has(digest):
                raise FileMissing(digest)

    def former(self, dossier: str, once: Once) -> int | None:
        """See Store."""
        unicode(dossier)
        request = request_digest(once)
        with self._read() as on:
            return journal.former_version(on, dossier, once.key, request)

    def load(self, dossier: str, after: int = 0) -> Journal:
        """See Store."""
        unicode(dossier)
        with self._read() as on:
            return journal.load(on, dossier, after)

    def dossiers(
        self,
        *,
        owner: str | None = None,
        procedure: str | None = None,
        status: str | None = None,
        reference: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Listing:
        """See Store."""
        positive(limit)
        wanted = {
            "owner": owner,
            "procedure": procedure,
            "status": status,
            "reference": reference,
        }
        with self._read() as on:
            return journal.listing(on, wanted, after, limit)

    def keep_bundle(self, files: Mapping[str, bytes]) -> str:
        """See Store."""
        digest, copy = bundle_digest(files), dict(files)
        self._write(lambda on: journal.keep_bundle(on, digest, copy))
        return digest

    def bundle(self, digest: str) -> Mapping[str, bytes]:
        """See Store."""
        unicode(digest)
        with self._read() as on:
            return journal.bundle(on, digest)

    def put_file(self, content: bytes | BinaryIO, limit: int) -> FileRef:
        """See Store."""
        self._require_open()
        return self._files.put(content, limit)

    def open_file(self, digest: str) -> BinaryIO:
        """See Store."""
        self._require_open()
        return self._files.open(digest)

    def due_effects(self, now: datetime, limit: int = 100) -> tuple[Pending, ...]:
        """See Store."""
        positive(limit)
        moment = write_instant(now)
        with self._read() as on:
            return outbox.due_effects(on, moment, min(limit, journal.LARGEST))

    def take(self, effect: str, now: datetime, until: datetime) -> Pending | None:
        """See Store."""
        unicode(effect)
        moment, end = write_instant(now), write_instant(until)
        return self._write(lambda on: outbox.take(on, effect, moment, end))

    def done(self, effect: str, attempt: int) -> bool:
        """See Store."""
        unicode(effect)
        return self._write(lambda on: outbox.done(on, effect, attempt))

    def failed(self, effect: str, attempt: int, why: str, retry_at: datetime | None = None) -> bool:
        """See Store."""
        unicode(effect, why)
        free = write_instant(retry_at) if retry_at else None
        return self._write(lambda on: outbox.failed(on, effect, attempt, why, free))

    def close(self) -> None:
        """See Store."""
        if os.getpid() == self._process:
            self._is_closed = True
            self._writer.close()
            self._readers.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def _prepare(path: Path, connect: Connect) -> None:
    """A database of the present format, whichever process comes first."""
    # Closing a file drops every lock that this process holds on it: alone, until SQLite has it.
    with _PREPARING, translating(str(path)):
        with said(path.parent), suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
        with closing(connect(path)) as connection:
            if _pending(connection, str(path)):
                _migrate(connection, str(path))


def _pending(connection: Connection, place: str) -> Sequence[Callable[[Database], None]]:
    """The migrations that this database still awaits."""
    (version,) = patiently(lambda: connection.execute("PRAGMA user_version").fetchone())
    if version > len(MIGRATIONS):
        raise NewerDatabase(place, version, len(MIGRATIONS))
    return MIGRATIONS[version:]


def _migrate(connection: Connection, place: str) -> None:
    patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
    # sqlite_utils would otherwise let plug-ins of the environment change the connection.
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    for migration in _pending(connection, place):  # another process may have come first
        migration(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")
