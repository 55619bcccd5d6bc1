"""Pages that people expect of a site: help, accessibility, legal notice, personal data, cookies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from ..engine.source.wording import _
from ..renderers.annex.telling import delay
from .ask import Ask
from .gate import cookie_name
from .home import procedures
from .sessions import IDLE
from .sweeping import DRAFTS
from .views import view

PAGES = {
    "/aide": ("help.html", _("Aide et contact")),
    "/accessibilite": ("accessibility.html", _("Déclaration d’accessibilité")),
    "/mentions-legales": ("legal.html", _("Mentions légales")),
    "/donnees-personnelles": ("privacy.html", _("Données personnelles")),
    "/cookies": ("cookies.html", _("Cookies")),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a procedure keeps things; `retention` is empty where nothing erases a request."""

    title: str
    drafts: str
    retention: str


def page(ask: Ask) -> Response:
    """One of them."""
    template, title = PAGES[ask.path]
    return view(
        ask,
        template,
        title=title,
        settings=ask.house.settings,
        kept=list(_kept(ask)),
        cookie=cookie_name(ask.house),
        minutes=int(IDLE.total_seconds() // 60),
    )


def _kept(ask: Ask) -> Iterator[Kept]:
    for one in procedures(ask):
        drafts = delay(one.drafts or DRAFTS)
        retention = delay(one.retention) if one.retention else drafts * (not one.examination)
        yield Kept(one.title, drafts, retention)
