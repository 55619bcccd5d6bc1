"""Durable commits per second: appends by several threads, alone or sharing commits, same disk."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Card, Change, Effect, Once

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CARD = Card("bpi_case_2", "compte", "brouillon")


def change(number: int) -> Change:
    """An answer as the portal sends it: one event of some 300 bytes, one effect."""
    event = {"type": "answered", "v": 1, "screen": "contact", "values": {"pad": "x" * 250}}
    return Change((event,), CARD, (Effect({"notice": number}, NOW),))


def seconds_each(store: SqliteStore, name: str, appends: int) -> list[float]:
    """How long each of so many appends to one new dossier took."""
    found = []
    version = store.create(name, store.keep_bundle({}), change(0), NOW)
    for number in range(appends):
        start = time.perf_counter()
        once = Once(str(number), {"number": number})
        version = store.append(name, version, change(number), NOW, once)
        found.append(time.perf_counter() - start)
    return found


def rate(place: Path, threads: int, most: int, appends: int) -> tuple[float, list[float]]:
    """Appends per second by so many threads, at most so many a commit, and the waits."""
    with SqliteStore(place, most=most) as store, ThreadPoolExecutor(threads) as pool:
        share = appends // threads
        start = time.perf_counter()
        work = [pool.submit(seconds_each, store, f"d{n}", share) for n in range(threads)]
        waits = [wait for one in work for wait in one.result()]
        return share * threads / (time.perf_counter() - start), waits


def competing(place: Path, threads: int, appends: int) -> tuple[float, list[float]]:
    """The same rows without the store: a connection a thread, SQLite's own waiting."""
    with SqliteStore(place) as store:
        for number in range(threads):
            store.create(f"d{number}", store.keep_bundle({}), change(0), NOW)

    def write(number: int) -> list[float]:
        found = []
        path = place / "dossiers.db"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            for version in range(2, 2 + appends // threads):
                start = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(
                    "UPDATE dossiers SET version = ? WHERE id = ?", (version, f"d{number}")
                )
                row = (f"d{number}", version, "2026-11-02T12:00:00.000000Z", "x" * 330)
                connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", row)
                connection.execute(
                    "INSERT INTO effects (id, dossier, data, due, free, attempts)"
                    " VALUES (?, ?, '{}', ?, ?, 0)",
                    (f"d{number}/{version}", row[0], row[2], row[2]),
                )
                connection.execute("COMMIT")
                found.append(time.perf_counter() - start)
        return found

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        waits = [wait for one in pool.map(write, range(threads)) for wait in one]
        return len(waits) / (time.perf_counter() - start), waits


def program(place: Path, name: str, appends: int) -> tuple[float, list[float]]:
    """One of several programs on one folder, with four threads."""
    with SqliteStore(place) as store, ThreadPoolExecutor(4) as pool:
        start = time.perf_counter()
        work = [pool.submit(seconds_each, store, f"{name}-{n}", appends // 4) for n in range(4)]
        waits = [wait for one in work for wait in one.result()]
        return len(waits) / (time.perf_counter() - start), waits


def programs(place: Path, number: int, appends: int) -> tuple[float, list[float]]:
    """Several programs on one folder."""
    SqliteStore(place).close()
    with multiprocessing.get_context("spawn").Pool(number) as pool:
        names = [(place, f"p{one}", appends // number) for one in range(number)]
        found = pool.starmap(program, names)
    return sum(one for one, _ in found), [wait for _, waits in found for wait in waits]


def median(
    work: Callable[[Path], tuple[float, list[float]]], place: Path, rounds: int
) -> tuple[float, str]:
    """The median rate of so many rounds, each in a new folder, and the waits of all."""
    rates, waits = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            found, each = work(Path(folder))
            rates.append(found)
            waits += each
    waits.sort()
    said = f"p99 {waits[len(waits) * 99 // 100] * 1000:6.1f} ms, longest {waits[-1] * 1000:7.1f} ms"
    return statistics.median(rates), said


def fsyncs(place: Path, number: int) -> float:
    """What the disk itself gives: 4 kB written and fsynced, per second."""
    with tempfile.NamedTemporaryFile(dir=place) as file:
        start = time.perf_counter()
        for _ in range(number):
            os.write(file.fileno(), bytes(4096))
            os.fdatasync(file.fileno())
        return number / (time.perf_counter() - start)


def main() -> None:
    """Everything, in one run; an argument names the folder, whose disk is measured."""
    place = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir())
    appends, rounds = 3200, 3
    print(f"4 kB written and fsynced          {fsyncs(place, 1000):7.0f} /s")
    for threads in (1, 4, 16):
        alone, waits = median(lambda at, n=threads: rate(at, n, 1, appends), place, rounds)
        print(f"{threads:2} threads, a commit for each     {alone:7.0f} /s   {waits}")
        shared, waits = median(lambda at, n=threads: rate(at, n, 256, appends), place, rounds)
        print(
            f"{threads:2} threads, group commit          {shared:7.0f} /s   {waits}"
            f"   ratio {shared / alone:.2f}"
        )
        found, waits = median(lambda at, n=threads: competing(at, n, appends), place, rounds)
        print(
            f"{threads:2} threads, a connection for each {found:7.0f} /s   {waits}"
            f"   ratio {shared / found:.2f}"
        )
    found, waits = median(lambda at: programs(at, 4, appends), place, rounds)
    print(f" 4 programs of 4 threads          {found:7.0f} /s   {waits}")


if __name__ == "__main__":
    main()
