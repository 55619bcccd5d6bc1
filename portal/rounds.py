"""What a portal does by itself from time to time: procedures looked at, what is old forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from .pacing import Pacing

log = logging.getLogger("parcours.portal.rounds")

TICK = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """Done when the portal opens, then each time that this has passed."""

    every: timedelta
    do: Callable[[], object]


class Rounds:
    """One thread: none of them hurries, and none keeps a request waiting."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._rounds: list[Round] = []
        self._due: list[float] = []
        self._pacing = Pacing("rounds", TICK, self.turn)

    def extend(self, rounds: Iterable[Round]) -> None:
        """Those too, from the next turn on."""
        for one in rounds:
            self._rounds.append(one)
            self._due.append(self._clock())

    def start(self) -> None:
        """Until `stop`."""
        self._pacing.start()

    def stop(self) -> None:
        """After the one under way."""
        self._pacing.stop()

    def turn(self) -> int:
        """Do what is due; how many."""
        count = 0
        for place, one in enumerate(self._rounds):
            if self._clock() < self._due[place]:
                continue
            self._due[place] = self._clock() + one.every.total_seconds()
            count += 1
            try:
                one.do()
            except Exception:
                log.exception("round")
        return count
