"""Texts with their holes filled, in French, for one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.syntax import Name
from ..expr.types import Choice, Declared
from ..fields.composite import as_read, parts_of
from ..fields.day import french_date
from ..fields.field_type import FieldType, Json, Settings
from ..fields.number import french_number
from ..machine.compiled import Compiled
from ..model.definitions import Condition, Field, Prose, Said
from ..model.names import LINK
from ..model.placing import screens
from ..source.held import held
from ..source.wording import _, listed
from .dossier import Dossier
from .offering import settings_here

Values = Mapping[str, Any]

_LINKS = frozenset(name for name, _type, _label in LINK)


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer with the type that shows it."""

    value: Any
    type: FieldType
    settings: Settings


@dataclass(frozen=True, slots=True)
class Speaker:
    """Knows the person's answers as they gave them, and the values conditions read."""

    compiled: Compiled
    dossier: Dossier
    values: Values

    def says(self, said: Said) -> str:
        """Every variant whose condition holds, a blank line between them, to be read as markup."""
        spoken = (
            self.text(variant.prose)
            for variant in said
            if self.compiled.holds(variant.when, self.values)
        )
        return "\n\n".join(text.strip() for text in spoken)

    def text(self, prose: Prose) -> str:
        """One text, to be read as markup; what fills its holes is held, and stays words."""
        return "".join(p if isinstance(p, str) else self._held(p) for p in prose.pieces)

    def prose(self, prose: Prose | None) -> str:
        """One title or sentence, in which nothing is read."""
        pieces = prose.pieces if prose else ()
        return "".join(p if isinstance(p, str) else self.shown(p) for p in pieces)

    def _held(self, hole: Condition) -> str:
        """The address that the portal gives is the one value that is no one's words: a link."""
        shown = self.shown(hole)
        is_ours = isinstance(hole.expr, Name) and hole.expr.path in _LINKS
        return shown if is_ours else held(shown)

    def shown(self, hole: Condition) -> str:
        """The value of an expression, as people read it."""
        if isinstance(hole.expr, Name):
            own = self.answer(hole.expr.path)
            if own is not None:
                return own
            declared = self.compiled.names.declared(hole.expr.path)
            return shown_value(self.values.get(hole.expr.path), declared)
        return shown_value(self.compiled.value(hole.expr, self.values), None)

    def answer(self, name: str) -> str | None:
        """An answer shown by its type: an incomplete date stays incomplete, a list has its rows."""
        typed = self.typed(name)
        return typed.type.show(typed.value, typed.settings) if typed else None

    def typed(self, name: str) -> Typed | None:
        """An answer as its type holds it, before conditions make another value of it."""
        whole, _dot, part = name.partition(".")
        field = self.compiled.procedure.fields.get(whole)
        if field is None or field.type is None or whole not in self.values:
            return None
        packed = self.packed(field)
        if packed is None:
            return None
        settings = settings_here(self.compiled, field)
        value = field.type.unpack(packed, settings)
        if settings.parts:
            value = as_read(value, self.values[whole])
        if not part:
            return Typed(value, field.type, settings)
        below = {item.name: item for item in parts_of(field.type, settings)}
        if part not in below or part not in value:
            return None
        return Typed(value[part], below[part].type, below[part].settings)

    def packed(self, field: Field) -> Json:
        """What counts: where a screen verifies the field, what the registry knows comes first."""
        answer, known = self.dossier.answers.get(field.id), None
        if field.known_from:
            known = self.dossier.known.get(field.known_from.name.removeprefix("registry."))
        if known is not None and (answer is None or self.verifies(field.id)):
            return known
        return answer

    def verifies(self, name: str) -> bool:
        """Whether some screen verifies that field."""
        placed = screens(self.compiled.procedure)
        return any(ref.name == name for _step, screen in placed for ref in screen.verify)


def shown_value(value: Any, declared: Declared | None) -> str:
    """A value of the condition language, in French."""
    match value:
        case None:
            return ""
        case bool():
            return _("oui") if value else _("non")
        case date():
            return french_date(value)
        case int() | Decimal():
            return french_number(Decimal(value))
        case frozenset():
            return listed(declared.option_label(o) if declared else o for o in sorted(value))
        case str() if declared and isinstance(declared.type, Choice):
            return declared.option_label(value)
    return str(value)
