"""One's account: messages, requests and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ..engine.dossier.effects import Send
from ..engine.dossier.time import day_of
from ..engine.fields.day import french_date
from ..engine.page.around import DOORS, Card, message
from ..engine.page.around import Letter as Line
from ..engine.page.around import account as account_page
from ..engine.runtime import Request
from ..engine.source.wording import _
from .accounts import Account
from .ask import Ask
from .letters import Letter
from .remaining import remaining
from .routes import Elsewhere
from .views import dressed, leads, shown, to, view

LINKS = {"read": "/compte/message/{}", "resume": "/dossier/{}", "home": "/"}
MOST = 200
"""Requests shown: nobody has as many, and a page must end."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What goes with a draft that is erased."""

    title: str
    opened: datetime
    answers: int
    files: tuple[str, ...]


def person(ask: Ask) -> Account:
    """Who came; the gate let nobody else in."""
    assert ask.account is not None
    return ask.account


def mine(ask: Ask) -> Response:
    """Messages, then requests and drafts, each draft with the way to erase it."""
    account = person(ask)
    lines = ask.house.runtime.records.requests(owner=account.owner, limit=MOST).lines
    found = [one for one in lines if one.procedure not in DOORS]
    letters = [
        Line(one.id, one.title, received(one.at, one.read is None))
        for one in ask.house.letters.of(account.id)
    ]
    cards = (card(one, remaining(ask.house, one.dossier)) for one in found)
    page = account_page(cards, letters)
    drafts = {one.dossier for one in found if one.is_draft}
    return dressed(ask, page, "account.html", {"drafts": drafts}, leads=leads(LINKS))


def card(one: Request, remains: str) -> Card:
    """« Demande n° 9999…, déposée le 2 novembre 2026 : en cours d’instruction »; of a draft what
    remains to be put right too."""
    if one.is_draft:
        said = _("Brouillon, modifié le {day}").format(day=french_date(day_of(one.changed)))
        return Card(one.dossier, one.title, f"{said}. {remains}" if remains else said)
    day = french_date(day_of(one.filed or one.changed))
    said = _("N° {number}, déposée le {day} : {state}")
    return Card(
        one.dossier, one.title, said.format(number=one.number, day=day, state=one.status_title)
    )


def received(at: datetime, is_new: bool) -> str:
    """When, and whether it was opened."""
    day = french_date(day_of(at))
    if is_new:
        return _("Nouveau message du {day}").format(day=day)
    return _("Message du {day}").format(day=day)


def read(ask: Ask) -> Response:
    """One message."""
    letter = ask.house.letters.opened(ask.place["letter"], person(ask).id)
    if letter is None:
        raise Elsewhere(404)
    page = message(_as_sent(letter), _attached(ask, letter), letter.dossier)
    base = f"/dossier/{letter.dossier}/document"
    documents = {name: f"{base}/{name}" for name in letter.attached}
    return shown(ask, page, leads=leads(LINKS), documents=documents)


def _as_sent(letter: Letter) -> Send:
    return Send("", "", letter.title, letter.text, "")


def _attached(ask: Ask, letter: Letter) -> Iterator[tuple[str, str]]:
    found = (ask.house.papers.found(letter.dossier, name) for name in letter.attached)
    return ((paper.id, paper.title) for paper in found if paper)


def erasing(ask: Ask) -> Response:
    """Asked before: nothing brings a draft back."""
    compiled, state = ask.house.runtime.dossier(ask.place["dossier"])
    if state.filed or state.opened is None:
        raise Elsewhere(409, _("Votre demande est déposée : elle ne peut plus être effacée."))
    files = tuple(file.name for files in state.files.values() for file in files)
    told = state.answers.keys() | ask.house.leftovers.of(ask.place["dossier"]).keys()
    lost = Lost(compiled.procedure.title, state.opened, len(told), files)
    return view(ask, "erase.html", lost=lost)


def erased(ask: Ask) -> Response:
    """The draft is gone, and its files with the next collection."""
    ask.house.forgetting.draft(ask.place["dossier"])
    return to("/compte" if ask.account else "/", "efface")
