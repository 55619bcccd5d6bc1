"""What came of scenarios, as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...engine.scenario.coverage import Coverage, Figure, percent
from ...engine.scenario.difference import Difference
from ...engine.scenario.suites import Played, Result
from ...engine.source.position import Span
from .gather import as_typed
from .testing import Outcome


def render_runs_json(outcome: Outcome) -> str:
    """An object: whether all passed, what is covered of all procedures (what they share counted in
    each), and each one with its scenarios and what these cover of it."""
    whole = {
        "passed": outcome.passed,
        "coverage": {"least": outcome.least, **_met(outcome.whole)},
        "procedures": [_procedure(tested) for tested in outcome.tested],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _procedure(tested: Played) -> dict[str, Any]:
    return {
        "procedure": tested.compiled.procedure.id,
        "passed": tested.passed,
        "scenarios": [_scenario(result) for result in tested.results],
        "coverage": _coverage(tested.coverage) if tested.coverage else None,
    }


def _scenario(result: Result) -> dict[str, Any]:
    run = result.run
    return {
        "scenario": run.scenario.title,
        "file": as_typed(run.scenario.file),
        "passed": result.passed,
        "screens": list(run.screens),
        "end": run.here.end,
        "state": run.state,
        "outcome": run.outcome,
        "transitions": [list(taken) for taken in run.transitions],
        "differences": [_difference(found) for found in result.differences],
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "key": found.key,
        "message": found.message,
        "expected": found.expected,
        "happened": found.happened,
        **_place(found.span),
    }


def _coverage(covered: Coverage) -> dict[str, Any]:
    return {
        **_met(covered.figures),
        "missed": [
            {
                "kind": item.kind.value,
                "name": item.name,
                "side": item.side,
                **_place(item.span),
            }
            for item in covered.missed
        ],
    }


def _met(figures: Sequence[Figure]) -> dict[str, Any]:
    return {
        "percent": percent(figures),
        "figures": {one.kind.value: {"met": one.met, "of": one.of} for one in figures},
    }


def _place(span: Span) -> dict[str, Any]:
    return {"file": as_typed(span.file), "line": span.line, "column": span.column}
