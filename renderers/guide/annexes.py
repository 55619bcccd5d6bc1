"""What is true of every person, as slides: documents, map, states, branches, choices made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from ...engine.source.wording import _, quoted
from ..annex.annex import Annex, Item, annex_of
from ..annex.telling import choice, facts
from .after import states
from .branches import rows
from .chart import Column, Exit, columns
from .deposit import step_line
from .drawn import opening
from .tales import Told
from .variants import case_of

Data = dict[str, Any]

AFTER = (_("État de la demande"), _("Ce qui s’y passe"), _("Ce qui peut suivre"))
BRANCHES = (_("Ce qui en dépend"), _("Condition"))
CHOSEN = (_("Sujet"), _("Choix fait ici"))


def annexes(told: Iterable[Told]) -> Iterator[Data]:
    """A numbered annex for each list, of each procedure."""
    number = count(1)
    every = tuple(told)
    yield opening(_("Annexes"), "", ())
    for titled in zip(*map(_lists, every), strict=True):
        for one, (title, more) in zip(every, titled, strict=True):
            if more.get("rows", True) and more.get("columns", True) and more.get("groups", True):
                yield {
                    "chapter": _("Annexes"),
                    "heading": _heading(next(number), title, one, len(every) > 1),
                    "title": "",
                    "met": "",
                    "when": [],
                    "example": [],
                    "cases": [case_of(one)],
                    **more,
                }


def _heading(number: int, title: str, told: Told, is_several: bool) -> str:
    """The contents say no more of it: its case is a part of it where there are several."""
    said = _("Annexe {n} : {title}").format(n=number, title=title)
    return _("{title} ({case})").format(title=said, case=case_of(told)) if is_several else said


def _lists(told: Told) -> list[tuple[str, Data]]:
    procedure, names = told.procedure, told.compiled.names
    annex = annex_of(procedure, names, None)
    chosen = [(one.about, one.text) for one in annex.assumptions]
    return [
        (
            _("Liste des pièces justificatives demandées"),
            {"kind": "documents", "groups": groups(annex)},
        ),
        (_("Carte de la démarche"), {"kind": "chart", "columns": _columns(told)}),
        (_("Ce qui peut se passer après le dépôt"), _table(AFTER, states(procedure, names))),
        (_("Ce qui dépend de la situation"), _table(BRANCHES, rows(told))),
        (_("Ce qu’aucun texte ne précise, et qui a été choisi"), _table(CHOSEN, chosen)),
    ]


def _table(head: tuple[str, ...], found: Iterable[tuple[str, ...]]) -> Data:
    return {"kind": "table", "head": list(head), "rows": list(found)}


def groups(annex: Annex) -> list[Data]:
    """Each with its documents; a document with its sentences and its elements."""
    return [
        {"title": group.title, "documents": [_document(item) for item in group.items]}
        for group in annex.groups
    ]


def _document(item: Item) -> Data:
    elements = list(_below(item, 1))
    chosen = choice(item) if item.elements else ""
    found = _told(item, None)
    return {**found, "lines": [*found["lines"], *filter(None, [chosen])], "elements": elements}


def _below(item: Item, depth: int) -> Iterator[Data]:
    """Elements at any depth: a variant's own follow it."""
    for element in item.elements:
        yield {**_told(element, item), "depth": depth}
        yield from _below(element, depth + 1)


def _told(item: Item, owner: Item | None) -> Data:
    told = _("Demandé {condition}.").format(condition=item.when)
    lines = [item.document.help, *facts(item, owner)]
    return {
        "title": item.title,
        "when": item.when,
        "lines": [line for line in lines if line and line != told],
    }


def _columns(told: Told) -> list[Data]:
    return [
        {
            "title": _column_title(one, is_first=index == 0),
            "when": one.when,
            "boxes": [
                {
                    "title": box.title,
                    "when": box.when,
                    "filing": box.is_filing,
                    "exits": [_exit(way) for way in box.exits],
                }
                for box in one.boxes
            ],
        }
        for index, one in enumerate(columns(told))
    ]


def _column_title(one: Column, is_first: bool) -> str:
    if one.number:
        return step_line(one.number, one.title)
    return _("Avant de commencer") if is_first else _("Ensuite")


def _exit(way: Exit) -> Data:
    return {"to": _("vers {name}").format(name=quoted(way.to)), "when": way.when}
