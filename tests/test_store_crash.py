"""A process killed while it writes loses nothing that it acknowledged, and halves nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.campaign import count
from parcours.tests.store_crash import begin, faults

ROUNDS = count(12, 200)


@pytest.mark.parametrize("part", range(4))
def test_killed_processes(tmp_path: Path, part: int) -> None:
    """Rounds of one folder follow each other: what survived one kill must survive the next."""
    chance = random.Random(part)  # noqa: S311 - when to kill
    told: list[str] = []
    for number in range(ROUNDS // 4):
        place = str(tmp_path)
        command = [sys.executable, "-m", "parcours.tests.store_crash", place, f"r{number}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            wanted = (50, 0, 5, 150, 1)[number % 5]
            told += [child.stdout.readline().strip() for _ in range(wanted)]
            time.sleep(chance.uniform(0, 0.005 if wanted else 0.3))
            child.send_signal(signal.SIGKILL)
            told += child.stdout.read().splitlines()
        assert child.returncode == -signal.SIGKILL
        assert faults(tmp_path, told) == []
    assert any(line.startswith("kept") for line in told)
    assert any(line.startswith("done") for line in told)


def test_control_what_is_missing_is_seen(tmp_path: Path) -> None:
    """Tell the judge of what was never written."""
    told = ["kept r 2", "doing r/2/1"]
    assert faults(tmp_path, told) == ["lost: kept r 2"]
    assert faults(tmp_path, ["kept r 2", "erasing r"]) == []
    with SqliteStore(tmp_path) as store:
        begin(store, "r", "r", 1, told.append)
    assert faults(tmp_path, [*told, "erasing r", "erased r"]) == ["lost: erased r"]
    (tmp_path / "files" / "ab").mkdir(exist_ok=True)
    stray = tmp_path / "files" / "ab" / ("0" * 62)
    stray.write_bytes(b"nobody's")
    tomorrow = stray.stat().st_mtime + 86_400
    os.utime(stray, (tomorrow, tomorrow))  # so young that collecting leaves it
    assert faults(tmp_path, told) == [f"orphan: ab{'0' * 62}"]
