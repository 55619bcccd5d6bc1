"""What a type of field says of a text that the author wrote as an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..expr.types import is_number
from ..fields.field_type import Raw, Refused
from ..model.definitions import Field, Procedure
from ..model.settings import settings_anywhere
from ..source.diagnostic import Diagnostic
from ..source.position import Span
from ..source.suggest import nearest
from ..source.tree import Mapping, Node, Scalar
from ..source.wording import _

ANY_DAY = date(2026, 1, 1)
"""No answer is judged by the day: bounds that follow it are left out."""


def questions(procedure: Procedure) -> tuple[Field, ...]:
    """All fields, each followed by its parts."""
    return tuple(one for field in procedure.fields.values() for one in (field, *field.parts))


def raw_of(node: Node) -> Raw:
    """As a form would give it."""
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {entry.key.text: raw_of(entry.value) for entry in node.entries}
        case _:
            return [raw_of(item) for item in node.items]


def refused(rule: str, message: str, field: Field, raw: Raw, span: Span) -> Diagnostic | None:
    """The diagnostic for an answer that the type would not take, or would alter."""
    assert field.type is not None  # an unknown type was told before
    settings = settings_anywhere(field)
    if is_number(field.type.expression(settings)) and re.fullmatch(r"0\d+", str(raw)):
        return Diagnostic(
            rule,
            _("« {value} » perdrait son zéro : c’est un nombre.").format(value=raw),
            span,
            _("Donnez à la question le type text, ou postal_code si c’est un code postal."),
        )
    fixed = {key: value for key, value in settings.values.items() if value != "today"}
    try:
        field.type.parse(raw, replace(settings, values=fixed), ANY_DAY)
    except Refused as fault:
        return Diagnostic(rule, message, span, _cure(field, raw) or fault.sentence)
    return None


def _cure(field: Field, raw: Raw) -> str:
    """The option that was surely meant."""
    wrong = [raw] if isinstance(raw, str) else raw
    options = [option.id for option in field.options]
    near = (nearest(one, options) for one in wrong if isinstance(one, str) and one not in options)
    meant = next((option for option in near if option), None)
    return _("Vouliez-vous « {name} » ?").format(name=meant) if meant else ""
