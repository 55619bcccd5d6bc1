"""What remains to be done, kept in memory; the store that holds it sees to it that one calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .store import Pending
from .written_form import WrittenEffect, read_instant, read_json


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An effect, and when it may be taken: never, once given up."""

    pending: Pending
    free: datetime | None


class MemoryOutbox:
    """Effects by id, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}

    def add(self, dossier: str, version: int, effects: Sequence[WrittenEffect]) -> None:
        """Those of the change that led to `version`."""
        for number, effect in enumerate(effects, 1):
            id_, due = f"{dossier}/{version}/{number}", read_instant(effect.due)
            pending = Pending(id_, dossier, read_json(effect.data), due, effect.key, 0)
            self._waiting[id_] = _Waiting(pending, due)

    def cancel(self, dossier: str, keys: Sequence[str]) -> None:
        """Forget every effect of the dossier under one of the keys."""
        for id_, waiting in list(self._waiting.items()):
            if waiting.pending.dossier == dossier and waiting.pending.key in keys:
                del self._waiting[id_]

    def due(self, now: datetime, limit: int) -> tuple[Pending, ...]:
        """See Store."""
        free = [
            (waiting.free, waiting.pending)
            for waiting in self._waiting.values()
            if waiting.free and waiting.free <= now
        ]
        free.sort(key=lambda pair: pair[0])
        return tuple(pending for _free, pending in free[:limit])

    def take(self, effect: str, now: datetime, until: datetime) -> Pending | None:
        """See Store."""
        waiting = self._waiting.get(effect)
        if not waiting or waiting.free is None or waiting.free > now:
            return None
        taken = replace(waiting.pending, attempts=waiting.pending.attempts + 1)
        self._waiting[effect] = _Waiting(taken, until)
        return taken

    def done(self, effect: str, attempt: int) -> bool:
        """See Store."""
        return self._is_leased(effect, attempt) and bool(self._waiting.pop(effect))

    def failed(self, effect: str, attempt: int, retry_at: datetime | None) -> bool:
        """See Store."""
        if is_leased := self._is_leased(effect, attempt):
            self._waiting[effect] = _Waiting(self._waiting[effect].pending, retry_at)
        return is_leased

    def _is_leased(self, effect: str, attempt: int) -> bool:
        waiting = self._waiting.get(effect)
        return waiting is not None and waiting.pending.attempts == attempt > 0
