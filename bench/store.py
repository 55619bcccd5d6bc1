"""Durable commits per second: appends by several threads, alone or sharing commits, same disk."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Card, Change, Effect, Once

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CARD = Card("bpi_case_2", "compte", "brouillon")
SECONDS = 0.25
ROUNDS = 15

Waits = Sequence[float]
"""How long each append of one measure took, in seconds."""


def change(number: int) -> Change:
    """An answer as the portal sends it: one event of some 300 bytes, one effect."""
    event = {"type": "answered", "v": 1, "screen": "contact", "values": {"pad": "x" * 250}}
    return Change((event,), CARD, (Effect({"notice": number}, NOW),))


def timed(appends: Iterator[object]) -> Waits:
    """As many as there is time for."""
    found = []
    end = time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < end:
        next(appends)
        found.append(time.perf_counter() - start)
    return found


def appended(store: SqliteStore, name: str) -> Iterator[int]:
    """Append to one new dossier, for ever."""
    version = store.create(name, store.keep_bundle({}), change(0), NOW)
    while True:
        once = Once(str(version), {"number": version})
        yield (version := store.append(name, version, change(version), NOW, once))


def together(work: Callable[[str], Iterator[object]], threads: int, name: str = "d") -> Waits:
    """The same work by so many threads."""
    works = [work(f"{name}{number}") for number in range(threads)]
    for one in works:
        next(one)
    with ThreadPoolExecutor(threads) as pool:
        return [wait for waits in pool.map(timed, works) for wait in waits]


def shared(place: Path, threads: int, most: int = 256) -> Waits:
    """Through the store: at most so many appends a commit."""
    with SqliteStore(place, most=most) as store:
        return together(lambda name: appended(store, name), threads)


def alone(place: Path, threads: int) -> Waits:
    """Through the store, a transaction for each append."""
    return shared(place, threads, most=1)


def competing(place: Path, threads: int) -> Waits:
    """Without the store: much the same rows, a connection a thread, SQLite's own waiting."""

    def written(name: str) -> Iterator[None]:
        with SqliteStore(place) as store:
            store.create(name, store.keep_bundle({}), change(0), NOW)
        instant, version = "2026-11-02T12:00:00.000000Z", 1
        path = place / "dossiers.db"
        with closing(
            sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        ) as on:
            on.execute("PRAGMA synchronous = FULL")
            while True:
                version += 1
                on.execute("BEGIN IMMEDIATE")
                on.execute("UPDATE dossiers SET version = ? WHERE id = ?", (version, name))
                row = (name, version, instant, "x" * 330)
                on.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", row)
                on.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (name, version, "x" * 64, 1))
                on.execute(
                    "INSERT INTO effects (id, dossier, data, due, free, attempts)"
                    " VALUES (?, ?, '{}', ?, ?, 0)",
                    (f"{name}/{version}", name, instant, instant),
                )
                on.execute("COMMIT")
                yield

    return together(written, threads)


def program(place: Path, name: str) -> Waits:
    """One of several programs on one folder, with four threads."""
    with SqliteStore(place) as store:
        return together(lambda each: appended(store, each), 4, name)


def programs(place: Path, number: int) -> Waits:
    """Several programs on one folder."""
    SqliteStore(place).close()
    with multiprocessing.get_context("spawn").Pool(number) as pool:
        found = pool.starmap(program, [(place, f"p{one}-") for one in range(number)])
    return [wait for waits in found for wait in waits]


def fsyncs(place: Path) -> float:
    """What the disk itself gives: 4 kB written and fsynced, per second."""
    with tempfile.NamedTemporaryFile(dir=place) as file:

        def written() -> Iterator[None]:
            while True:
                os.write(file.fileno(), bytes(4096))
                os.fdatasync(file.fileno())
                yield

        return len(timed(written())) / SECONDS


def measured(
    place: Path, works: Sequence[Callable[[Path, int], Waits]], threads: int
) -> list[list[Waits]]:
    """Rounds of each work, each in a new folder; by turns, for the disk's pace changes."""
    found: list[list[Waits]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, rounds in zip(works, found, strict=True):
            with tempfile.TemporaryDirectory(dir=place) as folder:
                rounds.append(work(Path(folder), threads))
    return found


def shown(title: str, rounds: Sequence[Waits]) -> None:
    """The median rate of the rounds, and the waits of all."""
    waits = sorted(wait for one in rounds for wait in one)
    rate = statistics.median(map(len, rounds)) / SECONDS
    late, last = waits[len(waits) * 99 // 100] * 1000, waits[-1] * 1000
    print(f"{title:34}{rate:7.0f} /s   p99 {late:6.1f} ms, longest {last:6.0f} ms")


def ratio(rounds: Sequence[Waits], others: Sequence[Waits]) -> str:
    """The median of the ratios, round by round."""
    found = [len(one) / len(other) for one, other in zip(rounds, others, strict=True)]
    return f"{statistics.median(found):.2f}"


def main() -> None:
    """Everything, in one run; an argument names the folder, whose disk is measured."""
    place = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir())
    print(f"4 kB written and fsynced          {fsyncs(place):7.0f} /s")
    for threads in (1, 4, 16):
        group, single, each = measured(place, (shared, alone, competing), threads)
        shown(f"{threads:2} threads, group commit", group)
        shown("   one transaction per append", single)
        shown("   a connection per thread", each)
        print(f"   ratio {ratio(group, single)} and {ratio(group, each)}")
    (found,) = measured(place, (programs,), 4)
    shown(" 4 programs of 4 threads", found)


if __name__ == "__main__":
    main()
