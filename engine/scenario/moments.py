"""The request as it stood after each thing that happened to it once filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..dossier.dossier import Dossier, fold
from ..dossier.events import Acted, Elapsed, Filed, Recorded


def moments(history: Iterable[Recorded]) -> Iterator[tuple[Dossier, datetime]]:
    """The dossier at its filing, after each action and after each delay that ends, and when."""
    dossier = Dossier()
    for recorded in history:
        dossier = fold([recorded], dossier)
        if isinstance(recorded.event, Filed | Acted | Elapsed):
            yield dossier, recorded.at
