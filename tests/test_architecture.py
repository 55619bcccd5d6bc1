"""The plan of the house, as two tables, and the proof that the code keeps to it."""

from pathlib import Path

import pytest

from parcours.tests.architecture_checks import (
    cycle,
    detours,
    hidden_imports,
    wrong_doors,
    wrong_floors,
    wrong_forms,
)
from parcours.tests.modules import Module, installed, listing, read, refuse

# From the ground up. A room imports from the floors below; rooms of one floor are strangers.
FLOORS = (
    ("engine/source",),  # text, spans, tree, diagnostics
    ("engine/expr", "engine/two_d_doc"),  # the condition language | what a seal must hold
    ("engine/fields",),  # types of field
    # the procedure | exact reasoning on conditions | signed codes
    ("engine/model", "engine/logic", "engine/seal"),
    ("engine/analysis", "engine/machine"),  # what is wrong | what happens next
    ("engine/proof",),  # what is true of every applicant
    ("engine/dossier",),  # commands → events → fold
    ("engine/page", "engine/store"),
    # load → decide → append → compose | what strangers' files are opened in
    ("engine/runtime", "renderers/aside"),
    # many applicants | told ones | what a renderer is | signed codes drawn and found again
    ("engine/simulation", "engine/scenario", "renderers/renderer", "renderers/seal"),
    (
        "renderers/annex",
        "renderers/graph",
        "renderers/html",
        "renderers/json",
        "renderers/pdf",
        "renderers/report",
        "renderers/starter",
        "renderers/terminal",
    ),
    ("renderers/guide", "renderers/screens"),  # the user guide | screens from the command line
    ("portal", "__init__"),  # HTTP, sessions, desk | the public face
    ("cli",),
)

# Each third-party library has one door, so that replacing it touches one place.
DOORS = {
    "anyascii": ("engine/seal",),
    "argon2": ("portal/passwords",),
    "babel": ("engine/fields", "engine/analysis/translation"),
    "click": ("cli", "renderers/terminal"),
    "cryptography": ("engine/seal", "renderers/seal"),
    "fontTools": ("renderers/pdf",),
    "jinja2": ("renderers/html",),
    "markupsafe": ("renderers/html",),
    "jsonschema": ("engine/model",),
    "limits": ("portal/limits",),
    "matplotlib": ("renderers/report/plot",),
    "numpy": ("engine/simulation",),
    "phonenumbers": ("engine/fields",),
    "pikepdf": ("portal/examining",),
    "PIL": ("portal/examining", "renderers/seal"),
    "ppf": ("renderers/seal",),
    "pyarrow": ("renderers/report/people_parquet",),
    "pypdfium2": ("renderers/seal",),
    "python_multipart": ("portal/receiving",),
    "sqlite_utils": ("engine/store/sqlite_schema", "portal"),
    "starlette": ("portal",),
    "transitions": ("engine/machine",),
    "ttf_opensans": ("renderers/pdf",),
    "typst": ("renderers/pdf",),
    "uvicorn": ("portal",),
    "yaml": ("engine/source",),
    "zxcvbn": ("portal/passwords",),
    "zxingcpp": ("renderers/seal",),
}


@pytest.fixture(scope="module")
def modules(root: Path) -> tuple[Module, ...]:
    return installed(root)


def test_a_module_imports_only_from_below(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in wrong_floors(module, FLOORS))


def test_each_library_has_one_door(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in wrong_doors(module, DOORS))


def test_imports_take_one_form(modules: tuple[Module, ...], root: Path) -> None:
    tests = [read(root, path) for path in sorted((root / "tests").rglob("*.py"))]
    refuse(fault for module in (*modules, *tests) for fault in wrong_forms(module))


def test_no_import_hides(modules: tuple[Module, ...]) -> None:
    refuse(fault for module in modules for fault in hidden_imports(module))
    refuse(fault for module in modules for fault in detours(module))


def test_no_modules_import_each_other(modules: tuple[Module, ...]) -> None:
    assert not cycle(modules)


