"""The report as data: a list, one object for each fault."""

from __future__ import annotations

import json
from typing import Any

from ...engine.analysis.diagnose import Report
from ...engine.source.diagnostic import Diagnostic
from ...engine.source.position import Span
from .severity import severity_of


def render_json(report: Report, strict: bool) -> str:
    """Lines and columns count characters from 1, ends excluded."""
    found = [_fault(diagnostic, strict) for diagnostic in report.diagnostics]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fault(diagnostic: Diagnostic, strict: bool) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": severity_of(diagnostic, strict).value,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "help": diagnostic.help,
        "related": [
            {"message": related.message, **_place(related.span)} for related in diagnostic.related
        ],
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
