"""The statements that write and read journals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..source.wording import _
from .errors import (
    Altered,
    Conflict,
    FileMissing,
    KeyReused,
    ReferenceTaken,
    Unknown,
    UnknownBundle,
    UnreadableJournal,
)
from .sqlite_connection import Connection
from .sqlite_outbox import add_effects, cancel_effects
from .store import Card, Entry, Journal, Listed, Listing
from .written_form import (
    WrittenChange,
    bundle_digest,
    read_instant,
    read_json,
    reading,
    write_instant,
)

GAP = _("une de ses entrées a disparu")

LARGEST = 2**63 - 1
"""The largest integer that SQLite keeps."""

Has = Callable[[str], bool]
"""Whether a file of that digest is kept."""


def create(
    connection: Connection, dossier: str, bundle: str, written: WrittenChange, has: Has
) -> int:
    """See Store."""
    _require_files(written, has)
    if (former := former_version(connection, dossier, written.key, written.request)) is not None:
        return former
    if (found := _version(connection, dossier)) is not None:
        raise Conflict(dossier, 0, found)
    if not connection.execute("SELECT 1 FROM bundles WHERE digest = ?", (bundle,)).fetchone():
        raise UnknownBundle(bundle)
    card = written.card
    _require_reference(connection, dossier, card)
    connection.execute(
        "INSERT INTO dossiers (id, bundle, version, procedure, owner, status, reference, created,"
        " updated) VALUES (?, ?, 0, ?, ?, ?, NULL, ?, ?)",
        (dossier, bundle, card.procedure, card.owner, card.status, written.at, written.at),
    )
    return _write(connection, dossier, 0, written)


def append(
    connection: Connection, dossier: str, expected: int, written: WrittenChange, has: Has
) -> int:
    """See Store."""
    _require_files(written, has)
    found = _version(connection, dossier)
    if found is None:
        raise Unknown(dossier)
    if (former := former_version(connection, dossier, written.key, written.request)) is not None:
        return former
    if found != expected:
        raise Conflict(dossier, expected, found)
    _require_reference(connection, dossier, written.card)
    return _write(connection, dossier, found, written)


def _require_files(written: WrittenChange, has: Has) -> None:
    """While the database is held: nobody collects a file between this look and the reference."""
    for digest in written.files:
        if not has(digest):
            raise FileMissing(digest)


def former_version(
    connection: Connection, dossier: str, key: str | None, request: str
) -> int | None:
    """The version that this key led to. Raises KeyReused."""
    if key is None:
        return None
    statement = "SELECT request, version FROM keys WHERE dossier = ? AND key = ?"
    found = connection.execute(statement, (dossier, key)).fetchone()
    if found is None:
        return None
    if found[0] != request:
        raise KeyReused(dossier, key)
    return int(found[1])


def _version(connection: Connection, dossier: str) -> int | None:
    found = connection.execute("SELECT version FROM dossiers WHERE id = ?", (dossier,)).fetchone()
    return found and int(found[0])


def _require_reference(connection: Connection, dossier: str, card: Card) -> None:
    if card.reference is None:
        return
    statement = "SELECT 1 FROM dossiers WHERE reference = ? AND id <> ?"
    if connection.execute(statement, (card.reference, dossier)).fetchone():
        raise ReferenceTaken(card.reference)


def _write(connection: Connection, dossier: str, former: int, written: WrittenChange) -> int:
    version, card = former + len(written.events), written.card
    connection.execute(
        "UPDATE dossiers SET version = ?, procedure = ?, owner = ?, status = ?, reference = ?,"
        " filed = ?, updated = ? WHERE id = ?",
        (version, *_columns(card), written.at, dossier),
    )
    connection.executemany(
        "INSERT INTO entries (dossier, seq, at, event) VALUES (?, ?, ?, ?)",
        [(dossier, seq, written.at, event) for seq, event in enumerate(written.events, former + 1)],
    )
    if written.files:
        connection.executemany(
            "INSERT OR IGNORE INTO files (dossier, digest) VALUES (?, ?)",
            [(dossier, digest) for digest in written.files],
        )
    if written.key is not None:
        connection.execute(
            "INSERT INTO keys (dossier, key, request, version) VALUES (?, ?, ?, ?)",
            (dossier, written.key, written.request, version),
        )
    cancel_effects(connection, dossier, written.cancels)
    add_effects(connection, dossier, version, written.effects)
    return version


def _columns(card: Card) -> tuple[str | None, ...]:
    filed = write_instant(card.filed) if card.filed else None
    return (card.procedure, card.owner, card.status, card.reference, filed)


def _card(procedure: str, owner: str, status: str, reference: str | None, filed: str) -> Card:
    return Card(procedure, owner, status, reference, _instant(filed))


def _instant(text: str | None) -> datetime | None:
    return read_instant(text) if text else None


_CARD = "version, bundle, created, procedure, owner, status, reference, filed"
_STANDING = f"SELECT {_CARD} FROM dossiers WHERE id = ?"  # noqa: S608 - columns of ours
_LOADED = f"""
    SELECT {_CARD}, seq, at, event
    FROM dossiers LEFT JOIN entries ON dossier = id AND seq > ?
    WHERE id = ? ORDER BY seq
