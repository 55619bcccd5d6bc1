"""Answers as pages: the frame that every page of the portal shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..engine.page.page import Button, Page
from ..engine.source.wording import _
from ..renderers.html.environment import environment
from ..renderers.html.frame import Entry, Frame
from ..renderers.html.html import html
from .ask import Ask

TEMPLATES = Path(__file__).with_name("templates")
TOKEN = "token"  # noqa: S105 - the name of a control
STATIC = "/static/"


def frame_of(ask: Ask, **more: Any) -> Frame:
    """The portal's frame, for this person."""
    return Frame(
        site=ask.house.settings.service["name"].capitalize(),
        home="/",
        assets=STATIC,
        menu=tuple(_menu(ask)),
        foot=_FOOT,
        hidden={TOKEN: ask.token, **more.pop("hidden", {})},
        **more,
    )


def shown(ask: Ask, page: Page, status: int = 200, **more: Any) -> Response:
    """A page of the engine; `more` goes to the frame."""
    return HTMLResponse(html(page, frame_of(ask, **more)), 422 if page.errors else status)


def view(ask: Ask, template: str, status: int = 200, **values: Any) -> Response:
    """A page of the portal's own, from its templates."""
    frame = frame_of(ask)
    text = environment([TEMPLATES]).get_template(template).render(frame=frame, ask=ask, **values)
    return HTMLResponse(text, status)


def to(address: str) -> Response:
    """Elsewhere, by GET: a page is never the answer to a form that was obeyed."""
    return RedirectResponse(address, 303)


Leads = Callable[[Button], str]


def leads(addresses: Mapping[str, str]) -> Leads:
    """Buttons of those kinds are links; `{}` in an address is the button's target."""
    return lambda button: addresses.get(button.kind, "").replace("{}", button.target)


def _menu(ask: Ask) -> list[Entry]:
    if ask.account is None:
        return [Entry(_("Se connecter"), "/connexion", is_here=ask.path == "/connexion")]
    unread = ask.house.letters.unread(ask.account.id)
    return [
        Entry(_("Mon compte"), "/compte", unread, ask.path == "/compte"),
        Entry(_("Se déconnecter"), "/deconnexion"),
    ]


_FOOT = (
    Entry(_("Aide et contact"), "/aide"),
    Entry(_("Vérifier un document"), "/verifier"),
    Entry(_("Accessibilité : non auditée"), "/accessibilite"),
    Entry(_("Mentions légales"), "/mentions-legales"),
    Entry(_("Données personnelles"), "/donnees-personnelles"),
    Entry(_("Cookies"), "/cookies"),
)
