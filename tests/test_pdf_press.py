"""The process that typesets is replaced when it dies, hangs or has grown."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parcours.renderers.pdf import worker
from parcours.renderers.pdf.press import NotTypeset, Press
from parcours.renderers.pdf.typeset import UNDATED, _request
from parcours.tests.test_pdf_typeset import PLAIN

REQUEST = _request("paper", PLAIN, UNDATED)
LONG = _request("paper", {**PLAIN, "lines": [["Nom", "é" * 300]] * 3000}, UNDATED)
NONSENSE = ("paper", "{}", 0)


@pytest.fixture
def press() -> Iterator[Press]:
    one = Press()
    yield one
    one.close()


def running(press: Press) -> int:
    """The child's number; there is one."""
    assert press.process is not None
    return press.process


def is_alive(process: int) -> bool:
    """A process that has ended and that nobody has waited for yet is not (Linux)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def memory_of(process: int) -> int:
    """Bytes that it holds (Linux)."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_one_process_serves_and_ends_when_closed(press: Press) -> None:
    assert press.process is None
    first = press.compiled(*REQUEST)
    process = running(press)
    assert press.compiled(*REQUEST) == first == worker.compiled(*REQUEST)
    assert running(press) == process
    press.close()
    assert press.process is None
    assert not is_alive(process)
    assert press.compiled(*REQUEST) == first


def test_a_refusal_is_told_and_the_process_lives_on(press: Press) -> None:
    press.compiled(*REQUEST)
    process = running(press)
    with pytest.raises(NotTypeset, match=r'dictionary does not contain key "\w+"[\s\S]*paper\.typ'):
        press.compiled(*NONSENSE)
    assert running(press) == process


def test_a_process_killed_between_two_is_replaced(press: Press) -> None:
    first = press.compiled(*REQUEST)
    os.kill(running(press), signal.SIGKILL)
    assert press.compiled(*REQUEST) == first


def test_a_process_killed_at_work_is_replaced(press: Press) -> None:
    expected = worker.compiled(*LONG)
    press.compiled(*REQUEST)
    process = running(press)
    killed = []

    def kill() -> None:
        os.kill(process, signal.SIGKILL)
        killed.append(not done)

    done: list[bytes] = []
    killer = threading.Timer(0.1, kill)
    killer.start()
    done.append(press.compiled(*LONG))
    killer.join()
    assert done == [expected]
    assert killed == [True], "it was killed while it worked"
    assert not is_alive(process)


def test_a_process_that_dies_twice_is_told(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import sys; sys.stdin.buffer.read(8); sys.exit(3)")
    monkeypatch.setattr(worker, "__file__", str(dying))
    with pytest.raises(NotTypeset, match="died twice on 'paper'"):
        press.compiled(*REQUEST)
    assert press.process is None


def test_a_process_that_hangs_is_killed_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import time; time.sleep(60)")
    press = Press(seconds=0.3)
    with monkeypatch.context() as changed:
        changed.setattr(worker, "__file__", str(hanging))
        start = time.monotonic()
        with pytest.raises(NotTypeset, match=r"took more than 0\.3 s"):
            press.compiled(*LONG)  # longer than a pipe holds: writing it hangs too
        assert time.monotonic() - start < 5
    assert press.process is None
    press = Press()
    assert press.compiled(*REQUEST)
    press.close()


@pytest.mark.parametrize("limits", [{"renewed_after": 3}, {"memory": 1}])
def test_a_process_is_renewed(limits: dict[str, int]) -> None:
    press = Press(**limits)
    found = []
    for _ in range(4):
        press.compiled(*REQUEST)
        found.append(press.process)
    assert found.count(None) == (1 if "renewed_after" in limits else 4)
    press.close()


def test_threads_take_turns(press: Press) -> None:
    requests = [_request("paper", {**PLAIN, "title": f"Titre {n}"}, UNDATED) for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda one: press.compiled(*one), requests))
    assert made == [worker.compiled(*one) for one in requests]


def test_the_process_ends_with_its_owner_even_killed(press: Press) -> None:
    """The child reads an end of file: nobody is left behind."""
    text = (
        "import os, signal\nfrom parcours.tests.test_pdf_press import REQUEST, Press\n"
        "press = Press()\npress.compiled(*REQUEST)\nprint(press.process, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    for _ in range(100):
        if not is_alive(int(run.stdout)):
            return
        time.sleep(0.05)
    pytest.fail("the process that typesets outlived its owner")


def test_a_forked_server_starts_its_own(tmp_path: Path) -> None:
    """The fork must neither answer on its parent's pipes nor end its parent's process."""
    text = (
        "import os\nfrom parcours.renderers.pdf.press import PRESS\n"
        "from parcours.tests.test_pdf_press import REQUEST\n"
        "first = PRESS.compiled(*REQUEST)\nparent = PRESS.process\n"
        "child = os.fork()\n"
        "assert PRESS.compiled(*REQUEST) == first\n"
        "assert (PRESS.process == parent) == bool(child)\n"
        "if not child: PRESS.close(); os._exit(0)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert PRESS.compiled(*REQUEST) == first and PRESS.process == parent\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", text], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_memory_stays_bounded(press: Press) -> None:
    """200 papers in a row, each of another person."""
    press.compiled(*REQUEST)
    held = [memory_of(running(press)) + memory_of(os.getpid())]
    for number in range(200):
        press.compiled(*_request("paper", {**PLAIN, "title": f"Titre {number}"}, UNDATED))
        if press.process:
            held.append(memory_of(press.process) + memory_of(os.getpid()))
    assert max(held) - held[0] < 50 * 1024 * 1024
