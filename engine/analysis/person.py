"""A witness in French: an applicant for whom something goes wrong, and the way they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.types import Declared, is_number
from ..logic import Formula
from ..source.wording import _, listed, quoted
from .site import Site
from .story import Story

_ABSENT = ("given ", "known ")
_FIGURE = "param."


def person(story: Story, people: Formula, site: Site | None = None) -> str:
    """« Situation familiale : Marié(e) ; Enfants à charge : non », of one who goes that `way`.

    Only what makes the difference: with those who come to the site, else with all valid answers.
    """
    space = story.space
    witness = _along(story, people, site.screen if site else "")[1]
    others = space.not_(people)
    but = space.and_(site.people, others) if site else space.false
    if not space.is_satisfiable(but):
        but = space.and_(others, _valid(story))
    told = list(_told(story, space.witness(witness, but=but)))
    return " ; ".join(told) or _("toute personne")


def _valid(story: Story) -> Formula:
    """Everyone whose answers every screen on their way would take."""
    space, found = story.space, story.space.true
    for moment in story.moments:
        found = space.and_(found, space.or_(space.not_(moment.entering), moment.people))
    return found


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
        elif moment.screen.id == until:
            met.append(until)
        if moment.screen.id == until:
            break
    return tuple(met), people


def way_shown(screens: tuple[str, ...]) -> str:
    """« accueil → famille → pièces »."""
    return " → ".join(screens)


def _told(story: Story, witness: Mapping[str, Any]) -> Iterator[str]:
    """Each answer; no figure of the law, whose value in a witness is none that it takes."""
    absent = {
        name.removeprefix(prefix)
        for name, value in witness.items()
        for prefix in _ABSENT
        if name.startswith(prefix) and not value
    }
    for name, value in witness.items():
        if name.startswith(_ABSENT):
            yield from _presence(story, name, bool(value))
            continue
        declared = story.names.declared(name)
        if declared is None or name.startswith(_FIGURE) or name in absent:
            continue
        label = declared.label or name
        yield _beside_figure(story, witness, declared) or _("{label} : {value}").format(
            label=label, value=_shown(declared, value)
        )


def _presence(story: Story, free: str, is_there: bool) -> Iterator[str]:
    """« Vos ressources : sans réponse », « l’administration ne connaît pas « Titre » »."""
    kind, _blank, name = free.partition(" ")
    declared = column(story, name) or story.names.declared(name)
    label = declared.label if declared and declared.label else name
    if kind == "known":
        if is_there:
            form = _("l’administration connaît « {label} »")
        else:
            form = _("l’administration ne connaît pas « {label} »")
        yield form.format(label=label)
    elif not is_there:
        yield _("{label} : sans réponse").format(label=label)


def column(story: Story, name: str) -> Declared | None:
    """Of `item.ecole`, in the first list that has such a column."""
    family, _dot, part = name.partition(".")
    known = (one for one in story.names.table.values() if one.name.endswith(f"[].{part}"))
    return next(known, None) if family == "item" else None


def _beside_figure(story: Story, witness: Mapping[str, Any], declared: Declared) -> str:
    """« Ressources : plus que « Plafond » », for a number compared with a figure of the law."""
    value = witness[declared.name]
    figures = sorted(
        name
        for name in story.space.beside(declared.name)
        if name.startswith(_FIGURE) and name in witness
    )
    if not figures or not is_number(declared.type):
        return ""
    figure = story.names.declared(figures[0])
    if value == witness[figures[0]]:
        form = _("{label} : autant que « {figure} »")
    elif value > witness[figures[0]]:
        form = _("{label} : plus que « {figure} »")
    else:
        form = _("{label} : moins que « {figure} »")
    title = figure.label if figure and figure.label else figures[0]
    return form.format(label=declared.label or declared.name, figure=title)


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
