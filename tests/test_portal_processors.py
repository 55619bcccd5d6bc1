"""The threads that answer share a processor; what works beside them may have any of them."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from parcours.portal.passwords import Passwords
from parcours.portal.scanning import _Examiner
from parcours.portal.serve import Wish, _one_of, _open
from parcours.renderers import aside
from parcours.renderers.aside import EVERY, Limits, running_on
from parcours.renderers.pdf.press import _started
from parcours.tests.test_portal_serve import WAIT, serving

ONE = {min(EVERY)}
ASKED = "import os; print(*os.sched_getaffinity(0))"


def here() -> set[int]:
    return os.sched_getaffinity(0)


def test_it_lasts_as_long_as_it_is_asked_for() -> None:
    with running_on(ONE):
        assert here() == ONE
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(here).result() == ONE
            with running_on(EVERY):
                assert here() == EVERY
            assert here() == ONE
        asked = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, check=True)
        assert set(map(int, asked.stdout.split())) == ONE
    assert here() == EVERY


def test_processors_that_are_gone_or_not_told_change_nothing() -> None:
    with running_on({10_000}):
        assert here() == EVERY
    with running_on(frozenset()):
        assert here() == EVERY


def test_whoever_hashes_typesets_or_reads_files_may_be_anywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords, examiner = Passwords(), _Examiner()
    met = []

    def run(command: list[str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        met.append(here())
        return subprocess.CompletedProcess(command, 0, b"read")

    monkeypatch.setattr(subprocess, "run", run)
    try:
        with running_on(ONE):
            press = _started()
            examiner._started()
            met.append(passwords._done(here))
            assert aside.aside("any", b"", Limits(1, 1, 1)) == b"read"
            assert here() == ONE
        assert examiner._process
        met += [os.sched_getaffinity(one.pid) for one in (press, examiner._process)]
    finally:
        passwords.close()
        examiner.close()
        press.communicate()
    assert met == [EVERY] * 4


def affinities(pid: int) -> list[set[int]]:
    """Of each thread of a process."""
    threads = [int(one.name) for one in Path(f"/proc/{pid}/task").iterdir()]
    assert len(threads) > 3
    return [os.sched_getaffinity(thread) for thread in threads]


def test_the_portal_answers_from_one_processor_that_its_port_chooses(tmp_path: Path) -> None:
    with serving(tmp_path) as (program, address, _told):
        assert httpx2.get(f"{address}/", timeout=WAIT).status_code == 200
        chosen = _one_of(EVERY, int(address.rpartition(":")[2]))
        found = affinities(program.pid)
        hashing = [one for one in found if one != chosen]
        assert len(chosen) == 1
        assert len(hashing) < len(found) / 2
        assert all(one == EVERY for one in hashing)


def test_an_operator_may_leave_them_all(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "parcours.toml").write_text("one_processor = false\n", "utf-8")
    with serving(tmp_path) as (program, address, _told):
        assert httpx2.get(f"{address}/", timeout=WAIT).status_code == 200
        assert all(one == EVERY for one in affinities(program.pid))


def test_neighbours_of_one_machine_keep_to_different_ones() -> None:
    four = frozenset({2, 3, 5, 7})
    assert set().union(*(_one_of(four, port) for port in range(8000, 8004))) == four
    assert _one_of(four, 8000) == _one_of(four, 8004)
    assert _one_of(frozenset(), 8000) == set()


def test_the_browser_that_it_opens_may_go_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    met, told = list[set[int]](), list[str]()

    def opens(_address: str) -> bool:
        met.append(here())
        return True

    monkeypatch.setattr("parcours.portal.serve.has_screen", lambda: True)
    monkeypatch.setattr("webbrowser.open", opens)
    with running_on(ONE):
        _open(Wish(Path(), "127.0.0.1", 8000, open=True), told.append)
    assert met == [set(EVERY)]
    assert len(told) == 1
