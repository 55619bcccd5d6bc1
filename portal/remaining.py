"""What remains to be put right in a draft: kept as it was typed, shown again, told of."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..engine.dossier.dossier import Dossier
from ..engine.dossier.situation import situation
from ..engine.dossier.time import day_of
from ..engine.fields.field_type import Control, Json, Raw
from ..engine.page.page import Page, Question
from ..engine.source.wording import _, listed, ngettext, quoted
from ..renderers.html.names import DATED, Posted
from ..renderers.html.places import SLOT, identifier, linked, targets
from .ask import Ask
from .house import House
from .keys import digest
from .leftovers import Leftover
from .renderings import Difference, plain, told_apart
from .typed import as_posted, control, controls, given_back, is_blank
from .views import LEFT, ONCE

log = logging.getLogger("parcours.portal.remaining")


@dataclass(frozen=True, slots=True)
class Remains:
    """Something to put right: its screen, its label, and the id of its control there."""

    screen: str
    label: str
    id: str


def left_over(ask: Ask, told: Posted, faults: Collection[str]) -> frozenset[str]:
    """What was typed and refused is kept; the faults of which nothing is lost by leaving.

    What is answered now, or emptied, is no leftover any more; what is emptied over an answer that
    may not be withdrawn is one. What is not asked now stays as it was: nobody has put it right. An
    answer that no longer stands is in the journal already, and may stand again.
    """
    house, dossier = ask.house, ask.place["dossier"]
    before = house.leftovers.of(dossier)
    if not (faults or before):
        return frozenset()
    texts, found = controls(told), {name: control(told, name) for name in faults}
    state = house.runtime.dossier(dossier)[1]
    wrong = {
        name: one
        for name, one in found.items()
        if one and (not is_blank(texts[one]) or _held(state, one) != (None,) * 3)
    }
    if not (wrong or before):
        return frozenset()
    asked = _asked(house.runtime.page(dossier, ask.place["screen"]))
    typed = {
        one: (texts[one], _under(state, one))
        for one in wrong.values()
        if one not in asked or plain(texts[one]) != plain(asked[one].raw)
    }
    gone = (before.keys() & texts.keys() & asked.keys()) - typed.keys()
    same = {one for one in typed.keys() & before.keys() if typed[one] == _of(before[one])}
    news = {one: text for one, text in typed.items() if one not in same}
    if not (news or gone) or _kept(ask, news, gone):
        return frozenset(wrong)
    return frozenset(name for name, one in wrong.items() if one not in news)


def _of(one: Leftover) -> tuple[Raw, str]:
    return one.raw, one.over


def _kept(ask: Ask, news: Mapping[str, tuple[Raw, str]], gone: Iterable[str]) -> bool:
    """Where the disk takes nothing more, the answers themselves are what matters, and are kept."""
    try:
        page = ask.form.text(ONCE)
        return ask.house.leftovers.keep(ask.place["dossier"], page, news, [*gone])
    except sqlite3.OperationalError as error:
        log.error("world", exc_info=error, extra={"request": ask.id})
        return False


def filed(ask: Ask) -> None:
    """Nothing remains. What cannot be forgotten now is swept later, and shown nowhere."""
    try:
        ask.house.leftovers.forget(ask.place["dossier"])
    except sqlite3.OperationalError as error:
        log.error("world", exc_info=error, extra={"request": ask.id})


def _under(state: Dossier, name: str) -> str:
    """What is answered there. Where it is another answer by now, what had been typed over the
    former one is out of date, whatever kept it from being forgotten."""
    answer, code, day = _held(state, name)
    return digest(json.dumps([answer, code, str(day)], sort_keys=True))


def _held(state: Dossier, name: str) -> tuple[Json, Json, date | None]:
    """What is answered there, as a question, a code or a date of a document."""
    day = state.days.get(name.removeprefix(f"{DATED}."))
    return state.answers.get(name), state.codes.get(name), day


def _live(house: House, dossier: str) -> dict[str, Leftover]:
    found = house.leftovers.of(dossier)
    if not found:
        return {}
    state = house.runtime.dossier(dossier)[1]
    return {name: one for name, one in found.items() if one.over == _under(state, name)}


def drawn(
    ask: Ask, screen: str, raws: Mapping[str, Raw] | None = None, faults: Mapping[str, str] = {}
) -> Page:
    """The screen with those texts in it; where they say nothing, with what was left there."""
    house, dossier, raws = ask.house, ask.place["dossier"], raws or {}
    left = {name: one.raw for name, one in _live(house, dossier).items()}
    page = house.runtime.page(dossier, screen, {**raws, **left, **_said(raws, left)}, faults)
    return given_back(page, as_posted(left)) if left else page


def beside(ask: Ask, told: Posted) -> Posted:
    """Without the boxes that say nothing where something was left meanwhile."""
    return replace(told, raws=_said(told.raws, _live(ask.house, ask.place["dossier"])))


def _said(raws: Mapping[str, Raw], left: Collection[str]) -> dict[str, Raw]:
    return {name: raw for name, raw in raws.items() if name not in left or not is_blank(raw)}


def resumed(ask: Ask, page: Page) -> tuple[Page, tuple[str, ...]]:
    """The page as it was left, and what is to be told of what remains, here and elsewhere."""
    house, dossier = ask.house, ask.place["dossier"]
    if page.kind != "screen" or not house.leftovers.has(dossier):
        return page, ()
    found = _remains(house, dossier)
    here = [one for one in found if one.screen == page.id]
    elsewhere = [one for one in found if one.screen != page.id]
    is_last = any(one.kind == "submit" for one in page.buttons)
    told = (*_told_here(here), *(_told_elsewhere(dossier, elsewhere) if is_last else ()))
    return (drawn(ask, page.id) if here else page), told


def _told_here(found: list[Remains]) -> Iterator[str]:
    if found:
        message = ngettext(
            "Il reste une réponse à corriger ou à compléter sur cette page : {labels}. Elle est "
            "gardée comme vous l’avez écrite.",
            "Il reste des réponses à corriger ou à compléter sur cette page : {labels}. Elles sont "
            "gardées comme vous les avez écrites.",
            len(found),
        )
        yield linked(message, ((f"#{one.id}", one.label) for one in found))


def _told_elsewhere(dossier: str, found: list[Remains]) -> Iterator[str]:
    if found:
        message = ngettext(
            "Il reste une réponse à corriger ou à compléter sur une autre page : {labels}. Comme "
            "elle est écrite, elle ne sera pas déposée.",
            "Il reste des réponses à corriger ou à compléter sur d’autres pages : {labels}. Comme "
            "elles sont écrites, elles ne seront pas déposées.",
            len(found),
        )
        base = f"/dossier/{dossier}/ecran"
        yield linked(message, ((f"{base}/{one.screen}#{one.id}", one.label) for one in found))


def remaining(house: House, dossier: str) -> str:
    """« À corriger ou à compléter : « Date de l’union » », or nothing."""
    found = listed(quoted(one.label) for one in _remains(house, dossier))
    return _("À corriger ou à compléter : {labels}").format(labels=found) if found else ""


def _remains(house: House, dossier: str) -> list[Remains]:
    """All of it, in the order of the path. What is not asked any more does not remain."""
    left = _live(house, dossier)
    if not left:
        return []
    compiled, state = house.runtime.dossier(dossier)
    visits = situation(compiled, state, day_of(house.now())).visits
    pages = (house.runtime.page(dossier, visit.screen.id) for visit in visits)
    return [
        Remains(page.id, one.label, _place(page, name))
        for page in pages
        for name, one in _asked(page).items()
        if name in left
    ]


def _place(page: Page, name: str) -> str:
    """Of a date of a document, its first box."""
    if name.startswith(f"{DATED}."):
        return identifier(name.removeprefix(f"{DATED}."), "day", kind=SLOT)
    return targets(page)[name].id


def unseen(ask: Ask, page: Page, told: Posted) -> Iterator[Difference]:
    """Where the form would write over what was left elsewhere, and which its page never showed."""
    house, dossier = ask.house, ask.place["dossier"]
    if not house.leftovers.has(dossier):
        return
    once, late, texts = ask.form.text(ONCE), ask.form.text(LEFT), controls(told)
    asked = _asked(page)
    for name, one in _live(house, dossier).items():
        is_seen = one.at <= late or one.page == once
        if is_seen or name not in texts or name not in asked:
            continue
        if plain(texts[name]) != plain(one.raw):
            yield told_apart(asked[name], one.raw, texts[name])


def latest(ask: Ask) -> dict[str, str]:
    """What a page drawn now has seen of what was left, carried by its form."""
    left = ask.house.leftovers.of(ask.place["dossier"])
    return {LEFT: max(one.at for one in left.values())} if left else {}


def _asked(page: Page) -> dict[str, Question]:
    """What is asked there that is typed, by the name of its control."""
    found = {one.name: one for one in page.questions if one.is_asked and not one.is_verified}
    for document in page.documents:
        if document.code:
            found[document.name] = replace(document.code, label=document.title)
        for slot in document.slots:
            if slot.asks_day:
                name = f"{DATED}.{slot.name}"
                found[name] = Question(name, slot.title, Control.DATE.value, "date")
    return found
