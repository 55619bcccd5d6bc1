"""What a question offers: its options and parts that apply; the documents one may request."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..expr.syntax import Name
from ..fields.field_type import Beside, Option, Part, Settings
from ..fields.number import french_number
from ..machine.compiled import Compiled
from ..model.definitions import Condition, Field
from ..model.settings import is_conditional, is_list, settings_of

Values = Mapping[str, Any]
Holds = Callable[[Condition | None], bool]


def settings_here(compiled: Compiled, asked: Field) -> Settings:
    """All its options and parts; for a request of documents, the procedure's documents."""
    made = compiled.settings.get(asked.id)
    if made is None:
        made = compiled.settings[asked.id] = _made(compiled, asked)
    return made


def _made(compiled: Compiled, asked: Field) -> Settings:
    settings = settings_of(asked)
    if asked.type_name == "documents_request":
        return replace(settings, options=_requestable(compiled))
    return settings


def settings_among(compiled: Compiled, asked: Field, values: Values) -> Settings:
    """The options whose condition holds now; the parts, with their conditions."""
    settings = settings_here(compiled, asked)
    offered = _offered(asked, settings, lambda when: compiled.asks(when, values))
    if not any(map(is_conditional, asked.parts)):
        return offered
    own = {part.local: part for part in asked.parts}
    outside = {n: v for n, v in values.items() if n.partition(".")[0] != asked.id}
    parts = (_part(compiled, asked, own[part.name], part, outside) for part in settings.parts)
    return replace(offered, parts=tuple(parts))


def _offered(asked: Field, settings: Settings, holds: Holds) -> Settings:
    hidden = {option.id for option in asked.options if not holds(option.when)}
    if not hidden:
        return settings
    return replace(settings, options=tuple(o for o in settings.options if o.id not in hidden))


def _part(
    compiled: Compiled, owner: Field, asked: Field, part: Part, outside: dict[str, Any]
) -> Part:
    if not is_conditional(asked):
        return part
    return replace(part, beside=_beside(compiled, owner, asked, part.settings, outside))


def _beside(
    compiled: Compiled, owner: Field, asked: Field, settings: Settings, outside: dict[str, Any]
) -> Beside:
    """A part's conditions read what was known when the whole was asked and, under their full names,
    the parts above it; a column's, those of its row."""
    row = owner.id if is_list(owner) else ""
    prefix = "item" if row else owner.id

    def beside(above: Values) -> Settings | None:
        siblings = {f"{prefix}.{name}": value for name, value in above.items()}
        known = ChainMap(siblings, outside)

        def holds(when: Condition | None) -> bool:
            return compiled.asks(when, known, row)

        return _offered(asked, settings, holds) if holds(asked.when) else None

    return beside


def _requestable(compiled: Compiled) -> tuple[Option, ...]:
    return tuple(
        Option(document.id, "".join(_piece(compiled, one) for one in document.title.pieces))
        for document in compiled.procedure.documents.values()
    )


def _piece(compiled: Compiled, piece: str | Condition) -> str:
    """Titles of documents name nothing but legal figures: the last one of each is told."""
    if isinstance(piece, str):
        return piece
    name = piece.expr.path.removeprefix("param.") if isinstance(piece.expr, Name) else ""
    parameter = compiled.procedure.parameters.get(name)
    return french_number(parameter.values[-1][1]) if parameter and parameter.values else ""
