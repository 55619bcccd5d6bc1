"""Every name an expression reads, with who reads it and who has answered it by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..expr.scope import ItemScope
from ..expr.syntax import And, Call, Expr, Name, Or, children
from ..expr.types import Listed, Scope
from ..logic import Formula
from .site import Asked, Site
from .story import Story


@dataclass(frozen=True, slots=True)
class Read:
    """One name read by these people; `answered` is who has answered it."""

    name: Name
    people: Formula
    answered: Formula


def reads(story: Story, site: Site) -> Iterator[Read]:
    """From the left, as `and` and `or` stop there (language, §4)."""
    return _reads(_Reader(story, site.scope, site.asked), site.condition.expr, site.people)


@dataclass(frozen=True, slots=True)
class _Reader:
    story: Story
    scope: Scope
    asked: Asked

    def holds(self, expr: Expr) -> Formula:
        return self.story.space.formula(expr, self.scope, self.asked)


def _reads(reader: _Reader, expr: Expr, people: Formula) -> Iterator[Read]:
    space = reader.story.space
    match expr:
        case Name(path):
            yield Read(expr, people, reader.asked(path))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _reads(reader, part, people)
                holds = reader.holds(part)
                people = space.and_(people, holds if isinstance(expr, And) else space.not_(holds))
        case Call("answered" | "count"):
            return
        case Call("any" | "all", (Name(path), condition)):
            rows = _rows(reader, path)
            if rows:
                yield from _reads(rows, condition, space.and_(people, reader.asked(path)))
        case _:
            for child in children(expr):
                yield from _reads(reader, child, people)


def _rows(reader: _Reader, path: str) -> _Reader | None:
    """Inside any and all: a column without `when` and not optional is answered in every row."""
    declared = reader.scope.declared(path)
    if declared is None or not isinstance(declared.type, Listed):
        return None
    space = reader.story.space
    scope = ItemScope(reader.scope, declared, declared.type.parts)
    field = reader.story.procedure.fields.get(path)
    columns: dict[str, Formula] = {}
    for part in field.parts if field else ():
        sure = space.true if not part.optional else space.free(f"given item.{part.local}")
        if part.when:
            above = reader.asked.also(columns)
            sure = space.and_(sure, space.formula(part.when.expr, scope, above))
        columns[f"item.{part.local}"] = sure
    return _Reader(reader.story, scope, reader.asked.also(columns))
