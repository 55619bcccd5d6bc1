"""What follows a decision, performed: messages, mails, documents issued, accounts created."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ..engine.dossier.effects import Effect
from ..engine.store.store import Pending

log = logging.getLogger("parcours.portal.worker")

PACE = 2.0
"""Seconds between two looks at the outbox, when nothing wakes the worker."""

Perform = Callable[[Pending, Effect], object]


class Worker:
    """One thread; whatever it leaves undone when it dies is taken up again, once its lease ends."""

    def __init__(self, work: Callable[[Perform], int], perform: Perform) -> None:
        self._work, self._perform = work, perform
        self._wake = threading.Event()
        self._stops = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._turn = threading.Lock()

    def start(self) -> None:
        """Until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """After what is being performed."""
        self._stops.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def hurry(self) -> None:
        """Perform what is due before going on: somebody waits for it."""
        with self._turn:
            self._work(self._perform)

    def _run(self) -> None:
        while not self._stops.is_set():
            try:
                self.hurry()
            except Exception:
                log.exception("outbox")
            self._wake.wait(PACE)
            self._wake.clear()
