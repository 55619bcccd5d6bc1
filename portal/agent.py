"""In a demonstration, anybody acts as the caseworker, so that what follows a filing is seen."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from ..engine.model.basics import CASEWORKER
from ..engine.page.around import DOORS
from ..engine.page.page import Page
from ..engine.runtime import Request
from ..engine.source.wording import _
from .actions import acted, offered
from .ask import Ask
from .routes import Elsewhere
from .views import leads, shown, view

HERE = "/demonstration/agent"
MOST = 100


def requests(ask: Ask) -> Response:
    """Those filed, last changed first."""
    lines = ask.house.runtime.records.requests(limit=MOST).lines
    return view(ask, "agent.html", requests=[one for one in lines if _is_examined(one)])


def _is_examined(one: Request) -> bool:
    return not one.is_draft and one.procedure not in DOORS


def _place(ask: Ask) -> str:
    return f"{HERE}/{ask.place['dossier']}"


def request(ask: Ask) -> Response:
    """What was filed, and what the caseworker may do."""
    runtime = ask.house.runtime
    _compiled, state = runtime.dossier(ask.place["dossier"])
    if state.filed is None:
        raise Elsewhere(404)
    page = runtime.status(ask.place["dossier"], CASEWORKER)
    links = leads({"act": f"{_place(ask)}/{{}}"})
    return shown(ask, replace(page, given=()), action=_place(ask), leads=links, notices=_warned())


def _warned() -> tuple[str, ...]:
    return (_("Démonstration : vous agissez comme un agent du service."),)


def action(ask: Ask) -> Response:
    """What the action asks."""
    return _drawn(ask, offered(ask, CASEWORKER))


def _drawn(ask: Ask, page: Page) -> Response:
    place = _place(ask)
    return shown(
        ask, page, action=f"{place}/{page.id}", back=lambda _screen: place, notices=_warned()
    )


def act(ask: Ask) -> Response:
    """It is done; its messages leave."""
    return acted(ask, CASEWORKER, lambda page: _drawn(ask, page), _place(ask))
