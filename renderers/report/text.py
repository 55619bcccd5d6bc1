"""The report as a person reads it: what is wrong, where, in the line itself, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ...engine.analysis.diagnose import Report
from ...engine.source.diagnostic import Diagnostic, Severity
from ...engine.source.position import Span
from ...engine.source.visible import safe
from ...engine.source.wording import _
from .excerpt import Kind, Row, excerpt
from .marks import Mark, marks
from .severity import NAMES, severity_of
from .summary import summary

NEAR = 8
"""A second place at most so many lines away is shown in the same excerpt."""

Lines = Mapping[str, Sequence[str]]


class Ink(Enum):
    """Colours by what they say, as a terminal's codes."""

    ERROR = "1;31"
    WARNING = "1;33"
    FRAME = "1;34"
    SECOND = "1;36"
    STRONG = "1"


INKS = {Severity.ERROR: Ink.ERROR, Severity.WARNING: Ink.WARNING}


def render_text(report: Report, strict: bool, colour: bool = False) -> str:
    """Each fault with its excerpts, then a line that counts them."""
    faults = [
        _Fault(found, severity_of(found, strict), report.lines, colour).text()
        for found in report.diagnostics
    ]
    return "\n\n".join([*faults, summary(report, strict)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Fault:
    """One diagnostic being written."""

    found: Diagnostic
    severity: Severity
    lines: Lines
    colour: bool

    def text(self) -> str:
        views = tuple(_views(self.found, self.lines))
        numbers = [row.number for _place, rows in views for row in rows]
        margin = len(str(max(numbers, default=1)))
        written = [self.head()]
        for place, rows in views:
            written.append(self.place(place, margin, is_first=place is self.found.span))
            written += self.rows(rows, margin)
        if self.found.help:
            written += self.help(margin)
        return "\n".join(written)

    def head(self) -> str:
        name = self.paint(f"{NAMES[self.severity]}[{safe(self.found.rule)}]", INKS[self.severity])
        return f"{name} {self.paint(safe(self.found.message), Ink.STRONG)}"

    def place(self, span: Span, margin: int, is_first: bool) -> str:
        arrow = self.paint(f"{' ' * margin}{'-->' if is_first else ':::'}", Ink.FRAME)
        return f"{arrow} {safe(span.file)}:{span.line}:{span.column}"

    def rows(self, rows: Sequence[Row], margin: int) -> Iterator[str]:
        if not rows:
            return
        bar = self.paint(f"{' ' * margin} |", Ink.FRAME)
        yield bar
        for row in rows:
            match row.kind:
                case Kind.LINE:
                    number = self.paint(f"{row.number:>{margin}} |", Ink.FRAME)
                    yield f"{number} {row.text}".rstrip(" ")
                case Kind.GAP:
                    yield self.paint(f"{'…':>{margin}}", Ink.FRAME)
                case Kind.FIRST | Kind.SECOND:
                    ink = Ink.SECOND if row.kind is Kind.SECOND else INKS[self.severity]
                    said = self.paint(f"{row.text} {safe(row.label)}".rstrip(), ink)
                    yield f"{bar} {' ' * row.indent}{said}"
        yield bar

    def help(self, margin: int) -> Iterator[str]:
        """Further lines of the cure are aligned with its first."""
        said = _("aide : {help}").format(help=safe(self.found.help))
        indent = " " * (margin + len(" = ") + len(_("aide : {help}").format(help="")))
        first, *rest = said.split("\n")
        yield f"{self.paint(' ' * margin + ' =', Ink.FRAME)} {first}"
        yield from (f"{indent}{line}".rstrip() for line in rest)

    def paint(self, text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m" if self.colour else text


def _views(found: Diagnostic, lines: Lines) -> Iterator[tuple[Span, tuple[Row, ...]]]:
    """The first place with the near ones in one excerpt, then each farther one in its own."""
    near = [related for related in found.related if _is_near(related.span, found.span)]
    together: list[Mark] = [*_marks(found.span, lines)]
    for related in near:
        together += _marks(related.span, lines, related.message, is_second=True)
    yield found.span, excerpt(lines.get(found.span.file, ()), together)
    for related in found.related:
        if related not in near:
            alone = _marks(related.span, lines, related.message, is_second=True)
            yield related.span, excerpt(lines.get(related.span.file, ()), alone)


def _marks(span: Span, lines: Lines, label: str = "", is_second: bool = False) -> tuple[Mark, ...]:
    return marks(span, lines.get(span.file, ()), label, is_second)


def _is_near(second: Span, first: Span) -> bool:
    return second.file == first.file and abs(second.line - first.line) <= NEAR
