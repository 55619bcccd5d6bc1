"""HTML as a renderer: a page that stands alone, or many beside one another with their index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...engine.page.page import Page
from ...engine.source.wording import _
from ..renderer import Renderer, Variant
from .environment import STATIC, environment
from .frame import Frame
from .html import html

INDEX = "index.html"
SHEET = "parcours.css"
ASSETS = (SHEET, "parcours.svg", "conditions.js", "questions.js", "parcours.js")


def _site(page: Page) -> str:
    return page.procedure_title or _("Démarches en ligne")


def _render(page: Page) -> bytes:
    """With its style sheet inside, and no script: its forms are posted nowhere."""
    return html(page, Frame(_site(page)), "alone.html", sheet=_sheet()).encode()


@lru_cache(maxsize=1)
def _sheet() -> str:
    return (STATIC / SHEET).read_text(encoding="utf-8")


def _gallery(title: str, variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    """A file a variant, the index that leads to them by shelf, and what they all need."""
    files = _files(variants)
    names = {(one.told, one.page.id): name for one, name in zip(variants, files, strict=True)}
    for one, name in zip(variants, files, strict=True):
        frame = Frame(
            _site(one.page),
            home=INDEX,
            back=lambda screen, told=one.told: names.get((told, screen), INDEX),  # type: ignore[misc]
        )
        yield name, html(one.page, frame).encode()
    index = environment().get_template("gallery.html")
    frame = Frame(title, home=INDEX)
    shelves = _shelves(variants, files)
    yield INDEX, index.render(frame=frame, title=title, shelves=shelves).encode()
    for asset in ASSETS:
        yield asset, (STATIC / asset).read_bytes()


def _files(variants: Sequence[Variant]) -> list[str]:
    """`pieces.html`, then `pieces-2.html`."""
    counts: dict[str, int] = {}
    names = []
    for one in variants:
        id_ = one.page.id or one.page.kind
        count = counts[id_] = counts.get(id_, 0) + 1
        names.append(f"{id_}.html" if count == 1 else f"{id_}-{count}.html")
    return names


Links = list[tuple[str, str]]


def _shelves(
    variants: Sequence[Variant], files: Sequence[str]
) -> dict[str, dict[tuple[str, str], Links]]:
    """By shelf, then by page, in order: the file of each variant, and who is told to meet it."""
    found: dict[str, dict[tuple[str, str], Links]] = {}
    for one, name in zip(variants, files, strict=True):
        pages = found.setdefault(one.shelf, {})
        pages.setdefault((one.page.id, one.page.title), []).append((name, one.told))
    return found


RENDERER = Renderer(
    name="html",
    title=_("Pages HTML"),
    media="text/html",
    render=_render,
    gallery=_gallery,
)
