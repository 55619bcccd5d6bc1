"""The portal's own tables: accounts, sessions, one-time links, messages, mails, leftovers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import sqlite_utils

from ..engine.store.errors import NewerDatabase

Row = Mapping[str, Any]

PATIENCE = 10.0
"""Seconds a writer waits for another one: each transaction here takes milliseconds."""

_VERSIONS: Sequence[Mapping[str, Mapping[str, Any]]] = (
    {
        "accounts": {
            "columns": {
                "id": str,
                "identifier": str,
                "kind": str,
                "email": str,
                "particulars": str,
                "password": str,
                "created": str,
            },
            "pk": "id",
            "unique": ("identifier",),
        },
        "sessions": {
            "columns": {
                "digest": str,
                "account": str,
                "created": str,
                "seen": str,
                "agent": str,
            },
            "pk": "digest",
            "index": ("account", "seen"),
        },
        "links": {
            "columns": {
                "digest": str,
                "purpose": str,
                "about": str,
                "value": str,
                "expires": str,
                "created": str,
            },
            "pk": "digest",
            "index": ("about",),
        },
        "letters": {
            "columns": {
                "id": str,
                "account": str,
                "dossier": str,
                "title": str,
                "text": str,
                "attached": str,
                "at": str,
                "read": str,
            },
            "pk": "id",
            "index": ("account", "at"),
        },
        "papers": {
            "columns": {
                "id": str,
                "dossier": str,
                "name": str,
                "title": str,
                "digest": str,
                "at": str,
            },
            "pk": "id",
            "index": ("dossier",),
        },
        "drafts": {
            "columns": {"dossier": str, "session": str},
            "pk": "dossier",
            "index": ("session",),
        },
        "stashes": {
            "columns": {"digest": str, "path": str, "form": str, "expires": str},
            "pk": "digest",
            "index": ("expires",),
        },
        "mails": {
            "columns": {
                "id": str,
                "recipient": str,
                "subject": str,
                "text": str,
                "html": str,
                "attached": str,
                "at": str,
                "sent": str,
                "tries": int,
                "due": str,
            },
            "pk": "id",
            "index": ("at", "sent"),
        },
    },
    {
        "leftovers": {
            "columns": {
                "dossier": str,
                "control": str,
                "raw": str,
                "over": str,
                "page": str,
                "at": str,
            },
            "pk": ("dossier", "control"),
        },
    },
)
"""What each version of the schema adds; the number in `user_version` says how many are there."""


ROOM = 65_536
"""Bytes without which no change fits."""


class Tables:
    """One SQLite file, one connection for each thread; closed with `close`.

    Raises NewerDatabase for those of a later Parcours.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._opened: dict[threading.Thread, sqlite3.Connection] = {}
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        try:
            with self.writing() as db:
                _migrate(sqlite_utils.Database(db), str(path))
        except BaseException:
            self.close()
            raise

    def rows(self, query: str, *values: Any) -> list[Row]:
        """What a SELECT finds."""
        return [dict(row) for row in self._connection().execute(query, values)]

    def row(self, query: str, *values: Any) -> Row | None:
        """The first of them."""
        found = self._connection().execute(query, values).fetchone()
        return dict(found) if found else None

    def write(self, query: str, *values: Any) -> int:
        """One statement, durable on return; how many rows it changed."""
        with self.writing() as db:
            return db.execute(query, values).rowcount

    def insert(self, table: str, **values: Any) -> bool:
        """Add a row, durable on return; False when its key or a unique value is there already."""
        names = ", ".join(values)
        marks = ", ".join("?" for _one in values)
        query = f"insert into {table} ({names}) values ({marks}) on conflict do nothing"  # noqa: S608 - names are ours
        return self.write(query, *values.values()) == 1

    def ping(self) -> None:
        """Return if they can be read, and their disk has room. Raises sqlite3.Error, OSError."""
        self.row("select 1")
        with TemporaryFile(dir=self._path.parent) as file:
            file.write(bytes(ROOM))

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of what is written within, or nothing."""
        db = self._connection()
        db.execute("begin immediate")
        try:
            yield db
        except BaseException:
            db.execute("rollback")
            raise
        db.execute("commit")

    def close(self) -> None:
        """Every connection; nobody may use it any more."""
        with self._lock:
            for db in self._opened.values():
                db.close()
            self._opened.clear()

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            db.row_factory = sqlite3.Row
            for pragma in ("journal_mode=wal", "synchronous=full", "secure_delete=on"):
                db.execute(f"pragma {pragma}")
            self._local.db = db
            self._noted(db)
        return db

    def _noted(self, db: sqlite3.Connection) -> None:
        """Threads come and go, as those of what is done after an answer: no connection of theirs
        outlives them for long."""
        with self._lock:
            for gone in [one for one in self._opened if not one.is_alive()]:
                self._opened.pop(gone).close()
            self._opened[threading.current_thread()] = db


def _migrate(db: sqlite_utils.Database, place: str) -> None:
    (done,) = db.execute("pragma user_version").fetchone()
    if done > len(_VERSIONS):
        raise NewerDatabase(place, done, len(_VERSIONS))
    for tables in _VERSIONS[done:]:
        for name, told in tables.items():
            table = db.table(name).create(told["columns"], pk=told["pk"])
            for column in told.get("unique", ()):
                table.create_index([column], unique=True)
            for column in told.get("index", ()):
                table.create_index([column])
    db.execute(f"pragma user_version = {len(_VERSIONS)}")
