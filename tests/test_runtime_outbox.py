"""Workers that perform effects: at least once, under one id, however often they die."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.effects import Effect, HandOver, Issue, Send, Wake
from parcours.engine.runtime import Outbox, Runtime, effect_of
from parcours.engine.runtime.outbox import FIRST_DELAY, LEASE, LONGEST_DELAY, MOST_TRIES, delay
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Pending, Store
from parcours.tests.campaign import count
from parcours.tests.runtimes import (
    NOON,
    Clock,
    awaiting,
    clock,
    filed,
    incomplete,
    made,
    pending,
    runtime,
    sources,
    store,
)
from parcours.tests.store_conformance import effect, opened

__all__ = ["clock", "runtime", "store"]


def refuse(_taken: Pending) -> bool:
    """A mail server that is away."""
    raise ConnectionRefusedError("serveur absent")


def test_what_is_due_is_performed_once(runtime: Runtime) -> None:
    filed(runtime)
    performed: list[type[Effect]] = []
    assert runtime.perform(lambda _taken, one: performed.append(type(one))) == 2
    assert performed == [Issue, Send]
    assert runtime.perform(lambda _taken, _one: pytest.fail("it was performed")) == 0


def test_a_clock_set_back_between_lease_and_wake_forgets_no_delay(
    store: Store, clock: Clock
) -> None:
    """Else the delay would never end by itself: its wake was performed, and brought nothing."""
    dossier = filed(made(store, clock))
    made(store, clock).perform(lambda _taken, _one: None)
    (wake,) = store.effects_of(dossier)
    asked = iter([wake.due, wake.due])
    stepping = made(store, lambda: next(asked, wake.due - timedelta(seconds=1)))
    assert stepping.perform(lambda _taken, _one: None) == 0
    assert [one.due for one in store.effects_of(dossier)] == [wake.due]
    clock.now = wake.due
    assert made(store, clock).perform(lambda _taken, _one: None) >= 1
    assert store.load(dossier).card.status != "deposee"


def test_a_worker_wakes_dossiers_by_itself(runtime: Runtime, clock: Clock) -> None:
    dossier = incomplete(runtime)
    sent: list[str] = []
    for _turn in range(9):
        runtime.perform(lambda _taken, one: sent.append(getattr(one, "notice", "")))
        clock.wait(days=30)
    assert runtime.store.load(dossier).card.status == "close"
    assert sent == ["", "recu", "manque", "rappel", "rappel", "mot"]
    assert pending(runtime, dossier) == []


def test_a_failure_is_tried_again_later_and_later(store: Store, clock: Clock) -> None:
    opened(store, effects=(effect("a"), effect("b")))
    clock.now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    outbox, waits, first = Outbox(store, clock), [], clock()
    (other,) = (one for one in store.due_effects(clock()) if one.data["do"] == "b")
    assert outbox.work(lambda taken: taken.id == other.id or refuse(taken)) == 1
    while not outbox.given_up():
        (waiting,) = store.effects_of("d1")
        assert waiting.why == "ConnectionRefusedError: serveur absent"
        assert outbox.work(refuse) == 0  # not before its time
        start = clock()
        while not store.due_effects(clock()):
            clock.wait(seconds=30)
        waits.append(clock() - start)
        outbox.work(refuse)
    assert waits[:8] == sorted(waits[:8])  # the last ones are all the longest, spread
    assert FIRST_DELAY <= waits[0] <= FIRST_DELAY * 1.25 + timedelta(seconds=30)
    assert max(waits) <= LONGEST_DELAY * 1.25 + timedelta(seconds=30)
    assert len(waits) == MOST_TRIES - 1
    assert timedelta(days=1) < clock() - first < timedelta(days=3)


def test_what_was_given_up_is_requeued_as_new(store: Store, clock: Clock) -> None:
    opened(store, effects=(effect("a"),))
    clock.now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    outbox = Outbox(store, clock)

    def give_up() -> Pending:
        for _try in range(MOST_TRIES):
            assert outbox.given_up() == ()
            assert outbox.work(refuse) == 0
            clock.wait(days=1)
        (found,) = outbox.given_up()
        return found

    first = give_up()
    assert (first.tries, first.why) == (MOST_TRIES, "ConnectionRefusedError: serveur absent")
    assert outbox.work(lambda _taken: pytest.fail("it was performed")) == 0
    assert outbox.requeue(first.id)
    assert not outbox.requeue(first.id)
    second = give_up()
    assert (second.id, second.tries, second.attempts) == (first.id, MOST_TRIES, 2 * MOST_TRIES)
    assert outbox.requeue(first.id)
    assert outbox.work(lambda _taken: None) == 1
    assert store.effects_of("d1") == ()


def test_what_kills_every_worker_is_given_up(store: Store, clock: Clock) -> None:
    opened(store, effects=(effect("poison"),))
    clock.now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    outbox = Outbox(store, clock)
    for _death in range(MOST_TRIES):
        assert next(outbox.take()).data["do"] == "poison"  # and dies
        clock.wait(seconds=LEASE.total_seconds())
    opened(store, "d2", effects=(effect("good"),))
    assert [taken.data["do"] for taken in outbox.take()] == ["good"]
    (found,) = outbox.given_up()
    told = "Le programme s’est arrêté chaque fois pendant cette tâche."
    assert (found.data["do"], found.why) == ("poison", told)


def test_one_failure_stops_nobody_else(runtime: Runtime, clock: Clock) -> None:
    dossiers = [filed(runtime) for _ in range(3)]
    sent: list[str] = []

    def act(taken: Pending, _one: Effect) -> None:
        if taken.dossier == dossiers[1]:
            raise ValueError("adresse illisible")
        sent.append(taken.id)

    assert runtime.perform(act) == 4
    assert len(set(sent)) == 4
    clock.wait(hours=1)
    assert {one.dossier for one in runtime.due()} == {dossiers[1]}
    assert {one.why for one in runtime.due()} == {"ValueError: adresse illisible"}


def test_a_lease_lost_gives_no_right(store: Store, clock: Clock) -> None:
    opened(store, effects=(effect("a"),))
    clock.now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    outbox = Outbox(store, clock)
    slow = next(outbox.take())
    assert list(outbox.take()) == []
    clock.wait(seconds=LEASE.total_seconds())
    quick = next(outbox.take())
    assert quick == replace(slow, attempts=2, tries=2)
    assert not outbox.performed(slow)
    assert not outbox.failed(slow, "trop tard")
    assert outbox.performed(quick)


def test_what_is_erased_meanwhile_is_no_failure(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    taken = next(runtime.outbox.take())
    runtime.records.erase(dossier)
    assert not runtime.outbox.performed(taken)
    assert runtime.outbox.given_up() == ()
    assert runtime.due() == ()


def test_delays_are_spread() -> None:
    one = Pending("d/1/1", "d", {}, NOON, None, 3, 3)
    found = {delay(replace(one, id=f"d/{number}/1")) for number in range(100)}
    assert len(found) > 80
    assert min(found) >= 4 * FIRST_DELAY
    assert max(found) <= 5 * FIRST_DELAY
    assert delay(replace(one, tries=10**6)) <= LONGEST_DELAY * 1.25


def test_a_secret_is_protected_before_it_is_written(tmp_path: Path, clock: Clock) -> None:
    def protect(secret: str) -> str:
        return sha256(secret.encode()).hexdigest()

    with SqliteStore(tmp_path) as store:
        runtime = made(store, clock, replace(sources(clock), protect=protect))
        dossier = awaiting(runtime)
        runtime.handle(dossier, do.Tell("confirme"))
        told = runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
        files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
        assert not [content for content in files if b"un-bon-secret" in content]
        assert [content for content in files if protect("un-bon-secret").encode() in content]
        (kept,) = (
            one
            for pending in store.effects_of(dossier)
            if isinstance(one := effect_of(pending.data), HandOver)
        )
        assert kept.secrets == {"secret_voulu": protect("un-bon-secret")}
        assert told.effects == (kept,)


@pytest.mark.parametrize("kind", [HandOver, Send])
def test_what_opens_a_door_is_kept_aside(tmp_path: Path, clock: Clock, kind: type[Effect]) -> None:
    """In pages of their own, which are wiped: see test_store_secrets."""
    with SqliteStore(tmp_path) as store:
        runtime = made(store, clock)
        dossier = awaiting(runtime)
        if kind is HandOver:
            runtime.handle(dossier, do.Tell("confirme"))
            runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
        with store._readers.snapshot() as on:
            rows = on.execute("SELECT data FROM effects").fetchall()
    assert rows
    assert all(data.startswith(" " * 4096) for (data,) in rows)
    assert kind in {type(effect_of(json.loads(data))) for (data,) in rows}


def test_wakes_and_deliverables_are_not(tmp_path: Path, clock: Clock) -> None:
    with SqliteStore(tmp_path) as store:
        filed(made(store, clock))
        with store._readers.snapshot() as on:
            rows = on.execute("SELECT data FROM effects").fetchall()
    assert {type(effect_of(json.loads(data))) for (data,) in rows} == {Issue, Send, Wake}
    assert all(data.startswith("{") for (data,) in rows)


# Workers beside a portal, in programs of their own, killed at any moment.

WORKER = """
import os, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from parcours.engine.runtime import Outbox
from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.store_conformance import NOON

