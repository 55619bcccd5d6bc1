"""Walks as data."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ...engine.machine.compiled import Compiled
from ...engine.scenario.coverage import Coverage
from .walked import Seen
from .walked_text import Counts
from .walked_trace import trace_of


def walk_data(compiled: Compiled, seen: Seen, is_traced: bool) -> dict[str, Any]:
    """One walk: path, end, states, and the trace where it is asked for."""
    run = seen.run
    told: dict[str, Any] = {
        "number": seen.number,
        "stop": seen.stop.value,
        "why": seen.why,
        "screens": list(run.screens),
        "documents": list(run.documents),
        "end": run.here.end,
        "outcome": run.outcome,
        "states": list(seen.states),
        "transitions": [list(taken) for taken in run.transitions],
    }
    if is_traced:
        told["trace"] = [asdict(one) for one in trace_of(compiled, run.trace)]
    return told


def counts_data(counts: Counts, covered: Coverage) -> dict[str, Any]:
    """Of many walks: counts, and what none of them met."""
    return {
        "ends": [
            {"stop": stop.value, "name": name, "count": n}
            for (stop, name), n in counts.ends.most_common()
        ],
        "states": dict(counts.states.most_common()),
        "screens": dict(counts.screens.most_common()),
        "coverage": {
            figure.kind.value: {"met": figure.met, "of": figure.of} for figure in covered.figures
        },
        "missed": [
            {
                "kind": item.kind.value,
                "name": item.name,
                "side": item.side,
                "line": item.span.line,
                "file": item.span.file,
            }
            for item in covered.missed
        ],
    }


def written(told: Any) -> str:
    """Indented, in UTF-8, ending with a line end."""
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
