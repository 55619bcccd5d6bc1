"""What an applicant does on a filed request: answering a call for documents, withdrawing."""

from __future__ import annotations

from starlette.responses import Response

from ..engine.page.page import Page
from ..renderers.html.names import DO, posted
from .ask import Ask
from .dossiers import ONCE, drawn_page, here, kept_documents
from .routes import Elsewhere
from .views import to

APPLICANT = "applicant"


def show(ask: Ask) -> Response:
    """What the action asks."""
    return _drawn(ask, _page(ask))


def _page(ask: Ask) -> Page:
    page = ask.house.runtime.action_page(ask.place["dossier"], ask.place["action"])
    if page is None:
        raise Elsewhere(409)
    return page


def _drawn(ask: Ask, page: Page) -> Response:
    return drawn_page(ask, page, f"{here(ask)}/action/{page.id}")


def obey(ask: Ask) -> Response:
    """Documents are kept first; the rest is kept by the act alone."""
    dossier, action = ask.place["dossier"], ask.place["action"]
    page, runtime = _page(ask), ask.house.runtime
    told = posted(page, ask.form.every)
    refused = dict(kept_documents(ask, page, told))
    verb, _colon, _target = ask.form.text(DO).partition(":")
    if verb == "act" and not refused:
        once = ask.form.text(ONCE)
        refused = dict(runtime.act(dossier, action, APPLICANT, told.raws, told.ticks, once).refused)
        if not refused:
            ask.house.worker.hurry()
            return to(here(ask))
    again = runtime.action_page(dossier, action, told.raws, refused)
    return _drawn(ask, again or page)
