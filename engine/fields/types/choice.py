"""One answer among several."""

from __future__ import annotations

from datetime import date

from ...expr.types import Choice
from ...source.wording import _
from ..choosing import check_offered, chosen, labels
from ..field_type import (
    Accepts,
    Control,
    FieldType,
    Key,
    Kind,
    Option,
    Raw,
    Refuses,
    Settings,
)

OPTIONS_KEY = Key(
    Kind.OPTIONS, _("Les réponses proposées, dans l’ordre : identifiant, puis libellé."), True
)


def _expression(settings: Settings) -> Choice:
    return Choice(tuple(option.id for option in settings.options))


def _parse(raw: Raw, settings: Settings, _today: date) -> str:
    return chosen(raw, settings.options)


def _check(value: str, settings: Settings, _today: date) -> None:
    check_offered([value], settings.options)


def _show(value: str, settings: Settings) -> str:
    return labels([value], settings.options)[0]


_FAMILY = Settings(
    options=(Option("marie", "Marié(e)"), Option("pacse", "Pacsé(e)"), Option("seul", "Seul(e)"))
)

FIELD_TYPE = FieldType(
    name="choice",
    title=_("Un choix parmi plusieurs"),
    control=Control.ONE_OF,
    expression=_expression,
    parse=_parse,
    check=_check,
    show=_show,
    keys={"options": OPTIONS_KEY},
    accepts=(
        Accepts("marie", "marie", "Marié(e)", _FAMILY),
        Accepts(" Pacsé(e) ", "pacse", "Pacsé(e)", _FAMILY),
        Accepts("SEUL(E)", "seul", "Seul(e)", _FAMILY),
    ),
    refuses=(
        Refuses("", "Répondez à cette question.", _FAMILY),
        Refuses(
            "divorce",
            "Choisissez parmi les réponses proposées, par exemple « Marié(e) ».",
            _FAMILY,
        ),
        Refuses(
            ["marie", "seul"],
            "Choisissez parmi les réponses proposées, par exemple « Marié(e) ».",
            _FAMILY,
        ),
        Refuses("marie", "Aucune réponse n'est proposée à cette question : passez à la suivante."),
    ),
)
