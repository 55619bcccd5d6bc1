"""Double clicks: the same form sent twice is obeyed once, and answered twice alike."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

from starlette.responses import Response

LASTS = 60.0
"""Seconds that an answer is kept for who clicks again."""
MOST = 10_000
PATIENCE = 20.0
"""Seconds that the second click waits for the first."""


@dataclass(slots=True)
class _Turn:
    """What a page last sent: under way, then its answer, if that was to go elsewhere."""

    at: float
    content: bytes
    done: threading.Event = field(default_factory=threading.Event)
    response: Response | None = None


class Repeats:
    """Counted in this process: one worker serves a data folder.

    Only what sends a browser elsewhere is kept: a page shown again harms nobody. A dossier's own
    keys hold across restarts; these also cover what has no dossier yet, and one-time links.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._turns: OrderedDict[str, _Turn] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, page: str, told: object, act: Callable[[], Response]) -> Response:
        """What `act` answers, or what it answered a moment ago to the last thing `page` sent.

        `page` names one drawing of a page in one browser. Something else sent in between is
        obeyed, and so is what was said before it: saving A, B, then A leaves A.
        """
        turn, is_first = self._turn(page, sha256(repr(told).encode(errors="replace")).digest())
        if not is_first:
            turn.done.wait(PATIENCE)
            return _again(turn.response) if turn.response is not None else act()
        try:
            response = act()
            if response.status_code == 303:
                turn.response = _again(response)  # what is added to this one is its own
            return response
        finally:
            turn.done.set()
            if turn.response is None:
                self._forget(page, turn)

    def _turn(self, page: str, content: bytes) -> tuple[_Turn, bool]:
        now = self._clock()
        with self._lock:
            while self._turns:
                oldest = next(iter(self._turns.values()))
                if len(self._turns) <= MOST and now - oldest.at <= LASTS:
                    break
                self._turns.popitem(last=False)
            found = self._turns.get(page)
            if found and found.content == content:
                return found, False
            turn = self._turns[page] = _Turn(now, content)
            self._turns.move_to_end(page)
            return turn, True

    def _forget(self, page: str, turn: _Turn) -> None:
        with self._lock:
            if self._turns.get(page) is turn:
                del self._turns[page]


def _again(response: Response) -> Response:
    """The same way, without what was to be done after it."""
    again = Response(status_code=response.status_code)
    again.raw_headers = list(response.raw_headers)
    return again
