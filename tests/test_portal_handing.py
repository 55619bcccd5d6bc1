"""Work handed from the loop to threads, and what comes of it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from time import sleep

import pytest

from parcours.portal.handing import Threads

MOST = 3


def looped(work: Callable[[Threads], Awaitable[object]]) -> Threads:
    threads = Threads(MOST)

    async def whole() -> None:
        await work(threads)

    asyncio.run(whole())
    threads.close()
    return threads


def test_what_it_returns_or_raises_is_awaited() -> None:
    async def work(threads: Threads) -> None:
        assert await threads.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await threads.run(divmod, 7, 0)
        assert await threads.run(threading.current_thread) is not threading.current_thread()

    assert len(looped(work)._threads) == 1


def test_as_many_as_are_needed_are_begun_and_no_more() -> None:
    at_once, seen, lock = [0], [], threading.Lock()

    def slow(number: int) -> int:
        with lock:
            at_once[0] += 1
            seen.append(at_once[0])
        sleep(0.02)
        with lock:
            at_once[0] -= 1
        return number

    async def work(threads: Threads) -> None:
        found = await asyncio.gather(*(threads.run(slow, number) for number in range(10)))
        assert found == [*range(10)]
        assert threads._under_way == 0

    assert len(looped(work)._threads) == MOST
    assert max(seen) == MOST


def test_who_waited_may_have_gone() -> None:
    """The work ends, the thread goes on, and nobody is told."""
    begun, ends = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        ends.wait(5)

    async def work(threads: Threads) -> None:
        waiting = asyncio.ensure_future(threads.run(slow))
        assert await asyncio.to_thread(begun.wait, 5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        ends.set()
        assert await threads.run(abs, -1) == 1

    threads = looped(work)
    for thread in threads._threads:
        thread.join(5)
        assert not thread.is_alive()
