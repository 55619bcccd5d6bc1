"""The report as GitHub's annotations: one command a line, shown beside the lines of a change."""

from __future__ import annotations

from ...engine.analysis.diagnose import Report
from ...engine.source.diagnostic import Diagnostic
from ...engine.source.position import Span
from ...engine.source.visible import safe
from ...engine.source.wording import _
from .severity import severity_of


def render_github(report: Report, strict: bool) -> str:
    """Workflow commands `::error …::…`; nothing when there is nothing to say."""
    return "".join(f"{_command(diagnostic, strict)}\n" for diagnostic in report.diagnostics)


def _command(diagnostic: Diagnostic, strict: bool) -> str:
    level = severity_of(diagnostic, strict).value
    properties = {**_place(diagnostic.span), "title": diagnostic.rule}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {written}::{_data(_said(diagnostic))}"


def _place(span: Span) -> dict[str, str]:
    """GitHub ignores an annotation of several lines that has columns."""
    if span.line != span.end_line:
        return {"file": span.file, "line": str(span.line), "endLine": str(span.end_line)}
    return {
        "file": span.file,
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
    }


def _said(diagnostic: Diagnostic) -> str:
    lines = [diagnostic.message]
    for related in diagnostic.related:
        place = f"{related.span.file}:{related.span.line}:{related.span.column}"
        lines.append(_("{message} : {place}").format(message=related.message, place=place))
    if diagnostic.help:
        lines.append(_("aide : {help}").format(help=diagnostic.help))
    return "\n".join(lines)


def _data(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """A file's name may hold anything."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
