"""A dossier read from its journal, with the version of the procedure it is bound to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, local
from typing import TypeVar

from ..dossier.dossier import Dossier, fold
from ..dossier.examining import tick
from ..machine.compiled import Compiled
from ..store.errors import Conflict, ReferenceTaken, Unknown
from ..store.store import Card, Change, Journal, Once, Store
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
    """A dossier as it was last recorded."""

    version: int
    bundle: str
    created: datetime
    card: Card
    compiled: Compiled
    dossier: Dossier


class _Here(local):
    """What this thread has seen of dossiers; None outside `once`."""

    seen: dict[str, Loaded] | None = None


class Loading:
    """Reads of a dossier only what came since it was last read, for a journal only grows.

    The store is asked each time what came, and when the dossier was created: another program may
    have erased it and opened another one under its name. Only `once` spares a thread this, while it
    looks at one dossier again and again.
    """

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue
        self._known: OrderedDict[str, Loaded] = OrderedDict()
        self._lock = Lock()
        self._here = _Here()

    @contextmanager
    def once(self) -> Iterator[None]:
        """Within, this thread sees each dossier as it was when first read, or last decided."""
        former, self._here.seen = self._here.seen, {}
        try:
            yield
        finally:
            self._here.seen = former

    def look(self, dossier: str) -> Loaded:
        """As this thread last saw it within `once`; else as `load`. Raises Unknown."""
        return (self._here.seen or {}).get(dossier) or self.load(dossier)

    def load(self, dossier: str) -> Loaded:
        """As it was last recorded. Raises Unknown."""
        with self._lock:
            known = self._known.get(dossier)
            if known:
                self._known.move_to_end(dossier)
        try:
            found = (known and self._since(dossier, known)) or self._whole(dossier)
        except Unknown:
            self.forget(dossier)
            raise
        if found is not known:
            self._remember(dossier, found)
        self._see(dossier, found)
        return found

    def _see(self, dossier: str, found: Loaded) -> None:
        if self._here.seen is not None:
            self._here.seen[dossier] = found

    def _unsee(self, dossier: str) -> None:
        if self._here.seen:
            self._here.seen.pop(dossier, None)

    def _remember(self, dossier: str, found: Loaded) -> None:
        with self._lock:
            self._known[dossier] = found
            self._known.move_to_end(dossier)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)

    def append(
        self,
        name: str,
        before: Loaded,
        change: Change,
        after: Dossier,
        at: datetime,
        once: Once | None,
    ) -> int:
        """The version that the change led to; what it led to need not be read. Raises as Store."""
        try:
            version = self._store.append(name, before.version, change, at, once)
        except Conflict:
            self._unsee(name)
            raise
        if version == before.version + len(change.events):
            found = replace(before, version=version, card=change.card, dossier=after)
            self._remember(name, found)
            self._see(name, found)
        return version

    def forget(self, dossier: str) -> None:
        """What was erased is not remembered either."""
        self._unsee(dossier)
        with self._lock:
            self._known.pop(dossier, None)

    def _whole(self, dossier: str) -> Loaded:
        journal = self._store.load(dossier)
        compiled = self._catalogue.bound(journal.card.procedure, journal.bundle)
        return _loaded(journal, compiled, fold(recorded_in(dossier, journal.entries)))

    def _since(self, dossier: str, known: Loaded) -> Loaded | None:
        """With what came since; None where it is another dossier."""
        journal = self._store.load(dossier, after=known.version)
        is_it = journal.bundle == known.bundle and journal.created == known.created
        if not is_it or journal.version < known.version:
            return None
        if journal.version == known.version and journal.card == known.card:
            return known
        state = fold(recorded_in(dossier, journal.entries), known.dossier)
        return _loaded(journal, known.compiled, state)


def _loaded(journal: Journal, compiled: Compiled, dossier: Dossier) -> Loaded:
    return Loaded(journal.version, journal.bundle, journal.created, journal.card, compiled, dossier)


def as_of(compiled: Compiled, dossier: Dossier, now: datetime) -> Dossier:
    """What has come due shows, even before a tick records it."""
    if dossier.filed is None:
        return dossier
    return fold(tick(compiled, dossier, now).events, dossier)


def insisting(work: Callable[[], T], *, is_judged: bool = False) -> T:
    """Its outcome; it reads and decides anew as long as somebody else comes first.

    Raises Conflict instead where what it rests on `is_judged` by who asks, and must be again.
    """
    for number in range(MOST_TRIES - 1):
        try:
            with suppress(ReferenceTaken):  # another name is drawn at once
                return work()
        except Conflict:
            if is_judged:
                raise
            give_way(number)
    return work()
