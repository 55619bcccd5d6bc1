"""The tables, and how a database of any earlier format is brought to the present one.

Importing this module loads sqlite_utils, which takes a while.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

from sqlite_utils import Database

from .errors import NewerDatabase
from .file_folder import said
from .sqlite_connection import APPLICATION_ID, Connect, Connection, patiently, scour, translating

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


def _second(database: Database) -> None:
    """Dossiers are erased, lists say when a request was filed, effects are requeued.

    `requeued` is how often an effect had been taken when it was last requeued.
    """
    database.table("files").create_index(["digest"])
    database.table("dossiers").add_column("filed", str)
    database.table("effects").add_column("requeued", int, not_null_default=0)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_first, _second)
"""Number n brings a database from format n - 1 to n. What was released is never edited."""


def prepare(path: Path, connect: Connect) -> None:
    """A database of the present format, whichever process comes first."""
    # Closing a file drops every lock that this process holds on it: alone, until SQLite has it.
    with _PREPARING, translating(str(path)):
        with said(path.parent), suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
        with closing(connect(path)) as connection:
            if pending(connection, str(path)):
                _migrate(connection, str(path))
            # A program that was killed may not have come to it.
            scour(connection)


def pending(connection: Connection, place: str) -> Sequence[Callable[[Database], None]]:
    """The migrations that this database still awaits."""
    (version,) = patiently(lambda: connection.execute("PRAGMA user_version").fetchone())
    if version > len(MIGRATIONS):
        raise NewerDatabase(place, version, len(MIGRATIONS))
    return MIGRATIONS[version:]


def _migrate(connection: Connection, place: str) -> None:
    patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
    # sqlite_utils would otherwise let plug-ins of the environment change the connection.
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    for migration in pending(connection, place):  # another process may have come first
        migration(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")
