"""Dossiers kept in memory, for tests and simulation: gone with the process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import BinaryIO, Self

from .errors import Closed, Conflict, KeyReused, ReferenceTaken, Unknown, UnknownBundle
from .incoming import chunks
from .memory_files import MemoryFiles
from .memory_outbox import MemoryOutbox
from .store import Card, Change, Entry, FileRef, Journal, Listed, Listing, Once, Pending
from .written_form import (
    WrittenChange,
    bundle_digest,
    positive,
    read_instant,
    read_json,
    request_digest,
    unicode,
    utc,
    write_change,
    write_instant,
)


@dataclass(slots=True)
class _Dossier:
    bundle: str
    card: Card
    created: str
    updated: str
    entries: list[tuple[str, str]] = field(default_factory=list)  # instant and event, as texts
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)  # request digest and version
    files: set[str] = field(default_factory=set)


def open_memory(_location: str = "") -> MemoryStore:
    """A store of its own, empty."""
    return MemoryStore()


class MemoryStore:
    """Follows the protocol to the letter; nothing is shared with the caller's objects."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_closed = False
        self._dossiers: dict[str, _Dossier] = {}
        self._references: dict[str, str] = {}
        self._bundles: dict[str, dict[str, bytes]] = {}
        self._files = MemoryFiles()
        self._outbox = MemoryOutbox()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            if self._is_closed:
                raise Closed
            yield

    def create(
        self, dossier: str, bundle: str, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier, bundle)
        written = write_change(change, at, once)
        with self._alone():
            self._files.require(written.files)
            if (found := self._dossiers.get(dossier)) is not None:
                former = _former(dossier, found, written.key, written.request)
                if former is not None:
                    return former
                raise Conflict(dossier, 0, len(found.entries))
            if bundle not in self._bundles:
                raise UnknownBundle(bundle)
            new = _Dossier(bundle, written.card, written.at, written.at)
            return self._write(dossier, new, written)

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """See Store."""
        unicode(dossier)
        written = write_change(change, at, once)
        with self._alone():
            self._files.require(written.files)
            found = self._dossier(dossier)
            former = _former(dossier, found, written.key, written.request)
            if former is not None:
                return former
            if len(found.entries) != expected:
                raise Conflict(dossier, expected, len(found.entries))
            return self._write(dossier, found, written)

    def _dossier(self, dossier: str) -> _Dossier:
        if (found := self._dossiers.get(dossier)) is None:
            raise Unknown(dossier)
        return found

    def _write(self, dossier: str, kept: _Dossier, written: WrittenChange) -> int:
        reference = written.card.reference
        if reference is not None and self._references.get(reference, dossier) != dossier:
            raise ReferenceTaken(reference)
        if kept.card.reference is not None:
            self._references.pop(kept.card.reference, None)
        if reference is not None:
            self._references[reference] = dossier
        self._dossiers[dossier] = kept
        kept.entries += [(written.at, event) for event in written.events]
        kept.files.update(written.files)
        kept.card, kept.updated = written.card, written.at
        version = len(kept.entries)
        self._outbox.cancel(dossier, written.cancels)
        self._outbox.add(dossier, version, written.effects)
        if written.key is not None:
            kept.keys[written.key] = (written.request, version)
        return version

    def former(self, dossier: str, once: Once) -> int | None:
        """See Store."""
        unicode(dossier)
        request = request_digest(once)
        with self._alone():
            found = self._dossiers.get(dossier)
            return _former(dossier, found, once.key, request) if found else None

    def load(self, dossier: str, after: int = 0) -> Journal:
        """See Store."""
        unicode(dossier)
        with self._alone():
            found = self._dossier(dossier)
            entries = tuple(
                Entry(seq, read_instant(at), read_json(event))
                for seq, (at, event) in enumerate(found.entries, 1)
                if seq > after
            )
            created = read_instant(found.created)
            return Journal(len(found.entries), found.bundle, created, found.card, entries)

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
        wanted = (procedure, owner, status, reference)
        unicode(*(value for value in (*wanted, after) if value is not None))
        end = write_instant(before) if before else ""
        with self._alone():
            ordered = sorted(
                ((f"{kept.updated} {id_}", id_, kept) for id_, kept in self._dossiers.items()),
                reverse=True,
            )
            chosen = [
                (cursor, _listed(id_, kept))
                for cursor, id_, kept in ordered
                if (after is None or cursor < after)
                and (not end or kept.updated < end)
                and _matches(kept.card, wanted)
            ]
        following = chosen[limit - 1][0] if len(chosen) > limit else None
        return Listing(tuple(line for _cursor, line in chosen[:limit]), following)

    def erase(self, dossier: str, expected: int) -> None:
        """See Store."""
        unicode(dossier)
        with self._alone():
            found = self._dossier(dossier)
            if len(found.entries) != expected:
                raise Conflict(dossier, expected, len(found.entries))
            if found.card.reference is not None:
                del self._references[found.card.reference]
            self._outbox.forget(dossier)
            del self._dossiers[dossier]

    def keep_bundle(self, files: Mapping[str, bytes]) -> str:
        """See Store."""
        digest = bundle_digest(files)
        with self._alone():
            self._bundles.setdefault(digest, dict(files))
        return digest

    def bundle(self, digest: str) -> Mapping[str, bytes]:
        """See Store."""
        unicode(digest)
        with self._alone():
            if digest not in self._bundles:
                raise UnknownBundle(digest)
            return dict(self._bundles[digest])

    def put_file(self, content: bytes | BinaryIO, limit: int) -> FileRef:
        """See Store."""
        found = b"".join(chunks(content, limit))
        with self._alone():
            return self._files.put(found)

    def open_file(self, digest: str) -> BinaryIO:
        """See Store."""
        with self._alone():
            return self._files.open(digest)

    def collect(self, grace: timedelta) -> int:
        """See Store."""
        with self._alone():
            referred = {one for kept in self._dossiers.values() for one in kept.files}
            return self._files.collect(referred, grace)

    def due_effects(self, now: datetime, limit: int = 100) -> tuple[Pending, ...]:
        """See Store."""
        positive(limit)
        with self._alone():
            return self._outbox.due(utc(now), limit)

    def take(self, effect: str, now: datetime, until: datetime) -> Pending | None:
        """See Store."""
        unicode(effect)
        with self._alone():
            return self._outbox.take(effect, utc(now), utc(until))

    def done(self, effect: str, attempt: int) -> bool:
        """See Store."""
        unicode(effect)
        with self._alone():
            return self._outbox.done(effect, attempt)

    def failed(self, effect: str, attempt: int, why: str, retry_at: datetime | None = None) -> bool:
        """See Store."""
        unicode(effect, why)
        with self._alone():
            return self._outbox.failed(effect, attempt, why, retry_at and utc(retry_at))

    def given_up(self, limit: int = 100) -> tuple[Pending, ...]:
        """See Store."""
        positive(limit)
        with self._alone():
            return self._outbox.given_up(limit)

    def requeue(self, effect: str, at: datetime) -> bool:
        """See Store."""
        unicode(effect)
        with self._alone():
            return self._outbox.requeue(effect, utc(at))

    def effects_of(self, dossier: str) -> tuple[Pending, ...]:
        """See Store."""
        unicode(dossier)
        with self._alone():
            return self._outbox.of(dossier)

    def ping(self, patience: float = 2.0) -> None:  # noqa: ARG002 - nothing to wait for
        """See Store."""
        with self._alone():
            pass

    def close(self) -> None:
        """See Store."""
        with self._lock:
            self._is_closed = True

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def _former(dossier: str, kept: _Dossier, key: str | None, request: str) -> int | None:
    if key is None or key not in kept.keys:
        return None
    known, version = kept.keys[key]
    if known != request:
        raise KeyReused(dossier, key)
    return version


def _matches(card: Card, wanted: tuple[str | None, ...]) -> bool:
    values = (card.procedure, card.owner, card.status, card.reference)
    return all(want in (None, value) for want, value in zip(wanted, values, strict=True))


def _listed(id_: str, kept: _Dossier) -> Listed:
    created, updated = read_instant(kept.created), read_instant(kept.updated)
    return Listed(id_, kept.bundle, len(kept.entries), kept.card, created, updated)
