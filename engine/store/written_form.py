"""How everything is written down: plain JSON, instants in UTC, digests in hexadecimal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from ..source.wording import _
from .errors import NotText, UnreadableJournal
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
    """Raises NotText for one that UTF-8 cannot carry."""
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise NotText from error


def positive(limit: int) -> None:
    """Raises ValueError for a page without lines."""
    if limit < 1:
        raise ValueError(f"a limit of {limit}")


def write_json(value: JsonObject) -> str:
    """One line, keys in their order. Raises ValueError or TypeError when it is not JSON."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a JSON object is expected, not {type(value).__name__}")
    text = _JSON(value)
    unicode(text)
    return text


_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def read_json(text: str) -> JsonObject:
    """What `write_json` wrote. Raises ValueError for anything else."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("a JSON object is expected")  # noqa: TRY004 - of what text it should be
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
    """What `write_instant` wrote. Raises ValueError for anything else."""
    return datetime.fromisoformat(text)


@contextmanager
def reading(dossier: str) -> Iterator[None]:
    """What is kept of a dossier and cannot be read, as the error of this store that says it."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise UnreadableJournal(dossier, _("une de ses entrées est abîmée")) from error


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
