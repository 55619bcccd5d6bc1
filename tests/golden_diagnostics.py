"""Wrong files, each beside the report it gets: how a case is read, and how it is written again.

A case is one file, `<name>.yaml`, which is read as `demande.yaml`, or a folder `<name>` of several.
Beside it, `<name>.out` is the text report, and `<name>.culprits` says by hand, before anything ran,
what is wrong and where: a line `rule file:line:column token` for each fault. Folders bear the name
of the rule they are about; `issue` and `several` hold the others.

    python -m parcours.tests.golden_diagnostics --write    write every `.out` anew, then read them
    python -m parcours.tests.golden_diagnostics            print them all
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.source.diagnostic import Diagnostic
from parcours.engine.source.files import InMemory
from parcours.renderers.report import render

GOLDEN = Path(__file__).resolve().parent / "golden"
WRONG = GOLDEN / "diagnostics"
SILENT = GOLDEN / "silent"
ALONE = "demande.yaml"
"""What the file of a case made of one is called: its procedure bears that name."""


@dataclass(frozen=True, slots=True, order=True)
class Culprit:
    """A fault where it stands; the token is what is underlined, its first line only."""

    file: str
    line: int
    column: int
    rule: str
    token: str

    @classmethod
    def read(cls, written: str) -> "Culprit":
        """From a line of a `.culprits` file."""
        rule, place, *token = written.split(" ", 2)
        file, line, column = place.rsplit(":", 2)
        return cls(file, int(line), int(column), rule, token[0] if token else "")

    @classmethod
    def of(cls, found: Diagnostic, report: Report) -> "Culprit":
        """As it was found."""
        span, lines = found.span, report.lines.get(found.span.file, ())
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        token = line[span.column - 1 : end].rstrip(" ")
        return cls(span.file, span.line, span.column, found.rule, token)


@dataclass(frozen=True)
class Case:
    """One case; `base` is its path without a suffix."""

    base: Path

    @property
    def name(self) -> str:
        """`unknown-key/question`."""
        return self.base.relative_to(GOLDEN).as_posix().partition("/")[2]

    @property
    def group(self) -> str:
        """The folder it lies in: a rule, mostly."""
        return self.base.parent.name

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What the author wrote, by path."""
        if not self.base.is_dir():
            return {ALONE: self.base.with_name(f"{self.base.name}.yaml").read_bytes()}
        found = sorted(path for path in self.base.rglob("*") if path.is_file())
        return {path.relative_to(self.base).as_posix(): path.read_bytes() for path in found}

    @cached_property
    def report(self) -> Report:
        """What the checker finds."""
        return diagnose(InMemory(self.files))

    @property
    def text(self) -> str:
        """The report as a person reads it."""
        return render(self.report, "text")

    @property
    def out(self) -> Path:
        """Where the report is kept."""
        return self.base.with_name(f"{self.base.name}.out")

    @property
    def expected(self) -> list[Culprit]:
        """What its author said is wrong, in order."""
        kept = self.base.with_name(f"{self.base.name}.culprits").read_text(encoding="utf-8")
        return [Culprit.read(line) for line in kept.split("\n") if line]

    @property
    def found(self) -> list[Culprit]:
        """What the checker says is wrong, in order."""
        return sorted(Culprit.of(found, self.report) for found in self.report.diagnostics)


def wrong() -> list[Case]:
    """Every wrong case, by name."""
    bases = (base for group in sorted(WRONG.iterdir()) for base in _bases(group))
    return [Case(base) for base in bases]


def silent() -> list[Case]:
    """Every right one."""
    return [Case(base) for base in _bases(SILENT)]


def _bases(group: Path) -> Iterator[Path]:
    found = {path if path.is_dir() else path.with_suffix("") for path in group.iterdir()}
    yield from sorted(found)


def main(arguments: list[str]) -> None:
    """Write the reports, or print them."""
    for case in wrong():
        if arguments == ["--write"]:
            case.out.write_text(case.text, encoding="utf-8")
        else:
            sys.stdout.write(f"{case.name}\n{case.text}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1:])
