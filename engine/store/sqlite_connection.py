"""How SQLite is spoken to: settings that lose nothing, patience, and errors said in French."""

from __future__ import annotations

import random
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import disk_usage
from time import monotonic, sleep
from typing import TypeVar

from ..source.wording import _
from .errors import (
    Busy,
    Closed,
    CorruptDatabase,
    DiskFailure,
    DiskFull,
    NotADatabase,
    NotWritable,
    StoreError,
)

T = TypeVar("T")
Connection = sqlite3.Connection
Connect = Callable[[Path], Connection]

PATIENCE = 60.0
"""Seconds to wait for other programs before saying Busy."""

ROOM = 1 << 15
"""Bytes that the index of the log takes at least."""

_DENIED = {
    sqlite3.SQLITE_CANTOPEN: _("la base de dossiers ne s'ouvre pas"),
    sqlite3.SQLITE_PERM: _("vous n'en avez pas le droit"),
    sqlite3.SQLITE_READONLY: _("la base de dossiers est en lecture seule"),
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


APPLICATION_ID = 0x50415243
"""« PARC » in the header of the file, so that no other database is taken for ours."""


def connect(path: Path) -> Connection:
    """A connection with the settings of `configure`, usable from any thread, one at a time.

    Raises sqlite3.Error, NotADatabase.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        configure(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection


def configure(connection: Connection, place: str) -> None:
    """What durability rests on, in a database that is ours. Raises sqlite3.Error, NotADatabase."""
    # SQLite's own waiting grows to steps of 100 ms; `patiently` goes round in smaller ones.
    connection.execute("PRAGMA busy_timeout = 10")
    patiently(lambda: recognise(connection, place))
    if patiently(lambda: connection.execute("PRAGMA journal_mode").fetchone()) != ("wal",):
        patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone())
    # NORMAL does not wait for the disk at each commit: a power cut loses acknowledged changes.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the drive's cache
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    # Zeros over what is deleted: a dossier erased, a password handed over.
    connection.execute("PRAGMA secure_delete = ON")
    # What a savepoint sets aside stays in memory: nothing of a dossier goes to the system's /tmp.
    connection.execute("PRAGMA temp_store = MEMORY")


def scour(connection: Connection) -> bool:
    """Empty the write-ahead log, which still holds what was deleted; False while others read it."""
    (is_held, _frames, _moved) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_held


def recognise(connection: Connection, place: str) -> None:
    """Raises NotADatabase for another program's. Tables first: they come with the id, or after."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    if found != APPLICATION_ID and (tables or found):
        raise NotADatabase(place)


def patiently(action: Callable[[], T]) -> T:
    """The action's result, tried again while another connection holds the database."""
    end = monotonic() + PATIENCE
    while True:
        try:
            return action()
        except sqlite3.OperationalError as error:
            if _code(error) not in _BUSY or monotonic() > end:
                raise
        sleep(random.uniform(0.0, 0.004))  # noqa: S311 - so that waiting programs do not march in step


class Readers:
    """Connections for reading, lent to one thread at a time and kept for the next."""

    def __init__(self, open_one: Callable[[], Connection], place: str) -> None:
        self._open_one = open_one
        self._place = place
        self._idle: deque[Connection] = deque()
        self._is_closed = False

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The database as of one instant, while others go on writing."""
        with self.lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except sqlite3.Error:
                raise
            except BaseException:
                connection.execute("COMMIT")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """For one statement, read to its end: it sees one instant without being told to."""
        if self._is_closed:
            raise Closed
        with translating(self._place):
            connection = self._lend()
            try:
                yield connection
            except sqlite3.Error:
                connection.close()
                raise
            except BaseException:
                self._take_back(connection)
                raise
            self._take_back(connection)

    def _lend(self) -> Connection:
        with suppress(IndexError):
            return self._idle.pop()
        connection = self._open_one()
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _take_back(self, connection: Connection) -> None:
        self._idle.append(connection)
        if self._is_closed:
            self.close()

    def close(self) -> None:
        """Those that are lent close when they come back."""
        self._is_closed = True
        with suppress(IndexError):
            while True:
                self._idle.pop().close()


@contextmanager
def translating(place: str) -> Iterator[None]:
    """What SQLite says, as the error of this store that says it; `place` is the database."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, place) from error


def translated(error: sqlite3.Error, place: str) -> StoreError:
    """See `translating`."""
    code = _code(error)
    if code in _BUSY:
        return Busy(place)
    if code in _DENIED:
        return NotWritable(place, _DENIED[code])
    match code:
        case sqlite3.SQLITE_FULL:
            return DiskFull(place)
        case sqlite3.SQLITE_CORRUPT:
            return CorruptDatabase(place)
        case sqlite3.SQLITE_NOTADB:
            return NotADatabase(place)
        case sqlite3.SQLITE_IOERR if _is_full(place):
            return DiskFull(place)
        case sqlite3.SQLITE_IOERR:
            return DiskFailure(place, _("une lecture ou une écriture a échoué"))
    return DiskFailure(place, _("SQLite répond « {error} »").format(error=error))


def _is_full(place: str) -> bool:
    """SQLite calls it an error of the disk when no room is left for its index of the log."""
    with suppress(OSError):
        return disk_usage(Path(place).parent).free < ROOM
    return False


def _code(error: sqlite3.Error) -> int:
    """The primary code; the higher bits refine it."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
