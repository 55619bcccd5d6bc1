"""A form of a screen that changed meanwhile: its person chooses what is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from starlette.responses import Response

from ..engine.dossier.dossier import fold
from ..engine.page.compose import compose
from ..engine.page.page import Page
from ..renderers.html.names import DO, TICK, Posted, count
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
    since, elsewhere: that stands, and nobody is asked. `page` is what is kept."""
    renderings, once = ask.house.renderings, ask.form.text(ONCE)
    seen = renderings.seen(once, ask.form.text(VERSION))
    if 0 < seen < version(ask):
        renderings.met(once)
    if renderings.sent(once).met:
        told = _since_drawn(ask, page, told)
    kept = {**_texts(page), **_boxes(page)}
    names = {name for name, raw in told.raws.items() if kept.get(name) != plain(raw)}
    names |= {f"{TICK}.{name}" for name, on in told.ticks.items() if kept[f"{TICK}.{name}"] != on}
    renderings.changed(once, names)
    return told


def _since_drawn(ask: Ask, page: Page, told: Posted) -> Posted:
    """Without what is as it was then; what its page had changed meanwhile was put back."""
    runtime, dossier = ask.house.runtime, ask.place["dossier"]
    compiled, _state = runtime.dossier(dossier)
    former = fold(runtime.history(dossier)[: count(ask.form.text(VERSION))])
    then = compose(compiled, former, ask.house.now(), page.id)
    if then.id != page.id:
        return told
    own = ask.house.renderings.sent(ask.form.text(ONCE)).own
    were = {name: one for name, one in {**_texts(then), **_boxes(then)}.items() if name not in own}
    return replace(
        told,
        raws={name: raw for name, raw in told.raws.items() if were.get(name) != plain(raw)},
        ticks={name: on for name, on in told.ticks.items() if were.get(f"{TICK}.{name}") != on},
    )


def _texts(page: Page) -> dict[str, object]:
    return {one.name: plain(one.raw) for one in page.questions}


def _boxes(page: Page) -> dict[str, object]:
    return {f"{TICK}.{one.name}": one.is_ticked for one in page.ticks}


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
