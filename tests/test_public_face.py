"""What `from parcours import …` offers: the stub and the module name the same things."""

import re
from pathlib import Path

import parcours

ROOT = Path(__file__).resolve().parent.parent


def test_the_stub_names_what_the_module_gives() -> None:
    stub = (ROOT / "__init__.pyi").read_text(encoding="utf-8")
    homes = re.findall(r"from \.([\w.]+) import (\w+) as \2\n", stub)
    assert sorted(name for _home, name in homes) == parcours.__all__
    for home, name in homes:
        assert getattr(parcours, name).__module__ == f"parcours.{home}"


def test_the_readme_example_runs(root: Path) -> None:
    (example,) = re.findall(
        r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL
    )
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own README
