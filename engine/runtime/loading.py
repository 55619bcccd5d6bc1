"""A dossier read from its journal, with the version of the procedure it is bound to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from ..dossier.dossier import Dossier, fold
from ..dossier.examining import tick
from ..machine.compiled import Compiled
from ..store.errors import Conflict, ReferenceTaken
from ..store.store import Journal, Store
from .catalogue import Catalogue
from .written import recorded_in

MOST_TRIES = 20
"""Of a command that meets another one of the same dossier, or draws a name already borne: each
time it is decided anew."""

T = TypeVar("T")


def loaded(store: Store, catalogue: Catalogue, dossier: str) -> tuple[Journal, Compiled, Dossier]:
    """As it was last recorded. Raises Unknown."""
    journal = store.load(dossier)
    compiled = catalogue.bound(journal.card.procedure, journal.bundle)
    return journal, compiled, fold(recorded_in(journal))


def as_of(compiled: Compiled, dossier: Dossier, now: datetime) -> Dossier:
    """What has come due shows, even before a tick records it."""
    if dossier.filed is None:
        return dossier
    return fold(tick(compiled, dossier, now).events, dossier)


def insisting(work: Callable[[], T]) -> T:
    """Its outcome; it reads and decides anew as long as somebody else comes first."""
    for _try in range(MOST_TRIES - 1):
        with suppress(Conflict, ReferenceTaken):
            return work()
    return work()
