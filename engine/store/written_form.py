"""How everything is written down: plain JSON, instants in UTC, digests in hexadecimal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from .store import Card, Change, JsonObject, Once

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class WrittenEffect:
    """An effect as texts."""

    due: str
    key: str | None
    data: str
    is_secret: bool


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change that was found well-formed, as texts."""

    at: str
    events: tuple[str, ...]
    card: Card
    effects: tuple[WrittenEffect, ...]
    cancels: tuple[str, ...]
    files: tuple[str, ...]
    key: str | None
    request: str


def write_change(change: Change, at: datetime, once: Once | None) -> WrittenChange:
    """Raises ValueError or TypeError when something cannot be written down."""
    if not change.events:
        raise ValueError("a change without an event would leave no trace")
    card = change.card
    unicode(card.procedure, card.owner, card.status, card.reference or "", *change.cancels)
    unicode(*(effect.key for effect in change.effects if effect.key is not None))
    return WrittenChange(
        at=write_instant(at),
        events=tuple(write_json(event) for event in change.events),
        card=card if card.filed is None else replace(card, filed=utc(card.filed)),
        effects=tuple(
            WrittenEffect(write_instant(one.due), one.key, write_json(one.data), one.is_secret)
            for one in change.effects
        ),
        cancels=change.cancels,
        files=change.files,
        key=once.key if once else None,
        request=request_digest(once) if once else "",
    )


def unicode(*texts: str) -> None:
    """Raises ValueError for a text that UTF-8 cannot carry."""
    for text in texts:
        text.encode()


def positive(limit: int) -> None:
    """Raises ValueError for a page without lines."""
    if limit < 1:
        raise ValueError(f"a limit of {limit}")


def write_json(value: JsonObject) -> str:
    """One line, keys in their order. Raises ValueError or TypeError when it is not JSON."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a JSON object is expected, not {type(value).__name__}")
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    unicode(text)
    return text


def read_json(text: str) -> JsonObject:
    """What `write_json` wrote."""
    found: JsonObject = json.loads(text)
    return found


def utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant.isoformat()}")
    return instant.astimezone(UTC)


def write_instant(instant: datetime) -> str:
    """In UTC, to the microsecond, of one width: the order of texts is the order of time."""
    return utc(instant).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_instant(text: str) -> datetime:
    """What `write_instant` wrote."""
    return datetime.fromisoformat(text)


def request_digest(once: Once) -> str:
    """The same for the same request, whatever the order of its keys."""
    unicode(once.key)
    return _digest(once.request)


def bundle_digest(files: Mapping[str, bytes]) -> str:
    """sha256 of the JSON object that gives each path the sha256 of its bytes, keys sorted."""
    unicode(*files)
    return _digest({path: sha256(content).hexdigest() for path, content in files.items()})


def is_digest(text: str) -> bool:
    """Whether it has the form of a sha256 in hexadecimal."""
    return _DIGEST.fullmatch(text) is not None


def _digest(value: JsonObject) -> str:
    text = json.dumps(value, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
