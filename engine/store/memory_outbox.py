"""What remains to be done, kept in memory; the store that holds it sees to it that one calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .store import Pending
from .written_form import WrittenEffect, read_instant, read_json


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An effect, and when it may be taken: never, once given up."""

    pending: Pending
    free: datetime | None
    data: str

    def shown(self) -> Pending:
        """With data that the caller may change."""
        return replace(self.pending, data=read_json(self.data))


class MemoryOutbox:
    """Effects by id, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}

    def add(self, dossier: str, version: int, effects: Sequence[WrittenEffect]) -> None:
        """Those of the change that led to `version`."""
        for number, effect in enumerate(effects, 1):
            id_, due = f"{dossier}/{version}/{number}", read_instant(effect.due)
            pending = Pending(id_, dossier, {}, due, effect.key, 0)
            self._waiting[id_] = _Waiting(pending, due, effect.data)

    def cancel(self, dossier: str, keys: Sequence[str]) -> None:
        """Forget every effect of the dossier under one of the keys."""
        for id_, waiting in list(self._waiting.items()):
            if waiting.pending.dossier == dossier and waiting.pending.key in keys:
                del self._waiting[id_]

    def forget(self, dossier: str) -> None:
        """Every effect of the dossier."""
        for one in self.of(dossier):
            del self._waiting[one.id]

    def of(self, dossier: str) -> tuple[Pending, ...]:
        """See Store."""
        return _shown(one for one in self._waiting.values() if one.pending.dossier == dossier)

    def due(self, now: datetime, limit: int) -> tuple[Pending, ...]:
        """See Store."""
        free = [
            (waiting.free, waiting)
            for waiting in self._waiting.values()
            if waiting.free and waiting.free <= now
        ]
        free.sort(key=lambda pair: pair[0])
        return _shown(waiting for _free, waiting in free[:limit])

    def given_up(self, limit: int) -> tuple[Pending, ...]:
        """See Store."""
        found = [waiting for waiting in self._waiting.values() if waiting.free is None]
        found.sort(key=lambda waiting: waiting.pending.due)
        return _shown(found[:limit])

    def requeue(self, effect: str, at: datetime) -> bool:
        """See Store."""
        waiting = self._waiting.get(effect)
        if waiting is None or waiting.free is not None:
            return False
        self._waiting[effect] = replace(waiting, pending=replace(waiting.pending, tries=0), free=at)
        return True

    def take(self, effect: str, now: datetime, until: datetime) -> Pending | None:
        """See Store."""
        waiting = self._waiting.get(effect)
        if not waiting or waiting.free is None or waiting.free > now:
            return None
        former = waiting.pending
        taken = replace(former, attempts=former.attempts + 1, tries=former.tries + 1)
        self._waiting[effect] = replace(waiting, pending=taken, free=until)
        return self._waiting[effect].shown()

    def done(self, effect: str, attempt: int) -> bool:
        """See Store."""
        return self._is_leased(effect, attempt) and bool(self._waiting.pop(effect))

    def failed(self, effect: str, attempt: int, why: str, retry_at: datetime | None) -> bool:
        """See Store."""
        if is_leased := self._is_leased(effect, attempt):
            waiting = self._waiting[effect]
            told = replace(waiting.pending, why=why)
            self._waiting[effect] = replace(waiting, pending=told, free=retry_at)
        return is_leased

    def _is_leased(self, effect: str, attempt: int) -> bool:
        waiting = self._waiting.get(effect)
        return waiting is not None and waiting.pending.attempts == attempt > 0


def _shown(waiting: Iterable[_Waiting]) -> tuple[Pending, ...]:
    return tuple(one.shown() for one in waiting)
