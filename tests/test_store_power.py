"""A power cut at any moment loses nothing acknowledged; the same cuts catch those who cheat."""

import pickle
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from parcours.engine.store import sqlite_journal
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.sqlite_connection import Connection
from parcours.engine.store.sqlite_writer import GroupWriter, Request, answer
from parcours.tests.campaign import count
from parcours.tests.store_crash import faults, work_together
from parcours.tests.store_power import (
    Act,
    Recorder,
    Told,
    cut,
    put_down,
    recording_connect,
    recording_os,
)

CUTS = count(150, 2000)


class EagerWriter(GroupWriter):
    """A control: acknowledges before the commit."""

    def _attempt(self, connection: Connection, request: Request) -> object:
        outcome = super()._attempt(connection, request)
        answer(request, outcome)
        return outcome

    def _serve(self) -> None:
        while requests := self._next():
            self._write(requests)
        self._let_go()


class HastyStore(SqliteStore):
    """A control: an erased dossier's files go before the erasure is durable."""

    def erase(self, dossier: str, expected: int) -> None:
        files = [str(entry.event["file"]) for entry in self.load(dossier).entries[::2]]

        def work(on: Connection) -> None:
            sqlite_journal.erase(on, dossier, expected)
            self._remove(on, files, 0.0)

        self._write(work)


class LooseWriter(GroupWriter):
    """A control: each statement is a transaction of its own."""

    def _write(self, requests: Sequence[Request]) -> list[object]:
        self._connection = self._connection or self._connect()
        return [request.work(self._connection) for request in requests]


def record(
    root: Path,
    threads: int,
    synchronous: str = "FULL",
    writer: type[GroupWriter] = GroupWriter,
    forgets: Callable[[str], bool] = str.isspace,
    store_type: type[SqliteStore] = SqliteStore,
) -> Sequence[Act]:
    """A folder's life, from its creation: two openings, a few hundred steps."""
    recorder = Recorder(root)
    connect = recording_connect(recorder, synchronous)
    with recording_os(recorder, forgets):
        for turn in range(2):
            with store_type(root, connect) as store:
                store._writer.close()
                store._writer = writer(lambda: connect(root / "dossiers.db"), "controlled")
                work_together(store, f"t{turn}", threads, 30 // threads, recorder.tell)
    return recorder.acts


def found_after_cuts(place: Path, lives: Sequence[Sequence[Act]], cuts: int) -> Counter[str]:
    """How often each kind of fault was met, over so many cuts."""
    kinds: Counter[str] = Counter()
    for number in range(cuts):
        chance = random.Random(number)  # noqa: S311 - where to cut, what remains
        life = lives[number % len(lives)]
        disk, told = cut(life, chance.randint(0, len(life)), chance)
        image = place / f"cut-{number}"
        put_down(place / "life", disk, image)
        kinds.update({fault.partition(":")[0] for fault in faults(image, told)})
        shutil.rmtree(image)
    return kinds


def lives(place: Path, number: int, **others: object) -> list[Sequence[Act]]:
    """Several lives of one folder, each from nothing, with one to six threads."""
    found = []
    for one in range(number):
        found.append(record(place / "life", (1, 3, 6)[one % 3], **others))  # type: ignore[arg-type]
        shutil.rmtree(place / "life")
    return found


APART = """
import pickle, sys
from pathlib import Path
from parcours.tests.test_store_power import lives
sys.stdout.buffer.write(pickle.dumps(lives(Path(sys.argv[1]), int(sys.argv[2]))))
"""


def lives_apart(place: Path, number: int) -> list[Sequence[Act]]:
    """The same in a process of its own: what threads of other tests do to its descriptors would be
    recorded as if the store had done it."""
    command = [sys.executable, "-c", APART, str(place), str(number)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    found: list[Sequence[Act]] = pickle.loads(told)  # noqa: S301 - of our own process
    return found


def test_power_cuts(tmp_path: Path) -> None:
    assert found_after_cuts(tmp_path, lives_apart(tmp_path, count(3, 12)), CUTS) == Counter()


def test_control_nothing_cut_nothing_lost(tmp_path: Path) -> None:
    """The recording is whole: put down complete, it holds all that was told."""
    (life,) = lives_apart(tmp_path, 1)
    disk, told = cut(life, len(life), Everything())
    put_down(tmp_path / "life", disk, tmp_path / "image")
    assert len(told) == 2 * (30 + 2 * 10 + 3 * 7)
    assert faults(tmp_path / "image", told) == []


class Everything(random.Random):
    """A chance that keeps all."""

    def choice(self, _options: object) -> str:  # type: ignore[override]
        return "all"

    def random(self) -> float:
        return 0.0


def test_control_synchronous_normal_is_caught(tmp_path: Path) -> None:
    found = found_after_cuts(tmp_path, lives(tmp_path, 2, synchronous="NORMAL"), 24)
    assert found["lost"] > 0


def test_control_acknowledging_before_the_commit_is_caught(tmp_path: Path) -> None:
    found = found_after_cuts(tmp_path, lives(tmp_path, 2, writer=EagerWriter), 24)
    assert found["lost"] > 0


def test_control_statements_without_a_transaction_are_caught(tmp_path: Path) -> None:
    found = found_after_cuts(tmp_path, lives(tmp_path, 1, writer=LooseWriter), 24)
    assert found["halved"] > 0


def test_control_files_removed_before_the_erasure_are_caught(tmp_path: Path) -> None:
    life = record(tmp_path / "life", 1, store_type=HastyStore)
    shutil.rmtree(tmp_path / "life")
    starts = [at for at, act in enumerate(life) if isinstance(act, Told) and "erasing" in act.line]
    found = found_after_cuts(tmp_path, [life[: at + 12] for at in starts], 120)
    assert found["halved"] > 0


@pytest.mark.parametrize("part", ["files/incoming/", "files/"])
def test_control_files_without_fsync_are_caught(tmp_path: Path, part: str) -> None:
    forgotten = str(tmp_path / "life" / part)
    found = found_after_cuts(
        tmp_path, lives(tmp_path, 1, forgets=lambda path: path.startswith(forgotten)), 8
    )
    assert found["halved"] > 0
