"""Requests handed from the loop to threads: handlers wait for the disk, and the loop must not.

`run_in_executor` does the same with a future of each world, chained, under two locks: a fifth of
what the loop does for a request. Here the loop alone counts, and has one future.
"""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class _Handed:
    """Some work, where what comes of it is awaited, and who is told of it there."""

    work: Callable[[], Any]
    loop: AbstractEventLoop
    awaited: Future[Any]
    settle: Callable[[Future[Any], object, BaseException | None], None]


class Threads:
    """At most so many, begun as they are needed; what comes when all are busy waits its turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: SimpleQueue[_Handed | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._under_way = 0

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What it returns, or raises. Only from the loop. RuntimeError where no thread begins."""
        loop = asyncio.get_running_loop()
        if len(self._threads) < min(self._under_way + 1, self._most):
            self._begin()
        awaited: Future[T] = loop.create_future()
        self._under_way += 1
        self._queue.put(_Handed(lambda: work(*args, **named), loop, awaited, self._settle))
        return await awaited

    def close(self) -> None:
        """No more is taken. What is still under way has had its grace, and is not waited for."""
        for _thread in self._threads:
            self._queue.put(None)

    def __del__(self) -> None:
        """Threads of an application that nobody closed end with it."""
        self.close()

    def _begin(self) -> None:
        """One more; where the system refuses it, those that are there do."""
        name = f"parcours-answer-{len(self._threads)}"
        thread = Thread(target=_serve, args=(self._queue,), name=name, daemon=True)
        try:
            thread.start()
        except RuntimeError:
            if not self._threads:
                raise
            return
        self._threads.append(thread)

    def _settle(self, awaited: Future[Any], result: object, error: BaseException | None) -> None:
        """In the loop again; who waited may have gone."""
        self._under_way -= 1
        if awaited.cancelled():
            return
        if error:
            awaited.set_exception(error)
        else:
            awaited.set_result(result)


def _serve(queue: SimpleQueue[_Handed | None]) -> None:
    """One after the other. Of what is done nothing is held while the next one is waited for."""
    while handed := queue.get():
        result = error = None
        if not handed.awaited.cancelled():
            try:
                result = handed.work()
            except BaseException as raised:  # noqa: BLE001 - it is raised where it is awaited
                error = raised
        handed.loop.call_soon_threadsafe(handed.settle, handed.awaited, result, error)
        del handed, result, error
