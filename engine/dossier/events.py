"""What happened to a dossier: facts, never undone, of which everything else is computed.

Values are in their JSON form (`FieldType.pack`). Secrets are in no event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..fields.field_type import Json


@dataclass(frozen=True, slots=True)
class File:
    """A file kept by the store: SHA-256 in hexadecimal, the name it came with, size in bytes."""

    digest: str
    name: str
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft begins, bound to a bundle; `given` comes from the procedure that opened it."""

    procedure: str
    version: str
    digest: str
    account: Mapping[str, str]
    given: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry said at opening or sign-in; replaces what it said before."""

    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer given, or erased (None)."""

    field: str
    value: Json


@dataclass(frozen=True, slots=True)
class Ticked:
    """An attestation ticked or unticked."""

    attestation: str
    on: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A file joined to a document or an element of one (its full name)."""

    slot: str
    file: File


@dataclass(frozen=True, slots=True)
class Detached:
    """That file taken away."""

    slot: str
    digest: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The date written on the document."""

    slot: str
    day: date


@dataclass(frozen=True, slots=True)
class Coded:
    """The code that stands for the document's files."""

    document: str
    code: Json


@dataclass(frozen=True, slots=True)
class Chose:
    """Which element the applicant says they join, among several possible."""

    document: str
    element: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button of a screen, with the registry's values that were verified there."""

    screen: str
    verified: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Went:
    """Back, or « Modifier »: navigation only."""

    screen: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of an anonymous draft made themselves known, or their particulars changed."""

    account: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Happened:
    """What an `await` waited for; `to` is where its message had gone."""

    event: str
    to: str


@dataclass(frozen=True, slots=True)
class Filed:
    """The act of filing: the number, the day, and the relevant answers, frozen."""

    screen: str
    number: str
    day: date
    state: str
    outcome: str
    answers: Mapping[str, Json]
    documents: tuple[str, ...]
    attestations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acted:
    """An action of the examination; `to` is the state after it."""

    action: str
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A timer or a clock came to its end; `to` is the state after it, or empty."""

    trigger: str
    to: str


@dataclass(frozen=True, slots=True)
class Notified:
    """A notice was sent."""

    notice: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A deliverable was issued."""

    deliverable: str


Event = (
    Opened | Known | Answered | Ticked | Attached | Detached | Dated | Coded | Chose | Pressed
    | Went | SignedIn | Happened | Filed | Acted | Elapsed | Notified | Issued
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event and when it happened (an aware instant)."""

    at: datetime
    event: Event
