"""The numbers that requests bear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import SystemRandom
from threading import Lock

from ..engine.dossier.time import PARIS

RANKS = 1_000
MINUTE = timedelta(minutes=1)
AHEAD = timedelta(hours=1)
"""What is borrowed at most: beyond, it is the clock that was wrong, and was put right."""


class Numbers:
    """19 digits, as in the official example of the 2D-DOC (site, day, minute, rank): the site is
    9999, nobody's.

    Ranks come in no order: a number does not tell how many were filed, and a portal that starts
    again within a minute, or in the hour that autumn repeats, seldom draws one that is
    borne. The store refuses that one, and another is drawn. Once all are, the next minute lends its
    own.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._minute = datetime.min.replace(tzinfo=UTC)
        self._ranks: list[int] = []
        self._lock = Lock()

    def drawn(self) -> str:
        """The next one."""
        with self._lock:
            minute = self._now().astimezone(UTC).replace(second=0, microsecond=0)
            if minute > self._minute or minute < self._minute - AHEAD:
                self._begin(minute)
            elif not self._ranks:
                self._begin(self._minute + MINUTE)
            rank = self._ranks.pop()
            return f"9999{self._minute.astimezone(PARIS):%Y%m%d%H%M}{rank:03}"

    def _begin(self, minute: datetime) -> None:
        self._minute, self._ranks = minute, [*range(RANKS)]
        SystemRandom().shuffle(self._ranks)
