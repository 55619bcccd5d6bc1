"""A witness in French: an applicant for whom something goes wrong, and the way they take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.types import Declared
from ..logic import Formula
from ..model.names import Names
from ..source.wording import _, listed, quoted
from .story import Story


def person(story: Story, people: Formula) -> str:
    """« Situation familiale : Marié(e) ; Enfants à charge : non », of one who goes that `way`."""
    witness = story.space.witness(_along(story, people)[1])
    shown = [_one(story.names, name, value) for name, value in witness.items()]
    return " ; ".join(text for text in shown if text) or _("toute personne")


def way(story: Story, people: Formula, until: str = "") -> tuple[str, ...]:
    """The screens that one of these people meets, in order, up to that one."""
    return _along(story, people, until)[0]


def _along(story: Story, people: Formula, until: str = "") -> tuple[tuple[str, ...], Formula]:
    """The screens of a way that some of these people take, and who they are."""
    met = []
    for moment in story.moments:
        passing = story.space.and_(people, moment.people)
        if story.space.is_satisfiable(passing):
            people = passing
            met.append(moment.screen.id)
        if moment.screen.id == until:
            break
    return tuple(met), people


def way_shown(screens: tuple[str, ...]) -> str:
    """« accueil → famille → pièces »."""
    return " → ".join(screens)


def _one(names: Names, name: str, value: Any) -> str:
    declared = names.declared(name)
    if declared is None:
        return ""
    return _("{label} : {value}").format(
        label=declared.label or name, value=_shown(declared, value)
    )


def _shown(declared: Declared, value: Any) -> str:
    match value:
        case bool():
            return _("oui") if value else _("non")
        case date():
            return value.strftime("%d/%m/%Y")
        case int() | Decimal():
            return str(value).replace(".", ",")
        case str():
            label = declared.option_label(value)
            return label if label != value or not value else quoted(value)
        case frozenset():
            return listed(declared.option_label(option) for option in sorted(value)) or _("aucune")
        case tuple():
            return _rows(value)
    return str(value)


def _rows(rows: tuple[Mapping[str, Any], ...]) -> str:
    if not rows:
        return _("aucun")
    return _("{count} élément(s)").format(count=len(rows))
