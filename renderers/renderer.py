"""What a renderer is: one way of giving a page to somebody, on a screen, on paper or aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from ..engine.page.page import Page
from ..engine.page.summary import Summary

ENTRY_POINTS = "parcours.renderers"
"""Each entry point names a Renderer value; the name of the entry point is only for its author."""

OWN = {"html": "", "json": "", "pdf": "typst", "terminal": ""}
"""Folders here whose module `renderer` holds one, as RENDERER; each with the library that it does
nothing without, which an extra installs: where it is missing, so is the renderer."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in a gallery: its shelf, and of whom it is told (nobody: it is as one finds it)."""

    shelf: str
    page: Page
    told: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Renderer:
    """`render(page)` gives the bytes of one page, whole, the same ones each time.

    It reads nothing but the page: no procedure, dossier, clock or file. `media` is the media type
    of what it gives (RFC 6838). A page holds texts that strangers wrote: whatever the medium would
    obey in them is escaped. Raises nothing for a page that `compose` gave. `together(pages, title)`
    gives several pages in one file of that title, and `summary(told, made)` a filed request as a
    whole at that aware instant, where the medium can. `gallery(title, variants)` gives the files of
    a folder in which one goes from page to page, by name.
    """

    name: str
    title: str
    media: str
    render: Callable[[Page], bytes]
    together: Callable[[Sequence[Page], str], bytes] | None = None
    summary: Callable[[Summary, datetime], bytes] | None = None
    gallery: Callable[[str, Sequence[Variant]], Iterable[tuple[str, bytes]]] | None = None

    def __repr__(self) -> str:
        return f"<renderer {self.name}>"


@lru_cache(maxsize=1)
def renderers() -> Mapping[str, Renderer]:
    """By name, ours and those of other packages. Raises ValueError when two bear the same one."""
    here = (folder for folder, library in OWN.items() if not library or find_spec(library))
    own = (import_module(f"{__package__}.{folder}.renderer").RENDERER for folder in here)
    others = (point.load() for point in entry_points(group=ENTRY_POINTS))
    return by_name((*own, *others))


def by_name(known: Iterable[Renderer]) -> dict[str, Renderer]:
    """Raises TypeError for what is no renderer, ValueError when two bear the same name."""
    found: dict[str, Renderer] = {}
    for renderer in known:
        if not isinstance(renderer, Renderer):
            raise TypeError(f"{renderer!r} is no Renderer")
        if renderer.name in found:
            raise ValueError(f"two renderers are named {renderer.name!r}")
        found[renderer.name] = renderer
    return found
