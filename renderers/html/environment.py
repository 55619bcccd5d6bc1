"""The jinja2 environment, which the portal's own pages and mails use too."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...engine.page.files import size, takes
from ...engine.page.markup import paragraphs
from ...engine.source.wording import _, ngettext, typeset
from .dsfr import Dressed
from .frame import DSFR
from .names import pressed
from .places import boxes, identifier, is_brick, is_long, rows, targets
from .words import words

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")

I18N, DO = "jinja2.ext.i18n", "jinja2.ext.do"


def environment(folders: Iterable[Path] = (), theme: str = "") -> Environment:
    """Templates of those folders, then ours. Whatever is not known raises; all is escaped."""
    return _made(tuple(folders), theme)


@lru_cache(maxsize=8)
def _made(folders: tuple[Path, ...], theme: str) -> Environment:
    themed = [TEMPLATES / theme] if theme else []
    made = Environment(
        loader=FileSystemLoader([*themed, *folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=[I18N, DO, *([Dressed] if theme == DSFR else [])],
    )
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {"paragraphs": paragraphs, "size": size, "takes": takes, "typeset": typeset}
    made.filters |= {"id": identifier, "boxes": boxes, "rows": rows, "pressed": pressed}
    made.filters |= {"targets": targets}
    made.tests |= {"brick": is_brick, "long": is_long}
    made.globals |= {"words": words}
    return made
