"""A folder of dossiers on a disk that cannot be written: looked at as it lies there.

Importing this module loads sqlite_utils, which takes a while.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..source.wording import _
from .errors import NotWritable
from .file_folder import FileFolder
from .open import DATABASE
from .sqlite import SqliteStore
from .sqlite_connection import Connection, Readers, recognise
from .sqlite_schema import pending

T = TypeVar("T")


def open_to_read(folder: Path) -> SqliteStore:
    """The store of that folder, only looked at where it cannot be written."""
    try:
        return SqliteStore(folder)
    except NotWritable:
        return ReadOnlyStore(folder)


class ReadOnlyStore(SqliteStore):
    """Lists, journals and files; whatever writes raises NotWritable.

    Raises NotWritable, too, for a database of an earlier format.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / DATABASE
        self._place = str(path)
        self._process = os.getpid()
        self._is_closed = False
        self._files = FileFolder(folder / "files", is_read_only=True)
        self._readers = Readers(lambda: _connect(path), self._place)
        try:
            self._require_present()
        except BaseException:
            self._readers.close()
            raise

    def _require_present(self) -> None:
        """Raises NewerDatabase, NotWritable for one that should be brought up first."""
        with self._readers.snapshot() as on:
            if pending(on, self._place):
                raise NotWritable(self._place, _("elle est d'un format plus ancien"))

    def _write(
        self,
        work: Callable[[Connection], T],  # noqa: ARG002 - nothing is done of it
        is_scoured: bool = False,  # noqa: ARG002
    ) -> T:
        raise NotWritable(self._place, _("ce disque est en lecture seule"))

    def ping(self, patience: float = 2.0) -> None:  # noqa: ARG002 - nothing to wait for
        """See Store."""
        self._write(lambda _on: None)

    def close(self) -> None:
        """See Store."""
        self._is_closed = True
        self._readers.close()


def _connect(path: Path) -> Connection:
    """Without the index of the log, which cannot be made there, only where the log is empty."""
    log = path.with_name(f"{path.name}-wal")
    ways = ["mode=ro"]
    if not (log.exists() and log.stat().st_size):
        ways.append("mode=ro&immutable=1")
    for way in ways[:-1]:
        try:
            return _opened(path, way)
        except sqlite3.OperationalError:
            continue
    return _opened(path, ways[-1])


def _opened(path: Path, way: str) -> Connection:
    uri = f"{path.absolute().as_uri()}?{way}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        recognise(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection
