"""A form of a screen that changed meanwhile: its person chooses what is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from starlette.responses import Response

from ..engine.dossier.dossier import fold
from ..engine.page.compose import compose
from ..engine.page.page import Page
from ..renderers.html.names import DO, Posted, count
from .ask import Ask
from .keeping import kept_typed
from .remaining import latest, unseen
from .renderings import differences, plain
from .stashing import OURS, secrets
from .views import ONCE, VERSION, view

T = TypeVar("T")


def version(ask: Ask) -> int:
    """What a page drawn now has seen of its dossier, carried by its form."""
    return ask.house.runtime.look(ask.place["dossier"]).version


def saved(ask: Ask) -> None:
    """What this form changed, the page that sent it knows."""
    ask.house.renderings.saved(ask.form.text(ONCE), version(ask))


def touched(ask: Ask, page: Page, told: Posted) -> Posted:
    """What was changed in the form. What it shows as it was drawn says nothing of what was answered
    since, elsewhere: that stands, and nobody is asked."""
    dossier, drawn = ask.place["dossier"], count(ask.form.text(VERSION))
    if not drawn or drawn >= version(ask):
        return told
    runtime = ask.house.runtime
    compiled, _state = runtime.dossier(dossier)
    former = fold(runtime.history(dossier)[:drawn])
    then = compose(compiled, former, ask.house.now(), page.id)
    if then.id != page.id:
        return told
    raws = {one.name: plain(one.raw) for one in then.questions}
    ticks = {one.name: one.is_ticked for one in then.ticks}
    return replace(
        told,
        raws={name: raw for name, raw in told.raws.items() if raws.get(name) != plain(raw)},
        ticks={name: on for name, on in told.ticks.items() if ticks.get(name) != on},
    )


def overwritten(ask: Ask, page: Page, told: Posted) -> Response | None:
    """The choice, where this form would write over what its page never showed; else nothing.

    What nobody answered otherwise is kept meanwhile: the choice is not about it.
    """
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
    kept_typed(ask, page, _without(told, {one.name for one in found}))
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


def _without(told: Posted, names: Collection[str]) -> Posted:
    def rest(held: Mapping[str, T]) -> dict[str, T]:
        return {name: one for name, one in held.items() if name not in names}

    return replace(
        told,
        raws=rest(told.raws),
        ticks=rest(told.ticks),
        dates=rest(told.dates),
        codes=rest(told.codes),
        chosen=rest(told.chosen),
    )
