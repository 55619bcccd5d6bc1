"""Decisions and commands as a store keeps them: events with their instants, a card, a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime

from ..dossier.codec import Unreadable, from_json, to_json
from ..dossier.commands import Command
from ..dossier.decide import Decision
from ..dossier.effects import Wake
from ..dossier.events import Attached, Recorded
from ..machine.compiled import Compiled
from ..source.wording import _
from ..store.errors import UnreadableJournal
from ..store.store import Card, Change, Entry
from .kept_effects import WAKE, kept

DRAFT, FILED = "draft", "filed"
"""The status of what is not filed, and of what is filed and examined by nobody."""


def recorded_in(dossier: str, entries: Iterable[Entry]) -> tuple[Recorded, ...]:
    """Each event bears its own instant: what came due is older than the change that tells it.

    Raises UnreadableJournal.
    """
    try:
        return tuple(Recorded(_instant(entry), from_json(dict(entry.event))) for entry in entries)
    except Unreadable as error:
        why = _("une de ses entrées n’est pas de cette version de Parcours")
        raise UnreadableJournal(dossier, why) from error


def _instant(entry: Entry) -> datetime:
    try:
        at = datetime.fromisoformat(str(entry.event.get("at")))
    except ValueError as error:
        raise Unreadable(f"entry {entry.seq}: {error}") from error
    if at.tzinfo is None:
        raise Unreadable(f"entry {entry.seq}: an instant without a time zone")
    return at


def change_of(compiled: Compiled, decision: Decision, owner: str, now: datetime) -> Change:
    """What one append writes of a decision."""
    after = decision.dossier
    status = after.stay.state if after.stay else (FILED if after.filed else DRAFT)
    reference = after.filed.number if after.filed and after.filed.number else None
    files = [r.event.file.digest for r in decision.events if isinstance(r.event, Attached)]
    wakes = any(isinstance(effect, Wake) for effect in decision.effects)
    return Change(
        events=tuple(_event(recorded) for recorded in decision.events),
        card=Card(compiled.procedure.id, owner, status, reference, after.filed_at),
        effects=tuple(kept(effect, now) for effect in decision.effects),
        cancels=(WAKE,) if wakes or after.filed else (),
        files=tuple(files),
    )


def _event(recorded: Recorded) -> dict[str, object]:
    return {**to_json(recorded.event), "at": recorded.at.isoformat()}


def request_of(*commands: Command) -> dict[str, object]:
    """What an idempotency key stands for: one command, or several sent together."""
    if len(commands) == 1:
        return _request(commands[0])
    return {"commands": [_request(command) for command in commands]}


def _request(command: Command) -> dict[str, object]:
    """A secret leaves no trace, not even a digest of it."""
    names = [field.name for field in fields(command) if field.name != "secrets"]
    asked = {name: _plain(getattr(command, name)) for name in names}
    return {"command": type(command).__name__, **asked}


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case str():
            return value
        case list() | tuple():
            return [_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value
