"""What was read of a table, remembered until it changes: only this process writes to the tables."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

MOST = 10_000

T = TypeVar("T")


class Remembered(Generic[T]):
    """By key. What is not there is asked for again each time.

    Who writes tells `changed` once it is durable: what somebody read before that, and would have
    remembered after, is not.
    """

    def __init__(self) -> None:
        self._held: dict[str, T] = {}
        self._changes = 0
        self._lock = Lock()

    def get(self, key: str, read: Callable[[], T | None]) -> T | None:
        """What is remembered, else what is read."""
        held = self._held.get(key)
        if held is not None:
            return held
        before = self._changes
        found = read()
        if found is not None:
            with self._lock:
                if before == self._changes:
                    if len(self._held) >= MOST:
                        self._held.clear()
                    self._held[key] = found
        return found

    def changed(self, *keys: str) -> None:
        """Forget those, or all."""
        with self._lock:
            self._changes += 1
            for key in keys or tuple(self._held):
                self._held.pop(key, None)
