"""Ten-screen journeys by HTTP with durable writes: our portal beside a django-formtools wizard."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from parcours.bench.browser import Browser, Failed
from parcours.bench.journeys import (
    ADDRESSED,
    BARE,
    LENGTH,
    PORTAL,
    WIZARD,
    Answers,
    Site,
    Walked,
    applicants,
    kept_of,
    path_of,
    walk,
)
from parcours.bench.serving import Kept, Server, kept_by_portal, kept_by_wizard, portal, wizard

AT_ONCE = 8
JOURNEYS = 64
ROUNDS = 5
A_MINUTE = 60
SHORT, LONG = 20.0, 300.0
"""Seconds of the soak; `python -m parcours.bench.portal soak` takes the long one."""

FORMTOOLS = "django-formtools"
"""As its manual writes a wizard, as `startproject` sets Django, as gunicorn comes."""
THREADS = ("--threads", "8", "--keep-alive", "60")
"""The best setting of gunicorn found here for it; without, a worker answers one at a time."""

_visitors = count(1)


@dataclass(slots=True)
class Round:
    """What a crowd of journeys took."""

    journeys: int
    seconds: float
    processor: float
    waits: list[float] = field(default_factory=list)
    requests: int = 0

    @property
    def rate(self) -> float:
        """Journeys a second."""
        return self.journeys / self.seconds


class Side:
    """A site, its server, and everything that was walked there; two may share a server."""

    def __init__(
        self, name: str, site: Site, server: Server, walked: Counter[Kept] | None = None
    ) -> None:
        self.name, self.site, self.server = name, site, server
        self.rounds: list[Round] = []
        self.walked: Counter[Kept] = Counter() if walked is None else walked

    async def journey(self, answers: Answers) -> Walked:
        """One person's, on a connection and from an address of their own."""
        number = next(_visitors)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        async with Browser(self.server.site, address) as browser:
            walked = await walk(self.site, browser, answers)
        assert tuple(walked.path) == path_of(answers), walked.path
        self.walked[tuple(walked.path), tuple(sorted(kept_of(answers).items()))] += 1
        return walked

    async def crowd(self, journeys: int) -> Round:
        """So many journeys, AT_ONCE at a time."""
        queue = iter([people[number % len(people)] for number in range(journeys)])
        walks: list[Walked] = []

        async def visitor() -> None:
            walks.extend([await self.journey(answers) for answers in queue])

        before, begun = self.server.seconds(), time.perf_counter()
        await asyncio.gather(*(visitor() for _visitor in range(AT_ONCE)))
        spent, processor = time.perf_counter() - begun, self.server.seconds() - before
        waits = [wait for walked in walks for wait in walked.waits]
        requests = sum(walked.requests for walked in walks)
        return Round(journeys, spent, processor, waits, requests)

    def check(self, kept: Iterator[Kept]) -> None:
        """What the server keeps is what was told, journey by journey."""
        found = Counter(kept)
        assert found == self.walked, (list(self.walked - found)[:1], list(found - self.walked)[:1])


people = applicants()


def compared(sides: Sequence[Side]) -> None:
    """By turns, round after round, for the machine's pace changes."""
    for side in sides:
        asyncio.run(side.crowd(len(people)))  # warm
    for _round in range(ROUNDS):
        for side in sides:
            side.rounds.append(asyncio.run(side.crowd(JOURNEYS)))
    print(f"journeys of {LENGTH} screens by HTTP, anonymous, {AT_ONCE} people at once, one worker")
    for side in sides:
        told(side)
    ours = sides[0]
    for other in sides:
        if not other.name.startswith(FORMTOOLS):
            continue
        pairs = zip(ours.rounds, other.rounds, strict=True)
        ratio = statistics.median(one.rate / another.rate for one, another in pairs)
        must = "   (must be 3)" if other.name == FORMTOOLS else ""
        print(f"  ours / {other.name:44} {ratio:5.2f} times the journeys{must}")


def told(side: Side) -> None:
    """The medians of its rounds; a wait is from a form sent to the next screen read."""
    rate = statistics.median(one.rate for one in side.rounds)
    each = statistics.median(one.processor / one.journeys for one in side.rounds) * 1000
    requests = side.rounds[0].requests / side.rounds[0].journeys
    shown = percentiles([wait for one in side.rounds for wait in one.waits])
    print(f"  {side.name:44} {rate:6.1f} /s, processor {each:5.0f} ms each, {shown}", end="")
    print(f", {requests:.0f} requests a journey")


def percentiles(waits: Sequence[float]) -> str:
    """Of seconds, in milliseconds."""
    order = sorted(waits)
    half, late = order[len(order) // 2] * 1000, order[len(order) * 95 // 100] * 1000
    return f"a screen: p50 {half:.0f} ms, p95 {late:.0f} ms"


async def soak(side: Side, seconds: float) -> None:
    """A journey begins each second, whatever becomes of the others; none may meet a 5xx."""
    faults: Counter[int] = Counter()
    walks: list[Walked] = []

    async def one(number: int) -> None:
        try:
            walks.append(await side.journey(people[number % len(people)]))
        except Failed as error:
            faults[error.status] += 1

    before = side.server.seconds()
    async with asyncio.TaskGroup() as group:
        for number in range(round(seconds * A_MINUTE / 60)):
            group.create_task(one(number))
            await asyncio.sleep(60 / A_MINUTE)
    each = (side.server.seconds() - before) / max(len(walks), 1) * 1000
    shown = percentiles([wait for walked in walks for wait in walked.waits])
    print(f"{A_MINUTE} journeys a minute for {seconds:.0f} s: {len(walks)} ended, {shown}", end="")
    print(f", processor {each:.0f} ms each; refused or failed: {dict(faults) or 'none'}")
    assert not any(status >= 500 for status in faults), faults


def main(seconds: float = SHORT) -> None:
    """Everything, in one run."""
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder, ExitStack() as open_:
        at = {name: Path(folder, name) for name in ("portal", "plain", "tuned", "threaded")}
        mine = Side("Parcours", PORTAL, open_.enter_context(portal(at["portal"])))
        bare = Side("Parcours, without script", BARE, mine.server, mine.walked)
        plain = Side(FORMTOOLS, WIZARD, open_.enter_context(wizard(at["plain"])))
        server = open_.enter_context(wizard(at["tuned"], "tuned"))
        tuned = Side(f"{FORMTOOLS}, tuned", WIZARD, server)
        server = open_.enter_context(wizard(at["threaded"], "tuned", *THREADS))
        threaded = Side(f"{FORMTOOLS}, tuned, 8 threads", WIZARD, server)
        named = Side(f"{threaded.name}, addressed", ADDRESSED, server, threaded.walked)
        compared([mine, bare, plain, tuned, threaded, named])
        asyncio.run(soak(mine, seconds))
        open_.close()  # what was kept is read once nobody writes
        kept = ((plain, "plain"), (tuned, "tuned"), (threaded, "threaded"))
        by_wizard = ((side, kept_by_wizard(at[name])) for side, name in kept)
        for side, found in ((mine, kept_by_portal(at["portal"])), *by_wizard):
            side.check(found)
            print(f"  {side.name}: {side.walked.total()} requests kept, each as it was told")


if __name__ == "__main__":
    main(LONG if "soak" in sys.argv[1:] else SHORT)
