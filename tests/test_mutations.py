"""Whatever a file holds, checking it gives a report whose faults have places and cures."""

import json
from pathlib import Path

import pytest

from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.analysis.rule import rules
from parcours.engine.source.diagnostic import Diagnostic
from parcours.engine.source.files import InMemory
from parcours.engine.source.parse import parse
from parcours.engine.source.position import Span
from parcours.engine.source.text import source
from parcours.renderers.report import render
from parcours.tests.campaign import count
from parcours.tests.mutations import mutants, shipped

SUITE = json.loads((Path(__file__).parent / "data" / "yaml_test_suite.json").read_text("utf-8"))
BATCH = 50


def faults_of(report: Report) -> list[str]:
    """What is wrong with the report itself."""
    found = []
    for diagnostic in report.diagnostics:
        span = diagnostic.span
        lines = report.lines.get(span.file)
        inside = lines is None or 1 <= span.line <= span.end_line <= max(1, len(lines))
        if (
            not inside
            or span.column < 1
            or (span.line, span.column) > (span.end_line, span.end_column)
        ):
            found.append(f"no place: {diagnostic}")
        if not diagnostic.message or not diagnostic.help or diagnostic.rule not in rules():
            found.append(f"no cure or no page: {diagnostic}")
    return found


@pytest.mark.parametrize("batch", range(count(4, 200)))
def test_a_mutant_is_reported_and_never_fails(batch: int) -> None:
    """50 mutants a batch: 200 in `make test`, 10,000 in `make test-long`."""
    for mutant in mutants(range(batch * BATCH, (batch + 1) * BATCH)):
        report = diagnose(mutant.files, [mutant.path])
        assert faults_of(report) == [], (mutant.number, mutant.path, mutant.what)
        assert render(report, "text"), mutant.number


@pytest.mark.parametrize("name", SUITE)
def test_the_inputs_of_the_yaml_test_suite(name: str) -> None:
    """They are read, or refused at a place; and checked as a procedure without failing."""
    text = SUITE[name]
    tree, found = parse(source("f.yaml", text))
    assert tree is not None or found
    report = diagnose(InMemory({"f.yaml": text}))
    assert report.diagnostics, "no input of the suite is a procedure"
    assert faults_of(report) == []


def test_the_shipped_files_are_clean() -> None:
    report = diagnose(InMemory(shipped()))
    assert [f"{d.span.file}:{d.span.line} {d.rule} {d.message}" for d in report.diagnostics] == []


def test_a_report_without_place_or_cure_is_seen() -> None:
    """The control."""
    lost = Diagnostic("unknown-key", "x", Span("f.yaml", 9, 1, 9, 2))
    faults = faults_of(Report((lost,), {"f.yaml": ("a: 1",)}, ("f.yaml",)))
    assert [fault.partition(":")[0] for fault in faults] == ["no place", "no cure or no page"]
