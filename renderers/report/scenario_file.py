"""A scenario, or another YAML or JSON file of answers, read from the path that was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from ...engine.analysis.scenario import Day, Scenario, read_scenario
from ...engine.machine.compiled import Compiled
from ...engine.source.diagnostic import Diagnostic
from ...engine.source.files import Folder
from ...engine.source.parse import parse
from ...engine.source.position import start_of
from ...engine.source.tree import Mapping
from ...engine.source.wording import _
from .wish import Unfit


def scenario_of(compiled: Compiled, path: str, today: date | None) -> Scenario:
    """The one of that file, as if it were that day. Raises Unfit."""
    told = read_scenario(path, tree_of(path))
    if told.procedure and told.procedure.name != compiled.procedure.id:
        sentence = _("Ce scénario raconte « {name} », et non « {wanted} ».")
        raise Unfit(sentence.format(name=told.procedure.name, wanted=compiled.procedure.id))
    return told if today is None else on(told, today)


def on(told: Scenario, today: date) -> Scenario:
    """The same person, on that day."""
    return replace(told, today=Day(told.span, today.isoformat(), today))


def tree_of(path: str) -> Mapping:
    """The entries of that file. Raises Unfit."""
    place = Path(path)
    source = Folder(place.parent, str(place.parent)).read(place.name)
    if isinstance(source, Diagnostic):
        raise Unfit(f"{path} : {source.message}")
    node, faults = parse(source)
    if faults:
        raise Unfit(f"{path}:{faults[0].span.line} : {faults[0].message}")
    if node is None:
        return Mapping((), start_of(path))
    if not isinstance(node, Mapping):
        sentence = _("« {path} » doit donner des réponses par leur nom, comme « nom: DURAND ».")
        raise Unfit(sentence.format(path=path))
    return node
