"""What follows a decision, performed: messages, mails, documents issued, accounts created."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ..engine.dossier.effects import Effect
from ..engine.store.store import Pending
from .pacing import Pacing

log = logging.getLogger("parcours.portal.worker")

OUTBOX = "outbox"
PACE = 2.0
"""Seconds between two looks at the outbox."""

Perform = Callable[[Pending, Effect], object]


class Worker:
    """Whatever it leaves undone when it dies is taken up again, once its lease ends."""

    def __init__(self, work: Callable[[Perform], int], perform: Perform) -> None:
        self._work, self._perform = work, perform
        self._turn = threading.Lock()
        self._pacing = Pacing(OUTBOX, PACE, self._look)

    def start(self) -> None:
        """Until `stop`."""
        self._pacing.start()

    def stop(self) -> None:
        """After what is being performed."""
        self._pacing.stop()

    def hurry(self) -> None:
        """Perform what is due before going on: somebody waits for it.

        What they did is durable: what fails here is logged, and done at a later look.
        """
        try:
            self._look()
        except Exception:
            log.exception(OUTBOX)

    def _look(self) -> None:
        with self._turn:
            self._work(self._perform)
