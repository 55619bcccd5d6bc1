"""JSON as a renderer: a page as its plain data, for a program that draws it in its own way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...engine.page.page import Page
from ...engine.source.wording import _
from ..renderer import Renderer


def _render(page: Page) -> bytes:
    return _written(page.as_json())


def _together(pages: Sequence[Page], title: str) -> bytes:
    return _written({"title": title, "pages": [page.as_json() for page in pages]})


def _written(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


RENDERER = Renderer(
    name="json",
    title=_("Données JSON"),
    media="application/json",
    render=_render,
    together=_together,
)