class Clock:
    now = NOON
    def __call__(self):
        return self.now

with SqliteStore(Path(sys.argv[1])) as store:
    clock = Clock()
    outbox = Outbox(store, clock)
    def send(taken):
        os.write(1, f"sent {taken.id}\\n".encode())
    while store.effects_of("d1"):
        outbox.work(send, limit=5)
        clock.now += timedelta(minutes=1)
"""


def test_workers_that_are_killed_lose_no_message(tmp_path: Path) -> None:
    """Every message was sent, under its own id; twice at most where a worker died in between."""
    chance, sent, deaths = random.Random(7), Counter[str](), 0  # noqa: S311 - when to kill
    effects = tuple(effect(str(number)) for number in range(count(120, 300)))
    with SqliteStore(tmp_path) as store:
        opened(store, effects=effects)
        ids = {one.id for one in store.effects_of("d1")}
        while store.effects_of("d1"):
            command = [sys.executable, "-c", WORKER, str(tmp_path)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
                assert worker.stdout
                told = [worker.stdout.readline() for _ in range(chance.randrange(1, 6))]
                time.sleep(chance.uniform(0, 0.005))
                worker.send_signal(signal.SIGKILL)
                told += worker.stdout.readlines()
            deaths += 1
            sent.update(line.split()[1] for line in told if line.startswith("sent "))
        assert store.given_up() == ()
    assert set(sent) == ids
    assert sum(sent.values()) <= len(ids) + deaths
    assert deaths > 3


def test_workers_share_what_is_due(runtime: Runtime) -> None:
    """At the same moment, each effect is one worker's."""
    dossiers = [filed(runtime) for _ in range(6)]
    sent: list[str] = []

    def work(_number: int) -> int:
        return runtime.perform(lambda taken, _one: sent.append(taken.id))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 2 * len(dossiers)
    assert len(set(sent)) == len(sent) == 2 * len(dossiers)
