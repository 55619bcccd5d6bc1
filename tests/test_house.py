"""The habits of the house, proved on every file of the checkout."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.tests.house_checks import (
    changeable,
    too_long,
    unopened,
    unportable,
    vague,
    worldly,
)
from parcours.tests.modules import FILES, Fault, Module, installed, listing, read, refuse

NOT_COMMITTED = {".git", ".venv", ".cache", "build", "dist", "__pycache__"}


@pytest.fixture(scope="module")
def modules(root: Path) -> tuple[Module, ...]:
    return installed(root)


@pytest.fixture(scope="module")
def tests(root: Path) -> tuple[Module, ...]:
    return tuple(read(root, path) for path in sorted((root / "tests").rglob("*.py")))


def committed(root: Path) -> Iterator[Path]:
    """Every file that git would keep; links are not followed."""
    for folder, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_COMMITTED and not name.endswith((".egg-info", "_cache"))
        ]
        yield from (Path(folder, name) for name in files)


def test_the_engine_touches_nothing_of_the_world(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in worldly(module))


def test_nothing_is_too_long(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in too_long(module))


def test_every_module_says_what_it_is(
    modules: tuple[Module, ...], tests: tuple[Module, ...]
) -> None:
    refuse(fault for module in (*modules, *tests) for fault in unopened(module))


def test_no_module_has_a_vague_name(modules: tuple[Module, ...], tests: tuple[Module, ...]) -> None:
    refuse(fault for module in (*modules, *tests) for fault in vague(module))


def test_dataclasses_are_frozen(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in changeable(module))


def test_the_root_holds_no_other_module(root: Path) -> None:
    assert {path.name for path in root.glob("*.py")} <= set(FILES)


def test_the_root_is_seen_as_the_package(root: Path) -> None:
    assert (root / ".typing" / "parcours").readlink() == Path("..")


def test_no_file_names_one_machine(root: Path) -> None:
    faults: list[Fault] = []
    for path in committed(root):
        text = path.read_bytes().decode(errors="replace")
        faults += unportable(path.relative_to(root).as_posix(), text)
    refuse(faults)


# The controls: each check is given a fault and must report it, and its innocent twin, and must not.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print(1)", "1: builtins.print prints: take it as an argument"),
        ("f = open", "1: builtins.open opens a file: take it as an argument"),
        ("\nimport random", "2: random draws at random: take it as an argument"),
        ("from time import monotonic", "1: time reads the clock: take it as an argument"),
        (
            "from datetime import datetime as dt\n\ndt.now().year",
            "3: datetime.datetime.now reads the clock: take it as an argument",
        ),
        (
            "import datetime\ndatetime.date.today()",
            "2: datetime.date.today reads the clock: take it as an argument",
        ),
        (
            "import os\nos.environ['A']",
            "2: os.environ reads the environment: take it as an argument",
        ),
        (
            "from pathlib import Path\nPath('a').read_text()",
            "2: .read_text touches the disk: leave it to engine/store or engine/source/files",
        ),
        ("from datetime import date, time\ntime(1)\ndate.fromisoformat('x')\nnow.today", None),
        ("class Screen:\n    open: bool = True\nscreen.open", None),
        ("import os\nos.fspath(x)\nfrom . import random\nself.print()", None),
    ],
)
def test_control_worldly(text: str, expected: str | None) -> None:
    path = "engine/page/page.py"
    found = listing(worldly(Module.parse(path, text)))
    assert found == (f"{path}:{expected}" if expected else "")


def test_control_worldly_places() -> None:
    for path in ("engine/store/sqlite.py", "engine/source/files.py", "cli.py"):
        assert not worldly(Module.parse(path, "import time\nopen(time.time())"))
    assert worldly(Module.parse("engine/source/file.py", "open(1)"))


def test_control_too_long() -> None:
    fits = "def f():\n" + "    pass\n" * 49
    over = "class A:\n    def g(self):\n" + "        pass\n" * 50
    expected = "engine/page/page.py:2: g: 51 lines, and a function has 50 at most"
    assert not too_long(Module.parse("engine/page/page.py", fits + "pass\n" * 250))
    assert listing(too_long(Module.parse("engine/page/page.py", over))) == expected
    expected = "engine/page/page.py:1: 301 lines, and a module has 300 at most"
    assert listing(too_long(Module.parse("engine/page/page.py", "pass\n" * 301))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "open the module with a docstring of one line"),
        ("import re\n'''Late.'''", "open the module with a docstring of one line"),
        ("'''Not a sentence'''", "the docstring's first line is a whole sentence, alone"),
        ("'''Two.\nLines.'''", "the docstring's first line is a whole sentence, alone"),
        ("'''One sentence.\n\nThen more.'''", None),
    ],
)
def test_control_unopened(text: str, expected: str | None) -> None:
    found = listing(unopened(Module.parse("engine/page/page.py", text)))
    assert found == (f"engine/page/page.py:1: {expected}" if expected else "")


def test_control_vague() -> None:
    expected = (
        "engine/page/text_utils.py:1: « utils » names nothing: call the module after what it gives"
    )
    assert listing(vague(Module.parse("engine/page/text_utils.py", ""))) == expected
    assert not vague(Module.parse("engine/page/utility.py", ""))


@pytest.mark.parametrize(
    ("decorator", "is_fault"),
    [
        ("@dataclass", True),
        ("@dataclass(frozen=True)", True),
        ("@dataclasses.dataclass(slots=True)", True),
        ("@dataclass(frozen=True, slots=True, order=True)", False),
        ("@final", False),
    ],
)
def test_control_changeable(decorator: str, is_fault: bool) -> None:
    text = f"{decorator}\nclass A:\n    pass\n{decorator}\nclass _A:\n    pass"
    found = listing(changeable(Module.parse("engine/a.py", text)))
    expected = "engine/a.py:2: A: write @dataclass(frozen=True, slots=True)"
    assert found == (expected if is_fault else "")


def test_control_unportable() -> None:
    text = (
        "see docs/home/page\ncd /" + "home/me/x\nhttps://a.fr/home/x\npip -i https://pypi" + ".org"
    )
    expected = [
        Fault("Makefile", 2, "/" + "home/m… is a folder of one machine"),
        Fault("Makefile", 4, "pypi" + ".org is a registry's host: name the package alone"),
    ]
    assert list(unportable("Makefile", text)) == expected
