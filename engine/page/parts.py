"""The parts of a question as a page shows them: of a group, an address, a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.json import to_json
from ..fields.composite import asked_parts, is_conditional, parts_of
from ..fields.field_type import Control, FieldType, Part, Raw, Settings
from ..fields.registry import field_types
from ..fields.types.documents_request import REASONS
from ..model.definitions import Field
from ..source.wording import _
from .page import Choice, Question

Errors = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A question with what its control holds; where it is not asked itself, no part with a
    condition is."""

    asked: Field
    type: FieldType
    settings: Settings
    today: date
    raw: Raw = ""
    errors: Errors = field(default_factory=dict)
    is_asked: bool = True

    def parts(self) -> tuple[Question, ...]:
        """Those of a group as they apply now, the columns of a list wherever they apply."""
        if self.type.control is Control.REQUEST:
            asked = _request_parts(self.settings)
            return tuple(_part(self.asked.id, part, self.errors) for part in asked)
        parts = parts_of(self.type, self.settings)
        if is_conditional(parts):
            return self.beside(parts, self.raw)
        return tuple(map(self.part, parts or self.settings.parts))

    def rows(self) -> tuple[tuple[Question, ...], ...]:
        """The columns in each row, then in one yet to be written, where they are not all alike."""
        columns = self.settings.parts
        if self.type.control is not Control.ROWS or not is_conditional(columns):
            return ()
        held = () if isinstance(self.raw, str | Mapping) else self.raw
        return tuple(
            self.beside(columns, row, f"{self.asked.id}.{number}.")
            for number, row in enumerate((*held, {}), 1)
        )

    def beside(self, parts: tuple[Part, ...], raw: Raw, place: str = "") -> tuple[Question, ...]:
        """As they are asked beside what is typed in those above; in a row, with what it holds."""
        typed = raw if isinstance(raw, Mapping) else {}
        asked = {part.name: part for part in asked_parts(parts, raw, self.today)}
        drawn = {part.name: self.part(asked.get(part.name, part)) for part in parts}
        return tuple(
            replace(
                one,
                is_asked=name in asked,
                raw=typed.get(name, "") if place else "",
                error=self.errors.get(place + name, "") if place else one.error,
            )
            for name, one in drawn.items()
        )

    def part(self, part: Part) -> Question:
        """One of them."""
        own = next((one for one in self.asked.parts if one.local == part.name), None)
        drawn = _part(self.asked.id, part, self.errors, own, self.asked.autocomplete)
        if own is None or own.when is None:
            return drawn
        return replace(drawn, is_asked=self.is_asked, when=to_json(own.when.expr))


def _request_parts(settings: Settings) -> tuple[Part, ...]:
    """What a request for documents asks of each one."""
    types = field_types()
    documents, reasons = Settings(options=settings.options), Settings(options=REASONS)
    text, choice = types["text"], types["choice"]
    return (
        Part("document", _("Document"), choice, documents, optional=True),
        Part("title", _("Titre d’un autre document"), text, optional=True),
        Part("reason", _("Motif"), choice, reasons),
        Part("message", _("Ce que l’usager doit faire"), types["long_text"], optional=True),
    )


def _part(
    owner: str, part: Part, errors: Errors, field: Field | None = None, whole: str = ""
) -> Question:
    """`whole` is the purpose of what it is a part of: somebody else's, mostly, if it has none."""
    name = f"{owner}.{part.name}"
    purpose = field.autocomplete if field else whole and part.autocomplete
    hint, more = hint_and_more(field.help) if field else ("", "")
    inner = parts_of(part.type, part.settings)
    return Question(
        name=name,
        label=part.label,
        control=part.type.control.value,
        type=part.type.name,
        hint=hint,
        more=more,
        example=field.example if field else "",
        is_optional=part.optional,
        error=errors.get(name, ""),
        choices=choices_of(part.type, part.settings),
        parts=tuple(_part(name, one, errors, whole=purpose) for one in inner),
        autocomplete=purpose,
        limits=limits_of(part.settings.values),
    )


def choices_of(type_: FieldType, settings: Settings) -> tuple[Choice, ...]:
    """The answers offered."""
    offered = type_.options(settings)
    return tuple(Choice(option.id, option.label, option.text) for option in offered)


def hint_and_more(text: str) -> tuple[str, str]:
    """The first sentence is seen, the rest is behind « ? »."""
    first, stop, rest = text.partition(". ")
    return (f"{first}.", rest.strip()) if stop and rest.strip() else (text, "")


def limits_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The option keys, as JSON."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
