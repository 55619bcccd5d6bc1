"""One flow of 20 screens, its applicants, and what every engine is given of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parcours.engine.analysis.diagnose import check
from parcours.engine.expr.compile import compiled
from parcours.engine.machine.compiled import NEXT, Compiled, compile_procedure
from parcours.engine.source.files import InMemory

Values = Mapping[str, Any]
Path = tuple[str, ...]
Walk = Callable[[Values], Path]
"""From the first screen to the last."""
Guard = Callable[[Values], bool]
Ways = Mapping[str, tuple[tuple[Guard | None, str], ...]]
"""By state, the guards in order and where they lead."""

WAYS = {
    2: [("situation == 'seul'", 4)],
    4: [("enfants > 2", 6)],
    6: [("revenu < 900", 8), ("enfants == 0 and situation != 'couple'", 9)],
    9: [("situation in ['couple', 'veuf'] and revenu > 2000", 12)],
    12: [("loge", 14)],
    14: [("enfants > 0 and not loge", 16)],
    16: [("situation == 'veuf' or revenu * 12 > 60000", 18)],
    18: [("not loge", 20)],
}
"""By screen, the rules of `next`: condition and screen."""

APPLICANTS: tuple[Values, ...] = (
    {"situation": "seul", "enfants": 0, "revenu": 1500, "loge": True},
    {"situation": "couple", "enfants": 3, "revenu": 850, "loge": False},
    {"situation": "veuf", "enfants": 1, "revenu": 2500, "loge": True},
    {"situation": "couple", "enfants": 0, "revenu": 6000, "loge": False},
)


def _screen(number: int) -> str:
    lines = [f"  - screen: s{number}", f"    title: Page {number}"]
    if number == 1:
        lines.append("    fields: [situation, enfants, revenu, loge]")
    else:
        lines.append(f"    text: Ceci est la page {number}.")
    if number == 20:
        lines.append("    submit: {title: Déposer, outcome: depose}")
    if number in WAYS:
        lines.append("    next:")
        lines += [f'      - {{when: "{when}", to: s{to}}}' for when, to in WAYS[number]]
    return "\n".join(lines)


PROCEDURE = f"""procedure: parcours
version: "1"
title: Vingt pages
fields:
  situation:
    label: Situation
    type: choice
    options: {{seul: Seul, couple: En couple, veuf: Veuf}}
  enfants: {{label: Enfants, type: integer, min: 0, max: 9}}
  revenu: {{label: Revenu, type: integer, min: 0, max: 9000}}
  loge: {{label: Êtes-vous logé ?, type: boolean}}
flow:
{chr(10).join(map(_screen, range(1, 21)))}
"""

FIRST, LAST = "screen/s1", "screen/s20"


def flow() -> Compiled:
    """The procedure above, ready to run."""
    checked, report = check(InMemory({"parcours.yaml": PROCEDURE}), "parcours.yaml")
    assert checked is not None, report.diagnostics
    return compile_procedure(checked)


def ways_of(flow: Compiled) -> Ways:
    """The same guards for every engine."""
    found: dict[str, list[tuple[Guard | None, str]]] = {}
    for row in flow.table:
        if row.trigger == NEXT:
            guard = None if row.guard is None else compiled(row.guard, flow.names)
            found.setdefault(row.source, []).append((guard, row.dest))
    return {state: tuple(ways) for state, ways in found.items()}
