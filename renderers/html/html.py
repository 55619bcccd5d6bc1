"""A page of the engine in its frame, as one HTML document."""

from __future__ import annotations

from typing import Any

from ...engine.page.page import Page
from .environment import environment
from .frame import Frame


def html(page: Page, frame: Frame, template: str = "page.html", **more: Any) -> str:
    """The whole document. `more` is what a template shows besides."""
    found = environment(theme=frame.theme).get_template(template)
    return found.render(page=page, frame=frame, errors=dict(page.errors), **more)
