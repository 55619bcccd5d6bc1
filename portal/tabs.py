"""A form of a screen that changed meanwhile: its person chooses what is kept."""

from __future__ import annotations

from starlette.responses import Response

from ..engine.page.page import Page
from ..renderers.html.names import DO, Posted
from .ask import Ask
from .remaining import latest, unseen
from .renderings import differences
from .stashing import OURS, secrets
from .views import ONCE, VERSION, view


def version(ask: Ask) -> int:
    """What a page drawn now has seen of its dossier, carried by its form."""
    return ask.house.runtime.look(ask.place["dossier"]).version


def saved(ask: Ask) -> None:
    """What this form changed, the page that sent it knows."""
    ask.house.renderings.saved(ask.form.text(ONCE), version(ask))


def overwritten(ask: Ask, page: Page, told: Posted) -> Response | None:
    """The choice, where this form would write over what its page never showed; else nothing."""
    once = ask.form.text(ONCE)
    seen = ask.house.renderings.seen(once, ask.form.text(VERSION))
    if not seen:
        return None
    dossier = ask.place["dossier"]
    found = [*unseen(ask, page, told)]
    if seen < version(ask):
        found += differences(page, told, ask.house.runtime.history(dossier)[seen:])
    if not found:
        return None
    compiled, _state = ask.house.runtime.dossier(dossier)
    hidden = OURS | secrets(compiled.procedure)
    return view(
        ask,
        "conflict.html",
        409,
        found=found,
        texts=[(name, text) for name, text in ask.form.texts if name not in hidden],
        drawn={VERSION: str(version(ask)), **latest(ask)},
        button=ask.form.text(DO),
        had_files=any(upload.name for _name, upload in ask.form.files),
    )
