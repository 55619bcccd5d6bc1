"""A thread that does one thing again and again, until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger("parcours.portal.pacing")


class Pacing:
    """What one turn raises is logged, under the name of the thread, and keeps no other one."""

    def __init__(self, name: str, seconds: float, turn: Callable[[], object]) -> None:
        self._name, self._seconds, self._turn = name, seconds, turn
        self._stops = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """A first turn at once, then one each time that so many seconds have passed."""
        self._thread.start()

    def stop(self, patience: float | None = None) -> None:
        """After the turn under way, or that many seconds."""
        self._stops.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._stops.is_set():
            try:
                self._turn()
            except Exception:
                log.exception(self._name)
            self._stops.wait(self._seconds)
