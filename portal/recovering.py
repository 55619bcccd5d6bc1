"""What a lost session, or a fault, kept from being obeyed: kept in the draft at last, and shown."""

from __future__ import annotations

import logging
from dataclasses import replace

from starlette.responses import Response

from ..engine.page.page import Page
from ..renderers.html.names import Posted, posted
from .ask import Ask, Form
from .following import here
from .keeping import kept_typed
from .remaining import beside, drawn
from .stashing import KEPT, NOTICE, restored, unstashed
from .tabs import overwritten, saved, touched
from .typed import is_typed

log = logging.getLogger("parcours.portal.recovering")


def recovered(ask: Ask, page: Page, lost: Form) -> Response | tuple[Page, tuple[str, ...]]:
    """The page as it was left, and what is to be told of it; or the choice, where something else
    was answered meanwhile."""
    place = {**ask.place, "screen": page.id}
    sent = replace(ask, path=f"{here(ask)}/ecran/{page.id}", place=place, form=lost)
    try:
        told = touched(sent, page, posted(page, lost.every))
        conflict, is_kept = _kept(sent, page, beside(sent, told))
    except Exception as error:  # it stays where it is for the next time, and its screen is shown
        log.error("fault", exc_info=error, extra={"request": ask.id})
        conflict, is_kept = None, False
    if conflict:
        return conflict
    page = ask.house.runtime.page(ask.place["dossier"], page.id)
    notice = KEPT if is_kept else NOTICE
    return restored(page, lost, lambda raws: drawn(sent, page.id, raws), notice)


def _kept(ask: Ask, page: Page, told: Posted) -> tuple[Response | None, bool]:
    """The choice, if there is one; and whether all of it is kept, as any form of its person."""
    if conflict := overwritten(ask, page, told):
        unstashed(ask)
        return conflict, False
    _refused, faults = kept_typed(ask, page, told)
    saved(ask)
    if any(is_typed(told, name) for name in faults):
        return None, False
    unstashed(ask)
    return None, True
