"""Dossiers kept in one folder: a SQLite database, and the files beside it.

Importing this module loads sqlite_utils, which takes a while: ask `open_store` for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

from . import sqlite_journal as journal
from . import sqlite_outbox as outbox
from .errors import Closed
from .file_folder import FileFolder, make_folder, said
from .open import DATABASE
from .sqlite_connection import Connect, Connection, Readers, connect
from .sqlite_schema import prepare
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

SWEPT = 200
"""How many files are looked at for each turn of writing: others wait for it."""


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
        prepare(path, connect)
        self._readers = Readers(lambda: connect(path), str(path))
        self._writer = GroupWriter(lambda: connect(path), str(path), most)

    def _require_open(self) -> None:
        # The thread that writes stayed in the parent, and no connection may cross a fork.
        if self._is_closed or os.getpid() != self._process:
            raise Closed

    def _write(self, work: Callable[[Connection], T], is_scoured: bool = False) -> T:
        self._require_open()
        return self._writer.run(work, is_scoured=is_scoured)

    def _read(self) -> AbstractContextManager[Connection]:
        self._require_open()
        return self._readers.snapshot()

    def create(
        self, dossier: str, bundle: str, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier, bundle)
        written = write_change(change, at, once)
        has = self._files.has
        return self._write(lambda on: journal.create(on, dossier, bundle, written, has))

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier)
        written = write_change(change, at, once)
        has = self._files.has
        return self._write(lambda on: journal.append(on, dossier, expected, written, has))

    def former(self, dossier: str, once: Once) -> int | None:
        """See Store."""
        unicode(dossier)
        request = request_digest(once)
        with self._read() as on:
            return journal.former_version(on, dossier, once.key, request)

    def load(self, dossier: str, after: int = 0) -> Journal:
        """See Store."""
        unicode(dossier)
        self._require_open()
        with self._readers.lent() as on:
            return journal.load(on, dossier, after)

    def dossiers(
        self,
        *,
        owner: str | None = None,
        procedure: str | None = None,
        status: str | None = None,
        reference: str | None = None,
        before: datetime | None = None,
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
        unicode(*(value for value in (*wanted.values(), after) if value is not None))
        end = write_instant(before) if before else None
        with self._read() as on:
            return journal.listing(on, wanted, end, after, limit)

    def erase(self, dossier: str, expected: int) -> None:
        """See Store."""
        unicode(dossier)
        self._write(lambda on: journal.erase(on, dossier, expected), is_scoured=True)

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

    def collect(self, grace: timedelta) -> int:
        """See Store."""
        self._require_open()
        seconds, count = grace.total_seconds(), 0
        older = self._files.older(seconds)
        while old := tuple(islice(older, SWEPT)):
            with self._read() as on:  # what is not yet durable does not count: it may still be lost
                loose = journal.unreferenced(on, old)
            if loose:
                count += self._write(partial(self._remove, digests=loose, grace=seconds))
        return count

    def _remove(self, on: Connection, digests: Iterable[str], grace: float) -> int:
        """While the database is held, nobody begins to refer to a file."""
        loose = journal.unreferenced(on, digests)
        return sum(self._files.remove(digest, grace) for digest in loose)

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
        return self._write(lambda on: outbox.done(on, effect, attempt), is_scoured=True)

    def failed(self, effect: str, attempt: int, why: str, retry_at: datetime | None = None) -> bool:
        """See Store."""
        unicode(effect, why)
        free = write_instant(retry_at) if retry_at else None
        return self._write(lambda on: outbox.failed(on, effect, attempt, why, free))

    def given_up(self, limit: int = 100) -> tuple[Pending, ...]:
        """See Store."""
        positive(limit)
        with self._read() as on:
            return outbox.given_up(on, min(limit, journal.LARGEST))

    def requeue(self, effect: str, at: datetime) -> bool:
        """See Store."""
        unicode(effect)
        moment = write_instant(at)
        return self._write(lambda on: outbox.requeue(on, effect, moment))

    def effects_of(self, dossier: str) -> tuple[Pending, ...]:
        """See Store."""
        unicode(dossier)
        with self._read() as on:
            return outbox.effects_of(on, dossier)

    def ping(self, patience: float = 2.0) -> None:
        """See Store."""
        with self._read() as on:
            on.execute("SELECT 1 FROM dossiers LIMIT 1").fetchone()
        self._files.try_out()
        self._writer.run(lambda _on: None, patience=patience)

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
