"""Slides as data for the template: screens cut into parts that hold, mails, documents issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ...engine.dossier.effects import Issue
from ...engine.page.markup import paragraphs
from ...engine.page.page import Page
from ...engine.seal import Unsealable
from ...engine.source.wording import _, capital
from ..pdf.issued import code_of
from ..pdf.mock import SLIDE, Room, parts
from ..pdf.papers import told
from ..pdf.showing import passages
from ..seal.specimen import SPECIMEN
from .slides import Block, Chapter, Slide

Data = dict[str, Any]

SCREEN = replace(SLIDE, height=45.0)
"""What holds in the smallest letters of the template, below a heading of three lines."""

COLUMN = Room(width=33.0, beside=33.0, height=42.0)
"""The same where two stand side by side."""

FINEST = 0.05
"""How finely the heights of the parts of one screen are made even."""


def drawn(chapter: Chapter) -> Iterator[Data]:
    """The chapter's own page, then its slides."""
    cases = dict.fromkeys(case for slide in chapter.slides for case in slide.cases)
    yield opening(chapter.title, chapter.subtitle, tuple(cases))
    for slide in chapter.slides:
        common = {
            "chapter": chapter.title,
            "heading": slide.heading or slide.title,
            "title": _title(slide),
            "cases": list(slide.cases),
            "met": _met(slide),
            "when": list(slide.when),
            "example": list(slide.example),
        }
        yield from ({**common, **more} for more in _content(slide))


def opening(title: str, subtitle: str, cases: tuple[str, ...]) -> Data:
    """The page that opens a chapter."""
    return {"kind": "part", "title": title, "subtitle": subtitle, "cases": list(cases)}


def _title(slide: Slide) -> str:
    """Below the heading, where neither the heading nor the drawing says it."""
    is_drawn = slide.page is not None and not slide.blocks
    return "" if is_drawn or not slide.heading or slide.title in slide.heading else slide.title


def _met(slide: Slide) -> str:
    """What is said before « si … »."""
    if slide.mail:
        return _("Ce message est envoyé")
    return _("Ce document est délivré") if slide.paper else _("Cet écran s’affiche")


def _content(slide: Slide) -> Iterator[Data]:
    if slide.blocks:
        yield {"kind": "blocks", "blocks": _numbered(map(_block, slide.blocks))}
    elif slide.page:
        yield from ({"kind": "screen", "part": part} for part in even(slide.page, SCREEN))
    elif slide.mail:
        yield {"kind": "mail", "mail": _mail(slide)}
    elif slide.paper:
        yield {"kind": "paper", "paper": _paper(slide.paper)}


def even(page: Page, room: Room) -> tuple[Data, ...]:
    """As few parts as hold, about as high as one another: none bears only what was left over."""
    found = parts(page, room)
    if len(found) == 1:
        return found
    lower = replace(room, height=room.height * (1 - FINEST))
    while len(closer := parts(page, lower)) == len(found):
        found, lower = closer, replace(lower, height=lower.height - room.height * FINEST)
    return found


def _block(block: Block) -> Data:
    """Its parts follow one another on the page: no mention of a next page."""
    found = [
        {**part, "blocks": [one for one in part["blocks"] if one["kind"] != "mention"]}
        for part in even(block.page, COLUMN)
    ]
    return {"when": capital(block.when), "parts": found}


def _numbered(blocks: Iterable[Data]) -> list[Data]:
    """Callouts in one sequence, through all that may stand on one page."""
    found: list[Data] = []
    last = 0
    for block in blocks:
        found.append(_moved(block, last))
        last += max((c["number"] for part in block["parts"] for c in part["callouts"]), default=0)
    return found


def _moved(data: Any, by: int) -> Any:
    """The same with the numbers of its callouts, and where they stand, that much higher."""
    match data:
        case {"number": int(number), "text": text, "block": block}:
            return {"number": number + by, "text": text, "block": block}
        case dict():
            return {
                key: [one + by for one in value] if key == "badges" else _moved(value, by)
                for key, value in data.items()
            }
        case list() | tuple():
            return [_moved(one, by) for one in data]
    return data


def _paper(issue: Issue) -> Data:
    """A specimen, its code signed by nobody; what no code can hold is drawn without one."""
    code = None
    if issue.seal:
        with suppress(Unsealable):
            code = code_of(issue, SPECIMEN)
    return told(issue, code, is_demonstration=True)


def _mail(slide: Slide) -> Data:
    mail = slide.mail
    assert mail is not None
    return {
        "head": [
            (_("De :"), capital(slide.sender)),
            (_("À :"), _("l’adresse électronique de l’usager")),
            (_("Objet :"), mail.title),
        ],
        "text": [passages(one) for one in paragraphs(mail.mail)],
        "button": _("Confirmer mon adresse") if mail.awaits else _("Se connecter"),
        "attached": list(slide.attached),
    }
