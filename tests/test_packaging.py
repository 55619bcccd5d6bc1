"""What is installed is the package, all of it, and nothing else."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from parcours import __version__
from parcours.tests.modules import FILES, FOLDERS

PROJECT = "pyproject.toml"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", "build", "dist", "*.egg-info", "__pycache__"
)


def packages_in(root: Path) -> list[str]:
    """The import packages that the tree holds: the root and every folder with Python in it."""
    folders = {path.parent for name in FOLDERS for path in (root / name).rglob("*.py")}
    names = [".".join(["parcours", *folder.relative_to(root).parts]) for folder in folders]
    return ["parcours", *sorted(names)]


def files_in(root: Path) -> set[str]:
    """The files that an installation of this tree consists of."""
    patterns = [*FILES, "__init__.pyi", "py.typed", "schemas/*.json", "procedures/**/*.yaml"]
    patterns += ["renderers/starter/*.yaml", "renderers/pdf/templates/*.typ"]
    patterns += ["portal/*.json", "portal/templates/*"]
    patterns += ["renderers/html/static/*", "renderers/html/templates/**/*.html"]
    patterns += [f"{folder}/**/*.py" for folder in FOLDERS]
    paths = [path for pattern in patterns for path in root.glob(pattern)]
    return {f"parcours/{path.relative_to(root).as_posix()}" for path in paths}


def python(
    *arguments: str, cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this Python in `cwd`, with `path` alone on its module path."""
    environment = os.environ | {"PYTHONPATH": str(path or "")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left in the checkout, without a network."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(root, place / "copy", symlinks=True, ignore=LEFT_OUT)
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--wheel-dir", "."]
    run = python("-m", "pip", "wheel", *options, "./copy", cwd=place)
    assert run.returncode == 0, run.stderr
    return next(place.glob("*.whl"))


def test_the_packages_listed_are_those_of_the_tree(root: Path) -> None:
    listed = tomllib.loads((root / PROJECT).read_text())["tool"]["setuptools"]["packages"]
    found = packages_in(root)
    add = "".join(f'\n    "{name}",' for name in found if name not in listed)
    drop = "".join(f'\n    "{name}",' for name in listed if name not in found)
    assert not add, f"add to packages in {PROJECT}:{add}"
    assert not drop, f"remove from packages in {PROJECT}:{drop}"
    assert listed == found, f"sort packages in {PROJECT}"


def test_every_folder_of_code_is_a_package(root: Path) -> None:
    folders = {path.parent for name in FOLDERS for path in (root / name).rglob("*.py")}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").is_file()]


def test_the_wheel_holds_the_package_and_nothing_else(root: Path, wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    record = f"parcours-{__version__}.dist-info/"
    held = {name for name in names if not name.startswith(record)}
    expected = files_in(root)
    assert wheel.name == f"parcours-{__version__}-py3-none-any.whl"
    assert f"{record}licenses/LICENSE" in names
    assert not sorted(expected - held), "missing from the wheel: see packages and package-data"
    assert not sorted(held - expected), "nothing else belongs in the wheel"


def test_the_wheel_imports_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    text = "import parcours.engine; print(parcours.__file__, parcours.engine.__name__)"
    run = python("-c", text, cwd=wheel.parent, path=tmp_path)
    expected = f"{tmp_path / 'parcours' / '__init__.py'} parcours.engine\n"
    assert (run.stdout, run.stderr) == (expected, "")


def test_the_engine_refuses_another_name(root: Path) -> None:
    run = python("-c", "import engine", cwd=root)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == (
        "ImportError: this folder is the package parcours.engine, and was imported as 'engine': "
        "install the checkout (make test, or pip install -e .) and import parcours instead"
    )
