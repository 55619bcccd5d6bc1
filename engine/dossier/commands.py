"""What somebody may ask of a dossier. Values are as a form or a prompt gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..fields.field_type import Json, Raw
from .events import File


@dataclass(frozen=True, slots=True)
class Open:
    """Begin a draft: the person's account, what the registry knows, answers handed over."""

    account: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Json] = field(default_factory=dict)
    given: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Know:
    """At sign-in: what the registry says now, and the account's particulars if they are new."""

    values: Mapping[str, Json]
    account: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed and ticked on a screen; a blank value erases an optional answer."""

    screen: str
    raws: Mapping[str, Raw] = field(default_factory=dict)
    ticks: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """The button of a screen: go on, if nothing is missing."""

    screen: str


@dataclass(frozen=True, slots=True)
class Go:
    """Back to, or « Modifier », a screen already met."""

    screen: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Join a file the store already keeps."""

    slot: str
    file: File


@dataclass(frozen=True, slots=True)
class Detach:
    """Take a joined file away."""

    slot: str
    digest: str


@dataclass(frozen=True, slots=True)
class Date:
    """The date written on a document."""

    slot: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Code:
    """The code that stands for a document."""

    document: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Choose:
    """Which element is joined, among several possible."""

    document: str
    element: str


@dataclass(frozen=True, slots=True)
class Submit:
    """File the request. Secrets go to the application and into no event."""

    screen: str
    secrets: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Do an action of the examination, as applicant, caseworker or system."""

    action: str
    by: str
    raws: Mapping[str, Raw] = field(default_factory=dict)
    ticks: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something awaited happened elsewhere."""

    event: str


@dataclass(frozen=True, slots=True)
class Resend:
    """« Renvoyer le message » of a screen that awaits something."""

    screen: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Command = (
    Open | Know | Answer | Press | Go | Attach | Detach | Date | Code | Choose | Submit | Act
    | Tell | Resend | Tick
)  # fmt: skip
