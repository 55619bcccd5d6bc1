"""What `from parcours import …` offers: the stub and the module name the same things."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import parcours

ROOT = Path(__file__).resolve().parent.parent
TOLD = """Votre demande ['nom']
{'plan': 'Joignez ce document.'}
Demande reçue [('Numéro de la demande', '2026-1'), ('Déposée le', '2\\xa0novembre\\xa02026')]
"""


def test_the_stub_names_what_the_module_gives() -> None:
    stub = (ROOT / "__init__.pyi").read_text(encoding="utf-8")
    homes = re.findall(r"from \.([\w.]+) import (\w+) as \2\n", stub)
    assert sorted(name for _home, name in homes) == parcours.__all__
    for home, name in homes:
        given = getattr(parcours, name)
        if isinstance(given, ModuleType):
            assert given.__name__ == f"parcours.{home}.{name}"
        else:
            assert given.__module__ == f"parcours.{home}"


def test_the_readme_examples_run(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "README.md").read_text("utf-8")
    first, second = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(first, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert capsys.readouterr().out == ""
    exec(compile(second, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert capsys.readouterr().out == TOLD
