"""A question answered by yes or no."""

from __future__ import annotations

from datetime import date

from ...expr.types import BOOLEAN
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Option, Raw, Refused, Refuses, Settings
from ..reading import folded, line_of

YES = frozenset({"oui", "o", "true", "vrai", "1", "yes"})
NO = frozenset({"non", "n", "false", "faux", "0", "no"})


def _parse(raw: Raw, _settings: Settings, _today: date) -> bool:
    wrong = _("Répondez par oui ou par non.")
    answer = folded(line_of(raw, wrong))
    if answer not in YES | NO:
        raise Refused(wrong)
    return answer in YES


def _show(answer: bool, _settings: Settings) -> str:
    return _("Oui") if answer else _("Non")


def _raw(answer: bool, _settings: Settings) -> str:
    return "oui" if answer else "non"


def _options(_settings: Settings) -> tuple[Option, ...]:
    return Option("oui", _("Oui")), Option("non", _("Non"))


FIELD_TYPE = FieldType(
    name="boolean",
    title=_("Oui ou non"),
    control=Control.YES_NO,
    expression=lambda _settings: BOOLEAN,
    parse=_parse,
    show=_show,
    raw=_raw,
    options=_options,
    accepts=(
        Accepts("oui", True, "Oui"),
        Accepts(" NON ", False, "Non"),
        Accepts("o", True, "Oui"),
        Accepts("false", False, "Non"),
        Accepts("1", True, "Oui"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("peut-être", "Répondez par oui ou par non."),
        Refuses(["oui"], "Répondez par oui ou par non."),
    ),
)