# The controls: each check is given a fault and must report it, and its innocent twin, and must not.


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "engine/expr/lexer.py",
            "from ..model.read import read",
            "engine/expr/lexer.py:1: engine/expr (floor 1) reaches up to engine/model (floor 3)",
        ),
        (
            "engine/logic/diagram.py",
            "import ast\nfrom ..model import Field",
            "engine/logic/diagram.py:2: engine/logic and engine/model are strangers on floor 3",
        ),
        (
            "renderers/html/page.py",
            "from ..pdf import Page",
            "renderers/html/page.py:1: renderers/html and renderers/pdf are strangers on floor 10",
        ),
        (
            "engine/source/text.py",
            "def f() -> None:\n    from ... import cli",
            "engine/source/text.py:2: engine/source (floor 0) reaches up to cli (floor 13)",
        ),
        (
            "engine/source/text.py",
            "from ... import Procedure",
            "engine/source/text.py:1: engine/source (floor 0) reaches up to __init__ (floor 12)",
        ),
        (
            "cli.py",
            "from parcours import engine",
            "cli.py:1: parcours.engine is in no room of FLOORS",
        ),
        (
            "engine/__init__.py",
            "from .source import Text",
            "engine/__init__.py:1: a corridor imports nothing: every room is reached through it",
        ),
        (
            "engine/attic/chest.py",
            "",
            "engine/attic/chest.py:1: lies in no room: give it a floor in FLOORS",
        ),
        ("engine/expr/lexer.py", "from ..source import Text\nfrom .types import Type", ""),
        ("engine/runtime.py", "from .store import Store\nfrom . import page", ""),
        ("cli.py", "import parcours\nfrom parcours import __version__", ""),
        ("cli.py", "from parcours.engine.runtime import Runtime", ""),
        ("__init__.py", "from .engine.runtime import Runtime", ""),
    ],
)
def test_control_floors(path: str, text: str, expected: str) -> None:
    assert listing(wrong_floors(Module.parse(path, text), FLOORS)) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("engine/model/read.py", "import yaml", "yaml is imported only in engine/source"),
        (
            "engine/store/memory.py",
            "from sqlite_utils.db import Table",
            "sqlite_utils is imported only in engine/store/sqlite_schema and portal",
        ),
        ("engine/page/page.py", "import six", "six has no door: name its one place in DOORS"),
        ("engine/source/parse.py", "import ast, yaml\nfrom .tree import Tree", None),
    ],
)
def test_control_doors(path: str, text: str, expected: str | None) -> None:
    found = listing(wrong_doors(Module.parse(path, text), DOORS))
    assert found == (f"{path}:1: {expected}" if expected else "")


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "engine/expr/lexer.py",
            "from parcours.engine.source import Text",
            "write the import with dots: inside the package it is relative",
        ),
        ("cli.py", "from .engine import source", "write the import from parcours, in full"),
        ("tests/test_x.py", "from . import campaign", "write the import from parcours, in full"),
        ("engine/expr/lexer.py", "import re\nfrom ..source import Text", None),
    ],
)
def test_control_forms(path: str, text: str, expected: str | None) -> None:
    found = listing(wrong_forms(Module.parse(path, text)))
    assert found == (f"{path}:1: {expected}" if expected else "")


def test_control_hidden_imports() -> None:
    text = "import re\nclass A:\n    async def f(self) -> None:\n        from os import path\n"
    expected = "engine/page/page.py:4: os.path is imported inside a function"
    assert listing(hidden_imports(Module.parse("engine/page/page.py", text))) == expected
    assert not hidden_imports(Module.parse("cli.py", text))


@pytest.mark.parametrize(
    "text",
    ["import typing\nif typing.TYPE_CHECKING:\n    pass", "\nif TYPE_CHECKING:\n    pass"],
)
def test_control_detours(text: str) -> None:
    expected = "engine/page/page.py:2: TYPE_CHECKING hides an import from the floors"
    assert listing(detours(Module.parse("engine/page/page.py", text))) == expected


def test_control_cycle() -> None:
    face = Module.parse("engine/expr/__init__.py", "from .parser import parse")
    lexer = Module.parse("engine/expr/lexer.py", "import re")
    straight = Module.parse("engine/expr/parser.py", "from .lexer import lex")
    circular = Module.parse("engine/expr/parser.py", "from . import Type")
    assert not cycle([face, lexer, straight])
    assert set(cycle([face, lexer, circular])) == {"engine/expr/__init__", "engine/expr/parser"}
