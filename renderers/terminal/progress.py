"""How far long work has come, on one line of a terminal that is wiped at the end."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TextIO

WIPE = "\r\x1b[2K"


class Progress:
    """Called with how many are done, of how many; says nothing where nobody watches."""

    def __init__(self, stream: TextIO, said: str) -> None:
        self._stream, self._said = stream, said
        self._is_shown = stream.isatty()

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def _show(self, done: int, of: int) -> None:
        if self._is_shown:
            self._stream.write(f"{WIPE}{self._said.format(done=done, of=of)}")
            self._stream.flush()

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._stream.write(WIPE)
            self._stream.flush()
