"""Paper as a renderer: a page as it looks, on upright sheets that everybody can read."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.page.page import Page
from ...engine.source.wording import _
from ..renderer import Renderer
from .mock import parts
from .summary import summary
from .typeset import typeset


def drawn(pages: Sequence[Page], title: str) -> bytes:
    """Those pages in one file of that title."""
    found = [part for page in pages for part in parts(page)]
    return typeset("page", {"title": title, "parts": found})


def _render(page: Page) -> bytes:
    return drawn([page], page.title)


RENDERER = Renderer(
    name="pdf",
    title=_("PDF à imprimer"),
    media="application/pdf",
    render=_render,
    together=drawn,
    summary=summary,
)
