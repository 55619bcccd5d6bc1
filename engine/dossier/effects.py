"""What must be done in the world because of a decision, told as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..fields.field_type import Json

Lines = tuple[tuple[str, str], ...]
"""Labels, and what is shown beside them."""


@dataclass(frozen=True, slots=True)
class Send:
    """A notice: `text` is read in the account, `mail` is sent; `to` is a role or an address."""

    notice: str
    to: str
    title: str
    text: str
    mail: str
    attach: tuple[str, ...] = ()
    awaits: str = ""
    """The event that the message's link brings about."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A deliverable to draw, complete enough that who draws it needs nothing else.

    Seal values are by the standard's ids, as typed values. `lines` are the answers printed,
    `deadlines` the delays that run and what their end brings: labels, and what is shown.
    """

    deliverable: str
    title: str
    template: str
    text: str
    day: date
    until: date | None
    seal: Mapping[str, Any] = field(default_factory=dict)
    seal_type: str = ""
    number: str = ""
    filed: date | None = None
    service: Mapping[str, str] = field(default_factory=dict)
    lines: Lines = ()
    deadlines: Lines = ()
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """The outcome of a procedure without examination, for the application: answers and secrets."""

    event: str
    answers: Mapping[str, Json]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Wake:
    """Look at the dossier again at that instant."""

    at: datetime


Effect = Send | Issue | HandOver | Wake