"""  # noqa: S608 - columns of ours
"""One statement sees one instant, and need not be told to; a dossier without entries is a row."""


def load(connection: Connection, dossier: str, after: int) -> Journal:
    """See Store. Who knows most of a dossier often knows all of it: that is asked first."""
    if after > 0:
        found = connection.execute(_STANDING, (dossier,)).fetchone()
        with reading(dossier):
            if found and found[0] <= after:
                return _journal(found, ())
    rows = connection.execute(_LOADED, (min(max(after, 0), LARGEST), dossier)).fetchall()
    if not rows:
        raise Unknown(dossier)
    told = [row[-3:] for row in rows if row[-1] is not None]
    with reading(dossier):
        entries = tuple(Entry(seq, read_instant(at), read_json(event)) for seq, at, event in told)
        journal = _journal(rows[0][:-3], entries)
    if [entry.seq for entry in entries] != list(range(max(after, 0) + 1, journal.version + 1)):
        raise UnreadableJournal(dossier, GAP)
    return journal


def _journal(found: Sequence[Any], entries: tuple[Entry, ...]) -> Journal:
    version, bound, created, *card = found
    return Journal(version, bound, read_instant(created), _card(*card), entries)


def listing(
    connection: Connection,
    wanted: Mapping[str, str | None],
    before: str | None,
    after: str | None,
    limit: int,
) -> Listing:
    """See Store. The keys of `wanted` are columns."""
    conditions = [f"{column} = ?" for column, value in wanted.items() if value is not None]
    values: list[object] = [value for value in wanted.values() if value is not None]
    if before is not None:
        conditions.append("updated < ?")
        values.append(before)
    if after is not None:
        updated, _space, dossier = after.partition(" ")
        conditions.append("(updated, id) < (?, ?)")
        values += [updated, dossier]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = connection.execute(
        "SELECT id, bundle, version, created, updated, procedure, owner, status, reference, filed"  # noqa: S608 - columns are ours, values are bound
        f" FROM dossiers {where} ORDER BY updated DESC, id DESC LIMIT ?",
        (*values, min(limit, LARGEST - 1) + 1),
    ).fetchall()
    lines = tuple(_listed(row) for row in rows[:limit])
    last = rows[:limit][-1:]
    return Listing(lines, f"{last[0][4]} {last[0][0]}" if len(rows) > limit else None)


def _listed(row: tuple[Any, ...]) -> Listed:
    id_, bound, version, created, updated, *card = row
    with reading(id_):
        opened, changed = read_instant(created), read_instant(updated)
        return Listed(id_, bound, version, _card(*card), opened, changed)


def erase(connection: Connection, dossier: str, expected: int) -> None:
    """See Store."""
    found = _version(connection, dossier)
    if found is None:
        raise Unknown(dossier)
    if found != expected:
        raise Conflict(dossier, expected, found)
    for table in ("effects", "keys", "files", "entries"):
        connection.execute(f"DELETE FROM {table} WHERE dossier = ?", (dossier,))  # noqa: S608 - tables are ours
    connection.execute("DELETE FROM dossiers WHERE id = ?", (dossier,))


def unreferenced(connection: Connection, digests: Iterable[str]) -> tuple[str, ...]:
    """Those that no dossier refers to."""
    statement = "SELECT 1 FROM files WHERE digest = ? LIMIT 1"
    return tuple(one for one in digests if not connection.execute(statement, (one,)).fetchone())


def keep_bundle(connection: Connection, digest: str, files: Mapping[str, bytes]) -> None:
    """See Store."""
    if connection.execute("SELECT 1 FROM bundles WHERE digest = ?", (digest,)).fetchone():
        return
    connection.execute("INSERT INTO bundles (digest) VALUES (?)", (digest,))
    connection.executemany(
        "INSERT INTO bundle_files (bundle, path, content) VALUES (?, ?, ?)",
        [(digest, path, content) for path, content in files.items()],
    )


def bundle(connection: Connection, digest: str) -> Mapping[str, bytes]:
    """See Store."""
    if not connection.execute("SELECT 1 FROM bundles WHERE digest = ?", (digest,)).fetchone():
        raise UnknownBundle(digest)
    rows = connection.execute(
        "SELECT path, CAST(content AS BLOB) FROM bundle_files WHERE bundle = ? ORDER BY path",
        (digest,),
    )
    files = dict(rows.fetchall())
    if bundle_digest(files) != digest:
        raise Altered(digest)
    return files
