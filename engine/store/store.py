"""What a store of dossiers promises: everything acknowledged stays, all of a change or none of it.

A store keeps JSON objects without knowing what they mean. It has no clock and draws no ids: every
instant is an aware datetime given by the caller and comes back in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol, Self

JsonObject = Mapping[str, object]
"""What `json.dumps` takes, NaN and infinities excepted; read back as `dict`, tuples as lists."""


@dataclass(frozen=True, slots=True)
class Card:
    """What lists show of a dossier. `reference` (the request number) is unique in the store.

    `filed` is when it was filed, an aware instant; None for a draft.
    """

    procedure: str
    owner: str
    status: str
    reference: str | None = None
    filed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to perform at `due` or later: a mail now, a timer in a month.

    `key` lets a later change of the same dossier cancel it; several effects may share one. Of one
    that `is_secret` (a password, a one-time address) no byte is left once it is done.
    """

    data: JsonObject = field(repr=False)
    due: datetime
    key: str | None = None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one append writes, all of it or nothing.

    events: at least one, in order.
    card: replaces the former card.
    cancels: keys; every effect of the dossier still kept under one of them is dropped, leased or
        not, before `effects` are added: cancelling and adding under one key moves a timer.
    files: digests that the events refer to; each must have been put before.
    """

    events: tuple[JsonObject, ...]
    card: Card
    effects: tuple[Effect, ...] = ()
    cancels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key, unique in its dossier, and the request it was drawn for.

    The same key with the same request is the same request sent again; with another request it is a
    fault. The request is what the person sent, not the events decided from it, which may differ
    the second time.
    """

    key: str
    request: JsonObject


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a journal, numbered from 1."""

    seq: int
    at: datetime
    event: JsonObject


@dataclass(frozen=True, slots=True)
class Journal:
    """A dossier as kept. `version` is the last entry's number, whatever `entries` begins after.

    `created` tells it from another one that bears its name, once it is erased.
    """

    version: int
    bundle: str
    created: datetime
    card: Card
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list; `bundle` is the digest of the definitions it is bound to."""

    dossier: str
    bundle: str
    version: int
    card: Card
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `following`, given back as `after`, brings the next one."""

    lines: tuple[Listed, ...]
    following: str | None


@dataclass(frozen=True, slots=True)
class Pending:
    """An effect as kept. `id` is unique and stable over attempts: whoever is told twice knows it.

    `attempts` counts the takes, `tries` those since it was last requeued; `why` is how the last one
    failed, or empty.
    """

    id: str
    dossier: str
    data: JsonObject = field(repr=False)
    due: datetime
    key: str | None
    attempts: int
    tries: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A kept file: the sha256 of its bytes in hexadecimal, and how many there are."""

    digest: str
    size: int


class Store(Protocol):
    """Safe to share between threads. Every method may raise `Closed` and the `WorldError`s.

    A naive datetime or a value that is not JSON raises ValueError or TypeError, half a character
    NotText, and nothing is changed. What is kept of a dossier and cannot be read any more raises
    UnreadableJournal.
    """

    def create(
        self, dossier: str, bundle: str, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """Open a dossier with its first events; its version, once durable.

        Raises Conflict (expected 0) when it exists and, first, what `append` raises.
        """

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """Add to a dossier that is at version `expected`; its new version, once durable.

        In this order: a file of the change that was never put raises FileMissing; no such dossier,
        Unknown; a key already used by the same request returns the version it led to and writes
        nothing, by another request raises KeyReused; another version, Conflict; for `create` a
        bundle that is not kept, UnknownBundle; a reference borne by another dossier,
        ReferenceTaken.
        """

    def former(self, dossier: str, once: Once) -> int | None:
        """The version that this request already led to, if it did. Raises KeyReused.

        To be asked before deciding: the second of two identical requests may no longer be allowed.
        """

    def load(self, dossier: str, after: int = 0) -> Journal:
        """The entries numbered above `after`, as of one instant. Raises Unknown."""

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
        """Those whose card has the given values, last changed first; None means any.

        With `before`, only those that nothing has changed since that instant. A dossier that
        changes while pages are turned may be missed or come twice.
        """

    def erase(self, dossier: str, expected: int) -> None:
        """Forget a dossier that is at version `expected`; durable on return.

        Its journal, card, keys and effects are gone, leased effects too, and it refers to no file
        any more: `collect` removes those that no other dossier refers to. Its id is free again.
        Raises Unknown, then Conflict.
        """

    def keep_bundle(self, files: Mapping[str, bytes]) -> str:
        """Keep definitions by path; the digest that `bundle_digest` gives. The same twice is one.

        Nothing in a kept bundle ever changes.
        """

    def bundle(self, digest: str) -> Mapping[str, bytes]:
        """The files by path. Raises UnknownBundle, Altered."""

    def put_file(self, content: bytes | BinaryIO, limit: int) -> FileRef:
        """Keep a file of at most `limit` bytes; durable on return, before anything refers to it.

        A stream is read from where it stands, a chunk at a time, never past `limit` + 1 bytes.
        Raises FileTooLarge, UnreadableFile. The same bytes twice are one file, whole again if it
        was altered.
        """

    def open_file(self, digest: str) -> BinaryIO:
        """The file at its beginning, its bytes verified. Raises FileMissing, Altered."""

    def collect(self, grace: timedelta) -> int:
        """Remove the files that no dossier refers to and that were last put longer than `grace`
        ago; how many.

        It must be longer than anyone takes from putting a file to referring to it: a file that was
        collected in between raises FileMissing where it is referred to. At any `grace`, what a
        dossier refers to stays.
        """

    def due_effects(self, now: datetime, limit: int = 100) -> tuple[Pending, ...]:
        """What may be taken at `now`, the longest due first."""

    def take(self, effect: str, now: datetime, until: datetime) -> Pending | None:
        """Lease one effect until then; None when it is done, cancelled, or not free at `now`.

        `attempts` of the answer proves the lease to `done` and `failed`. A worker that dies leaves
        its effect free again at `until`: effects are performed at least once, under one `id`.
        """

    def done(self, effect: str, attempt: int) -> bool:
        """Forget a performed effect. False when the lease was lost or the effect cancelled."""

    def failed(self, effect: str, attempt: int, why: str, retry_at: datetime | None = None) -> bool:
        """Free the effect at `retry_at`; without it, give up: it stays kept and is never due.

        False as in `done`.
        """

    def given_up(self, limit: int = 100) -> tuple[Pending, ...]:
        """The effects that nobody will perform unless they are requeued, the longest due first."""

    def requeue(self, effect: str, at: datetime) -> bool:
        """Let an effect that was given up be taken from `at` on. False when it was not."""

    def effects_of(self, dossier: str) -> tuple[Pending, ...]:
        """Everything not yet done for a dossier, given up or not, in the order it was kept."""

    def ping(self, patience: float = 2.0) -> None:
        """Return if the store can be read and written; else raise what keeps it from that.

        Busy when the disk or other programs let it wait longer than about `patience` seconds.
        """

    def close(self) -> None:
        """Finish what was asked, then let go of everything. Closing twice is closing once."""

    def __enter__(self) -> Self:
        """The store itself."""

    def __exit__(self, *_: object) -> None:
        """Close."""
