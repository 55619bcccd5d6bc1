"""The statements that keep, lend and forget effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .sqlite_connection import Connection
from .store import Pending
from .written_form import WrittenEffect, read_instant, read_json

_COLUMNS = "id, dossier, data, due, key, attempts"


def add_effects(
    connection: Connection, dossier: str, version: int, effects: Sequence[WrittenEffect]
) -> None:
    """Those of the change that led to `version`."""
    if effects:
        connection.executemany(
            "INSERT INTO effects (id, dossier, data, due, key, attempts, free)"
            " VALUES (?, ?, ?, ?, ?, 0, ?)",
            [
                (f"{dossier}/{version}/{number}", dossier, one.data, one.due, one.key, one.due)
                for number, one in enumerate(effects, 1)
            ],
        )


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


def take(connection: Connection, effect: str, now: str, until: str) -> Pending | None:
    """See Store."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM effects WHERE id = ? AND free <= ?",  # noqa: S608
        (effect, now),
    ).fetchone()
    if row is None:
        return None
    taken = _pending((*row[:5], row[5] + 1))
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
    id_, dossier, data, due, key, attempts = row
    return Pending(id_, dossier, read_json(data), read_instant(due), key, attempts)
