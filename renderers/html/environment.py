"""The jinja2 environment, which the portal's own pages and mails use too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ...engine.page.files import size, takes
from ...engine.page.markup import paragraphs
from ...engine.source.wording import _, capital, ngettext, typeset
from .dsfr import Dressed
from .frame import DSFR, Entry
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
        extensions=[DO, *([Dressed] if theme == DSFR else [])],
    )
    made.globals |= {"_": _said, "ngettext": _counted}
    made.filters |= {"paragraphs": paragraphs, "size": size, "takes": takes, "typeset": typeset}
    made.filters |= {"id": identifier, "boxes": boxes, "rows": rows, "pressed": pressed}
    made.filters |= {"targets": targets, "capital": capital}
    made.tests |= {"brick": is_brick, "long": is_long}
    made.globals |= {"words": htmlsafe_json_dumps(words()), "links": _links(made)}
    for name, file in _DRAWING.items():
        made.globals[name] = made.get_template(file).module
    return made


_DRAWING = {
    "tell": "prose.html",
    "draw": "controls.html",
    "joining": "joining.html",
    "press": "buttons.html",
}
"""Templates of macros, under the names that every template calls them by: imported once, for an
import in a template is made again at each page. Each may use those above it."""


def _links(made: Environment) -> Callable[..., Markup]:
    """The entries of a menu, kept, for most people see the same."""
    template = made.get_template("links.html")

    @lru_cache(maxsize=256)
    def links(entries: tuple[Entry, ...], item: str = "", link: str = "") -> Markup:
        return Markup(template.render(entries=entries, item=item, link=link))  # noqa: S704 - escaped

    return links


def _said(sentence: str, /, **words: object) -> Markup:
    """A sentence in the page, where `words` are escaped."""
    said = Markup(_(sentence))  # noqa: S704 - sentences of ours
    return said % words if words else said


def _counted(one: str, several: str, count: int, /, **words: object) -> Markup:
    """The same, in the singular or the plural; `num` is the count."""
    return Markup(ngettext(one, several, count)) % {"num": count, **words}  # noqa: S704
