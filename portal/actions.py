"""What is done on a filed request: answering a call for documents, withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.responses import Response

from ..engine.model.basics import APPLICANT
from ..engine.page.page import Page
from ..renderers.html.names import DO, posted
from .ask import Ask
from .following import here
from .keeping import RESIZING, kept_documents, resized
from .routes import Elsewhere
from .screens import drawn_page
from .stashing import restored, stashed, unstashed
from .typed import is_typed, left
from .views import ONCE, to

Draw = Callable[[Page], Response]


def show(ask: Ask) -> Response:
    """What the action asks."""
    page = offered(ask, APPLICANT)
    if kept := stashed(ask):
        unstashed(ask)  # nothing of an action is kept before it is done: it is given back once
        runtime, dossier = ask.house.runtime, ask.place["dossier"]
        page, told = restored(
            page, kept, lambda raws: runtime.action_page(dossier, page.id, raws) or page
        )
        return drawn_page(ask, page, notices=told)
    return drawn_page(ask, page)


def obey(ask: Ask) -> Response:
    """By the applicant."""
    return acted(ask, APPLICANT, lambda page: drawn_page(ask, page), here(ask))


def offered(ask: Ask, by: str) -> Page:
    """The page of the action that the path names, if that person may do it now."""
    runtime, dossier, action = ask.house.runtime, ask.place["dossier"], ask.place["action"]
    allowed = {one.target for one in runtime.status(dossier, by).buttons if one.kind == "act"}
    page = runtime.action_page(dossier, action) if action in allowed else None
    if page is None:
        raise Elsewhere(409)
    return page


def acted(ask: Ask, by: str, draw: Draw, back: str) -> Response:
    """Documents are kept first; the rest is kept by the act alone."""
    dossier, action, runtime = ask.place["dossier"], ask.place["action"], ask.house.runtime
    page = offered(ask, by)
    told = posted(page, ask.form.every)
    refused = kept_documents(ask, page, told)
    verb, _colon, target = ask.form.text(DO).partition(":")
    row = ""
    if verb in RESIZING:
        told, row = resized(page, told, verb, target)

    def again(refused: Mapping[str, str]) -> Page:
        def drawing(faults: Mapping[str, str]) -> Page:
            return runtime.action_page(dossier, action, told.raws, faults) or page

        return replace(left(drawing, told, ask.form.every, refused), focus=row)

    if verb == "act" and not refused and not again({}).appeared:
        once = ask.form.text(ONCE)
        refused = dict(runtime.act(dossier, action, by, told.raws, told.ticks, once).refused)
        if not refused:
            ask.house.worker.hurry()
            return to(back, "complement")
    elif verb != "act":
        refused = {name: why for name, why in refused.items() if is_typed(told, name)}
    return draw(again(refused))
