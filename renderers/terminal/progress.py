"""How far long work has come, on one line of a terminal that is wiped at the end."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TextIO

WIPE = "\r\x1b[2K"

WIDTH = 24
"""Letters of the bar."""

PAUSE = 0.1
"""Seconds between two drawings: more often, nobody sees them and the work waits."""


class Progress:
    """Called with how many are done, of how many (0: nobody knows); says nothing where nobody
    watches. `said` tells both figures, `alone` the first."""

    def __init__(
        self,
        stream: TextIO,
        said: str,
        alone: str = "{done}",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._stream, self._said, self._alone, self._clock = stream, said, alone, clock
        self._is_shown = stream.isatty()
        self._drawn = float("-inf")

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def _show(self, done: int, of: int) -> None:
        if self._is_shown and self._clock() - self._drawn >= PAUSE:
            self._drawn = self._clock()
            self._stream.write(f"{WIPE}{self._line(done, of)}")
            self._stream.flush()

    def _line(self, done: int, of: int) -> str:
        if not of:
            return self._alone.format(done=done)
        full = min(WIDTH, WIDTH * done // of)
        return f"{'█' * full}{'░' * (WIDTH - full)} {self._said.format(done=done, of=of)}"

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._stream.write(WIPE)
            self._stream.flush()
