"""One thread writes for all: what waits is committed together, then acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from .errors import Closed
from .sqlite_connection import Connection, patiently, translated

T = TypeVar("T")

MOST = 256
"""How many requests share a commit: the first of them waits for the last."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something to write, and the caller who waits for its outcome."""

    work: Callable[[Connection], Any]
    outcome: Future[Any] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class Failure:
    """An outcome to raise."""

    error: Exception


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
        self._thread = Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, once durable; what it raises, when it changed nothing."""
        request = Request(work)
        with self._lock:
            if self._is_closed:
                raise Closed
            self._waiting.put(request)
        outcome: T = request.outcome.result()
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
        self._let_go()

    def _next(self) -> list[Request]:
        """All that waits, at least one; none at the end."""
        found: list[Request] = []
        request = self._waiting.get()
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
