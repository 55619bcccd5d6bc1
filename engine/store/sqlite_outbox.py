"""The statements that keep, lend and forget effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .sqlite_connection import Connection
from .store import Pending
from .written_form import WrittenEffect, read_instant, read_json, reading

_COLUMNS = "id, dossier, data, due, key, attempts, attempts - requeued, coalesce(failure, '')"


def add_effects(
    connection: Connection, dossier: str, version: int, effects: Sequence[WrittenEffect]
) -> None:
    """Those of the change that led to `version`."""
    if effects:
        kept = [_aside(connection, one.data) if one.is_secret else one.data for one in effects]
        connection.executemany(
            "INSERT INTO effects (id, dossier, data, due, key, attempts, free)"
            " VALUES (?, ?, ?, ?, ?, 0, ?)",
            [
                (f"{dossier}/{version}/{number}", dossier, data, one.due, one.key, one.due)
                for number, (one, data) in enumerate(zip(effects, kept, strict=True), 1)
            ],
        )


def _aside(connection: Connection, data: str) -> str:
    """Blanks of a whole page before it: the data then lies in overflow pages of its own.

    SQLite writes zeros over what is deleted (`secure_delete`), but it copies what lies within a
    row's own page to other pages as they fill and empty, and forgets those copies.
    """
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return " " * int(size) + data


def cancel_effects(connection: Connection, dossier: str, keys: Sequence[str]) -> None:
    """Forget every effect of the dossier under one of the keys."""
    if keys:
        connection.executemany(
            "DELETE FROM effects WHERE dossier = ? AND key = ?", [(dossier, key) for key in keys]
        )


def due_effects(connection: Connection, now: str, limit: int) -> tuple[Pending, ...]:
    """See Store."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM effects WHERE free <= ? ORDER BY free, rowid LIMIT ?",  # noqa: S608
        (now, limit),
    )
    return tuple(_pending(row) for row in rows)


def given_up(connection: Connection, limit: int) -> tuple[Pending, ...]:
    """See Store."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM effects WHERE free IS NULL ORDER BY due, rowid LIMIT ?",  # noqa: S608
        (limit,),
    )
    return tuple(_pending(row) for row in rows)


def effects_of(connection: Connection, dossier: str) -> tuple[Pending, ...]:
    """See Store."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM effects WHERE dossier = ? ORDER BY rowid",  # noqa: S608
        (dossier,),
    )
    return tuple(_pending(row) for row in rows)


def requeue(connection: Connection, effect: str, at: str) -> bool:
    """See Store."""
    found = connection.execute(
        "UPDATE effects SET free = ?, requeued = attempts WHERE id = ? AND free IS NULL"
        " RETURNING id",
        (at, effect),
    )
    return bool(found.fetchall())


def take(connection: Connection, effect: str, now: str, until: str) -> Pending | None:
    """See Store."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM effects WHERE id = ? AND free <= ?",  # noqa: S608
        (effect, now),
    ).fetchone()
    if row is None:
        return None
    former = _pending(row)
    taken = replace(former, attempts=former.attempts + 1, tries=former.tries + 1)
    connection.execute(
        "UPDATE effects SET free = ?, attempts = ? WHERE id = ?", (until, taken.attempts, effect)
    )
    return taken


def done(connection: Connection, effect: str, attempt: int) -> bool:
    """See Store."""
    if is_leased := _is_leased(connection, effect, attempt):
        connection.execute("DELETE FROM effects WHERE id = ?", (effect,))
    return is_leased


def failed(
    connection: Connection, effect: str, attempt: int, why: str, retry_at: str | None
) -> bool:
    """See Store."""
    if is_leased := _is_leased(connection, effect, attempt):
        connection.execute(
            "UPDATE effects SET free = ?, failure = ? WHERE id = ?", (retry_at, why, effect)
        )
    return is_leased


def _is_leased(connection: Connection, effect: str, attempt: int) -> bool:
    statement = "SELECT attempts FROM effects WHERE id = ?"
    row = connection.execute(statement, (effect,)).fetchone()
    return row is not None and row[0] == attempt > 0


def _pending(row: Sequence[Any]) -> Pending:
    id_, dossier, data, due, *others = row
    with reading(dossier):
        return Pending(id_, dossier, read_json(data), read_instant(due), *others)
