"""The documents say true: every example of the language reference checks without a remark."""

import re
from pathlib import Path

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.fields.registry import field_types
from parcours.engine.source.files import InMemory

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
HEADER = 'procedure: exemple\nversion: "1"\ntitle: Exemple\n'


def files_of(example: str) -> dict[str, str]:
    """The files of an example; the first is the procedure, its header understood."""
    first, *others = re.split(r"^# fichier: (\S+)\n", example, flags=re.MULTILINE)
    found = {"exemple.yaml": first if "procedure:" in first.split("\n")[0] else HEADER + first}
    return found | dict(zip(others[::2], others[1::2], strict=True))


def remarks(example: str) -> list[str]:
    """What the checker says of it."""
    return [
        f"{d.span.line}: {d.rule} {d.message}"
        for d in diagnose(InMemory(files_of(example))).diagnostics
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_checks_without_a_remark(example: str) -> None:
    assert remarks(example) == []


def test_a_wrong_example_would_be_seen() -> None:
    """The control."""
    assert remarks(EXAMPLES[0].replace("situation == 'artisan'", "situation == 'artisen'"))


def test_every_type_is_named() -> None:
    assert all(f"`{name}`" in REFERENCE for name in field_types())
