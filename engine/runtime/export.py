"""Everything that is kept on a person, as plain JSON and files: the right of access."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from ..dossier.events import Attached, File
from ..store.errors import Unknown
from ..store.store import Journal, JsonObject, Listed, Pending, Store
from .written import recorded_in

VERSION = 1


@dataclass(frozen=True, slots=True)
class Export:
    """`data` is what `json.dumps` takes; the store opens each of `files` by its digest.

    Shape: {"v": 1, "owner", "made", "dossiers": [{"dossier", "procedure", "status", "number",
    "opened", "changed", "filed", "history": [events], "waiting": [effects not yet performed],
    "files": [{"digest", "name", "size", "media", "slot"}]}]}; instants are ISO 8601 in UTC.
    """

    data: JsonObject
    files: tuple[File, ...]


def export(store: Store, owner: str, now: datetime) -> Export:
    """Newest first. Secrets and one-time addresses are left out: they open doors."""
    dossiers: list[JsonObject] = []
    files: dict[str, File] = {}
    for line in _lines(store, owner):
        with suppress(Unknown):  # erased since it was listed
            journal, waiting = store.load(line.dossier), store.effects_of(line.dossier)
            joined = list(_joined(line.dossier, journal))
            files |= {file.digest: file for _slot, file in joined}
            dossiers.append(_dossier(line, journal, waiting, joined))
    data = {"v": VERSION, "owner": owner, "made": now.isoformat(), "dossiers": dossiers}
    return Export(data, tuple(files.values()))


def _lines(store: Store, owner: str) -> Iterator[Listed]:
    after: str | None = None
    while True:
        page = store.dossiers(owner=owner, after=after, limit=100)
        yield from page.lines
        after = page.following
        if after is None:
            return


def _joined(dossier: str, journal: Journal) -> Iterator[tuple[str, File]]:
    """Every file ever joined: those taken away since are still kept."""
    for recorded in recorded_in(dossier, journal.entries):
        if isinstance(event := recorded.event, Attached):
            yield event.slot, event.file


def _dossier(
    line: Listed, journal: Journal, waiting: tuple[Pending, ...], joined: list[tuple[str, File]]
) -> JsonObject:
    card = journal.card
    return {
        "dossier": line.dossier,
        "procedure": card.procedure,
        "status": card.status,
        "number": card.reference,
        "opened": line.created.isoformat(),
        "changed": line.updated.isoformat(),
        "filed": card.filed.isoformat() if card.filed else None,
        "history": [entry.event for entry in journal.entries],
        "waiting": [_waiting(pending) for pending in waiting],
        "files": [
            {
                "digest": file.digest,
                "name": file.name,
                "size": file.size,
                "media": file.media,
                "slot": slot,
            }
            for slot, file in joined
        ],
    }


def _waiting(pending: Pending) -> JsonObject:
    hidden = {"secrets"} | ({"text", "mail"} if pending.data.get("awaits") else set())
    shown = {name: value for name, value in pending.data.items() if name not in hidden}
    return {**shown, "due": pending.due.isoformat()}
