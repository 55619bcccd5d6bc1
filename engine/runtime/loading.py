"""A dossier read from its journal, with the version of the procedure it is bound to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from ..dossier.dossier import Dossier, fold
from ..dossier.examining import tick
from ..machine.compiled import Compiled
from ..store.errors import Conflict, ReferenceTaken, Unknown
from ..store.store import Card, Entry, Journal, Store
from ..store.turns import give_way
from .catalogue import Catalogue
from .written import recorded_in

MOST_TRIES = 20
"""Of a command that meets another one of the same dossier, or draws a name already borne: each
time it is decided anew."""

MOST_KNOWN = 256
"""Dossiers remembered: those that people are at work on."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A dossier as it was last recorded: `last` is the entry of that version."""

    version: int
    bundle: str
    card: Card
    compiled: Compiled
    dossier: Dossier
    last: Entry


class Loading:
    """Reads of a dossier only what came since it was last read, for a journal only grows.

    The store is asked each time, and the last entry known must still be there as it was: another
    program may have erased the dossier and opened another one under its name.
    """

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue
        self._known: OrderedDict[str, Loaded] = OrderedDict()
        self._lock = Lock()

    def load(self, dossier: str) -> Loaded:
        """As it was last recorded. Raises Unknown."""
        with self._lock:
            known = self._known.get(dossier)
        try:
            found = (known and self._since(dossier, known)) or self._whole(dossier)
        except Unknown:
            self.forget(dossier)
            raise
        with self._lock:
            self._known[dossier] = found
            self._known.move_to_end(dossier)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return found

    def forget(self, dossier: str) -> None:
        """What was erased is not remembered either."""
        with self._lock:
            self._known.pop(dossier, None)

    def _whole(self, dossier: str) -> Loaded:
        journal = self._store.load(dossier)
        compiled = self._catalogue.bound(journal.card.procedure, journal.bundle)
        return _loaded(journal, compiled, fold(recorded_in(dossier, journal.entries)))

    def _since(self, dossier: str, known: Loaded) -> Loaded | None:
        """With what came since; None where it is another dossier."""
        journal = self._store.load(dossier, after=known.version - 1)
        if journal.bundle != known.bundle or journal.entries[:1] != (known.last,):
            return None
        if journal.version == known.version and journal.card == known.card:
            return known
        state = fold(recorded_in(dossier, journal.entries[1:]), known.dossier)
        return _loaded(journal, known.compiled, state)


def _loaded(journal: Journal, compiled: Compiled, dossier: Dossier) -> Loaded:
    last = journal.entries[-1]
    return Loaded(journal.version, journal.bundle, journal.card, compiled, dossier, last)


def as_of(compiled: Compiled, dossier: Dossier, now: datetime) -> Dossier:
    """What has come due shows, even before a tick records it."""
    if dossier.filed is None:
        return dossier
    return fold(tick(compiled, dossier, now).events, dossier)


def insisting(work: Callable[[], T]) -> T:
    """Its outcome; it reads and decides anew as long as somebody else comes first."""
    for number in range(MOST_TRIES - 1):
        try:
            with suppress(ReferenceTaken):  # another name is drawn at once
                return work()
        except Conflict:
            give_way(number)
    return work()
