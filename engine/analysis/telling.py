"""The whole story of a procedure: the flow, then what happens after filing."""

from __future__ import annotations

from typing import Any, cast

from ..expr.syntax import Expr
from ..expr.types import Scope
from ..logic import FALSE, TRUE, Formula, Space
from ..model.definitions import Procedure
from ..model.names import Names, names_of
from .after_filing import walk_examination
from .story import Story, walk_flow


class _Recorder:
    """Stands for the logic in a first walk, which only learns what will be asked about."""

    true = TRUE
    false = FALSE

    def __init__(self) -> None:
        self.conditions: list[tuple[Expr, Scope]] = []

    def formula(self, expr: Expr, scope: Scope, _asked: Any = None) -> Formula:
        self.conditions.append((expr, scope))
        return self.true

    def free(self, _name: str) -> Formula:
        return self.true

    def and_(self, *_formulas: Formula) -> Formula:
        return self.true

    or_ = and_

    def not_(self, _formula: Formula) -> Formula:
        return self.true


def story_of(procedure: Procedure) -> Story:
    """Walked twice: the classes of values are those that all its conditions distinguish."""
    names = names_of(procedure)
    recorder = _Recorder()
    _walk(procedure, names, cast(Space, recorder))
    return _walk(procedure, names, Space.of(recorder.conditions))


def _walk(procedure: Procedure, names: Names, space: Space) -> Story:
    story = walk_flow(procedure, names, space)
    walk_examination(story)
    return story
