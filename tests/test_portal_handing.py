"""Work handed from the loop to threads, and what comes of it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from time import sleep
from weakref import ref

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
    """The work under way ends, what waited its turn is not done, and nobody is told of either."""
    begun, ends = threading.Barrier(MOST + 1), threading.Event()
    done, faults = list[int](), list[object]()

    def slow(number: int) -> None:
        begun.wait(5)
        ends.wait(5)
        done.append(number)

    async def work(threads: Threads) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))
        waiting = [asyncio.ensure_future(threads.run(slow, number)) for number in range(MOST + 2)]
        await asyncio.to_thread(begun.wait, 5)
        for one in waiting:
            one.cancel()
        assert await asyncio.gather(*waiting, return_exceptions=True)
        ends.set()
        assert await threads.run(abs, -1) == 1
        await asyncio.gather(*(threads.run(abs, -1) for _thread in range(MOST)))

    threads = looped(work)
    for thread in threads._threads:
        thread.join(5)
        assert not thread.is_alive()
    assert sorted(done) == [*range(MOST)]
    assert (faults, threads._under_way) == ([], 0)


class Held:
    """What a request held."""


def test_nothing_of_what_is_done_is_held() -> None:
    """While a thread waits for the next request, the last one's form is gone."""

    async def work(threads: Threads) -> None:
        held = Held()
        gone = ref(held)
        assert await threads.run(lambda one: one is not None, held)
        del held
        for _time in range(100):
            if gone() is None:
                break
            await asyncio.sleep(0.01)
        assert gone() is None

    looped(work)


def test_a_thread_that_does_not_begin_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came is done by those that are there; where there is none it is told, and tried anew."""

    def refused(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def work(threads: Threads) -> None:
        with monkeypatch.context() as full:
            full.setattr(threading.Thread, "start", refused)
            for _time in range(MOST + 1):
                with pytest.raises(RuntimeError):
                    await threads.run(abs, -1)
        assert await threads.run(abs, -1) == 1
        with monkeypatch.context() as full:
            full.setattr(threading.Thread, "start", refused)
            found = await asyncio.gather(*(threads.run(abs, -number) for number in range(9)))
            assert found == [*range(9)]
        assert len(threads._threads) == 1

    looped(work)


def test_threads_end_with_what_nobody_closed() -> None:
    async def work() -> list[threading.Thread]:
        threads = Threads(MOST)
        await threads.run(abs, -1)
        return threads._threads

    for thread in asyncio.run(work()):
        thread.join(5)
        assert not thread.is_alive()
