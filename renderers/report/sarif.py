"""The report in SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ...engine.analysis.diagnose import Report
from ...engine.analysis.rule import Rule, rules
from ...engine.source.diagnostic import Diagnostic, Severity
from ...engine.source.position import Span
from .severity import severity_of

Json = dict[str, Any]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Report, strict: bool, version: str = "") -> str:
    """One run; it describes the rules that found something."""
    known = sorted({diagnostic.rule for diagnostic in report.diagnostics})
    driver: Json = {"name": "Parcours", "language": "fr"}
    if version:
        driver["version"] = version
    driver["rules"] = [_rule(name) for name in known]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, known, strict) for found in report.diagnostics],
    }
    written = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> Json:
    rule = rules().get(name, Rule(name))
    described: Json = {"id": name}
    if rule.page:
        described["shortDescription"] = {"text": rule.title}
        described["help"] = {"text": rule.page.strip()}
    return {**described, "defaultConfiguration": {"level": _level(rule.severity)}}


def _result(found: Diagnostic, known: list[str], strict: bool) -> Json:
    said = f"{found.message}\n{found.help}" if found.help else found.message
    result: Json = {
        "ruleId": found.rule,
        "ruleIndex": known.index(found.rule),
        "level": _level(severity_of(found, strict)),
        "message": {"text": said},
        "locations": [_location(found.span)],
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.span), "message": {"text": related.message}}
            for number, related in enumerate(found.related)
        ]
    return result


def _level(severity: Severity) -> str:
    """SARIF calls them as we do."""
    return severity.value


def _location(span: Span) -> Json:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.file)}, "region": region}}


def _uri(file: str) -> str:
    """A reference relative to where the command ran, or an absolute one."""
    written = quote(file, errors="surrogateescape")
    return f"file://{written}" if file.startswith("/") else written
