"""One thread writes for all: what waits is committed together, then acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypeVar

from .errors import Busy, Closed, StoreError
from .sqlite_connection import Connection, patiently, scour, translated

T = TypeVar("T")

MOST = 256
"""How many requests share a commit: the first of them waits for the last."""
PAUSE = 0.05
"""Seconds without a request before the log is emptied: a row of deletions is followed by one."""
LATEST = 1.0
"""Seconds after which it is emptied even if requests keep coming."""
RARELY = 60.0
"""Seconds between attempts, at most, while somebody goes on reading the log or the disk fails."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something to write, and the caller who waits for its outcome.

    One that `is_scoured` deletes what must leave no trace: the write-ahead log is emptied after it.
    """

    work: Callable[[Connection], Any]
    is_scoured: bool = False
    outcome: Future[Any] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class Failure:
    """An outcome to raise."""

    error: Exception


@dataclass
class _Dirt:
    """Whether the log holds what was deleted, since when, and how long to wait before trying."""

    is_there: bool = False
    since: float = 0.0
    pause: float = PAUSE

    def found(self) -> None:
        """Something was deleted."""
        if not self.is_there:
            self.is_there, self.since, self.pause = True, monotonic(), PAUSE

    def tried(self, is_clean: bool) -> None:
        """Rarer each time."""
        self.is_there = not is_clean
        self.since, self.pause = monotonic(), min(2 * self.pause, RARELY)

    def patience(self) -> float:
        """Seconds to wait for a request."""
        return max(0.0, min(self.pause, self.since + max(LATEST, self.pause) - monotonic()))


class GroupWriter:
    """Runs each request in a savepoint of one transaction: one fsync for as many as wait.

    A request that is refused is rolled back alone. When the transaction itself fails, all its
    requests fail, and the next ones meet a new connection: SQLite promises nothing about one whose
    disk has failed.
    """

    def __init__(
        self, connect: Callable[[], Connection], place: str, most: int = MOST, name: str = "store"
    ) -> None:
        self._connect = connect
        self._place = place
        self._most = most
        self._connection: Connection | None = None
        self._waiting: SimpleQueue[Request | None] = SimpleQueue()
        self._lock = Lock()
        self._is_closed = False
        self._dirt = _Dirt()
        self._thread = Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[Connection], T],
        *,
        is_scoured: bool = False,
        patience: float | None = None,
    ) -> T:
        """What `work` returns, once durable; what it raises, when it changed nothing.

        Busy after `patience` seconds: it may still be done.
        """
        request = Request(work, is_scoured)
        with self._lock:
            if self._is_closed:
                raise Closed
            self._waiting.put(request)
        try:
            outcome: T = request.outcome.result(patience)
        except TimeoutError:
            raise Busy(self._place) from None
        return outcome

    def close(self) -> None:
        """Return when all that was asked is written and the connection closed."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while requests := self._next():
            for request, outcome in zip(requests, self._write(requests), strict=True):
                answer(request, outcome)
            if any(request.is_scoured for request in requests):
                self._dirt.found()
        if self._dirt.is_there:
            self._scour()
        self._let_go()

    def _next(self) -> list[Request]:
        """All that waits, at least one; none at the end."""
        found: list[Request] = []
        request = self._first()
        while request is not None:
            found.append(request)
            if len(found) == self._most:
                return found
            try:
                request = self._waiting.get_nowait()
            except Empty:
                return found
        if found:
            self._waiting.put(None)  # closed: nothing comes after it
        return found

    def _first(self) -> Request | None:
        """The next to come; the log is emptied while nobody asks for anything."""
        while self._dirt.is_there:
            with suppress(Empty):
                return self._waiting.get(timeout=self._dirt.patience())
            self._scour()
        return self._waiting.get()

    def _scour(self) -> None:
        """Failing, it is tried again later; what it met is said to whoever writes next."""
        is_clean = False
        try:
            connection = self._connection = self._connection or self._connect()
            is_clean = scour(connection)
        except (sqlite3.Error, StoreError):
            self._let_go()
        self._dirt.tried(is_clean)

    def _write(self, requests: Sequence[Request]) -> list[object]:
        """The outcomes, in order, all of them durable."""
        try:
            connection = self._connection = self._connection or self._connect()
            patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
            outcomes = [self._attempt(connection, request) for request in requests]
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - each caller waits for it, and raises it
            self._let_go()
            return [self._failure(error) for _request in requests]
        return outcomes

    def _attempt(self, connection: Connection, request: Request) -> object:
        """The outcome of one request, of which either all or nothing is written."""
        connection.execute("SAVEPOINT request")
        try:
            outcome: object = request.work(connection)
        except Exception as error:
            if not connection.in_transaction:  # SQLite gave the whole transaction up
                raise
            connection.execute("ROLLBACK TO request")
            outcome = self._failure(error)
        connection.execute("RELEASE request")
        return outcome

    def _failure(self, error: Exception) -> Failure:
        if isinstance(error, sqlite3.Error):
            return Failure(translated(error, self._place))
        return Failure(error)

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def answer(request: Request, outcome: object) -> None:
    """Wake the caller."""
    if isinstance(outcome, Failure):
        request.outcome.set_exception(outcome.error)
    else:
        request.outcome.set_result(outcome)
