"""The command as a real program: pipes, terminals, machines that do not speak UTF-8."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from parcours.cli import main; main()"]

LIGHT = """
import sys
from parcours.cli import run
status = run(["--help"])
heavy = {"yaml", "jsonschema", "transitions", "sqlite_utils", "babel", "phonenumbers", "jinja2"}
sys.exit(f"{heavy & set(sys.modules)}" if heavy & set(sys.modules) else status)
"""


def parcours(
    place: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The program run in a place."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=place,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a procedure that has a fault."""
    assert parcours(tmp_path, "new", "demande").returncode == 0
    file = tmp_path / "procedures" / "demande.yaml"
    text = file.read_text(encoding="utf-8").replace("when: not dans_la", "when: not dans_ma")
    file.write_text(text, encoding="utf-8")
    return tmp_path


def test_help_loads_nothing_heavy() -> None:
    found = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_french_is_written_in_utf8_everywhere(place: Path, environment: dict[str, str]) -> None:
    found = parcours(place, "validate", **environment)
    assert found.stdout == parcours(place, "validate", PYTHONIOENCODING="utf-8").stdout
    assert (found.returncode, found.stderr) == (1, b"")
    assert "«\u00a0dans_ma_commune\u00a0» n’existe pas" in found.stdout.decode()
    assert b"\x1b" not in found.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["validate", "procedures/absent.yaml"], 1),
        (["validate", "--nope"], 2),
        (["graph", "demande"], 1),
        (["schema"], 0),
    ],
)
def test_statuses(place: Path, arguments: Sequence[str], status: int) -> None:
    found = parcours(place, *arguments)
    assert found.returncode == status
    assert b"Traceback" not in found.stderr


@pytest.mark.parametrize("arguments", [["schema"], ["explain"], ["validate"], ["--help"]])
def test_a_reader_that_goes_away_is_no_fault(place: Path, arguments: Sequence[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        found = subprocess.run(
            [*PROGRAM, *arguments], cwd=place, stdout=output, stderr=subprocess.PIPE, check=False
        )
    assert found.stderr == b""
    assert found.returncode == (1 if arguments == ["--help"] else 141)


def in_terminal(place: Path, *arguments: str, **environment: str) -> bytes:
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [*PROGRAM, *arguments],
        cwd=place,
        env={**env, "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    sent = os.read(ours, 65_536)
    os.close(ours)
    return sent


@pytest.mark.parametrize("command", [["validate"], ["graph", "demande"]])
def test_a_terminal_has_colours_unless_they_are_refused(place: Path, command: list[str]) -> None:
    assert b"\x1b[1;31merreur[" in in_terminal(place, *command)
    for refused in (
        in_terminal(place, *command, NO_COLOR="1"),
        in_terminal(place, *command, TERM="dumb"),
        in_terminal(place, *command, "--color", "never"),
    ):
        assert b"\x1b" not in refused
        assert b"erreur[" in refused


def test_the_shell_is_answered(place: Path) -> None:
    found = parcours(
        place,
        _PARCOURS_COMPLETE="bash_complete",
        COMP_WORDS="parcours explain unknown-na",
        COMP_CWORD="2",
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, b"plain,unknown-name\n", b"")
