"""What must be done in the world because of a decision, told as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..fields.field_type import Json


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
    """A deliverable to draw; seal values are by the standard's ids, as typed values."""

    deliverable: str
    title: str
    template: str
    text: str
    day: date
    until: date | None
    seal: Mapping[str, Any] = field(default_factory=dict)


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
