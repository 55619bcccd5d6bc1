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
    """Some work, and where what comes of it is awaited."""

    work: Callable[[], Any]
    loop: AbstractEventLoop
    awaited: Future[Any]


class Threads:
    """At most so many, begun as they are needed; what comes when all are busy waits its turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: SimpleQueue[_Handed | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._under_way = 0

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What it returns, or raises. Only from the loop."""
        loop = asyncio.get_running_loop()
        awaited: Future[T] = loop.create_future()
        self._under_way += 1
        if len(self._threads) < min(self._under_way, self._most):
            self._begin()
        self._queue.put(_Handed(lambda: work(*args, **named), loop, awaited))
        return await awaited

    def close(self) -> None:
        """No more is taken. What is still under way has had its grace, and is not waited for."""
        for _thread in self._threads:
            self._queue.put(None)

    def _begin(self) -> None:
        name = f"parcours-answer-{len(self._threads)}"
        self._threads.append(Thread(target=self._serve, name=name, daemon=True))
        self._threads[-1].start()

    def _serve(self) -> None:
        while handed := self._queue.get():
            try:
                result, error = handed.work(), None
            except BaseException as raised:  # noqa: BLE001 - it is raised where it is awaited
                result, error = None, raised
            handed.loop.call_soon_threadsafe(self._settle, handed.awaited, result, error)

    def _settle(self, awaited: Future[Any], result: object, error: BaseException | None) -> None:
        """In the loop again; who waited may have gone."""
        self._under_way -= 1
        if awaited.cancelled():
            return
        if error:
            awaited.set_exception(error)
        else:
            awaited.set_result(result)
