"""The terminal as a renderer: a page as lines of text, at the usual width."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.page.page import Page
from ...engine.source.wording import _
from ..renderer import Renderer
from .show import show


def _render(page: Page) -> bytes:
    return show(page).encode()


def _together(pages: Sequence[Page], _title: str) -> bytes:
    return b"\n\n".join(map(_render, pages))


RENDERER = Renderer(
    name="terminal",
    title=_("Lignes de texte"),
    media="text/plain; charset=utf-8",
    render=_render,
    together=_together,
)
