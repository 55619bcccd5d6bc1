"""What a renderer is: one way of giving a page to somebody, on a screen, on paper or aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points

from ..engine.page.page import Page

ENTRY_POINTS = "parcours.renderers"
"""Each entry point names a Renderer value; the name of the entry point is only for its author."""

OWN = ("terminal",)
"""Folders here whose module `renderer` holds one, as RENDERER."""


@dataclass(frozen=True, slots=True, repr=False)
class Renderer:
    """`render(page)` gives the bytes of one page, whole, the same ones each time.

    It reads nothing but the page: no procedure, dossier, clock or file. `media` is the media type
    of what it gives (RFC 6838). A page holds texts that strangers wrote: whatever the medium would
    obey in them is escaped. Raises nothing for a page that `compose` gave.
    """

    name: str
    title: str
    media: str
    render: Callable[[Page], bytes]

    def __repr__(self) -> str:
        return f"<renderer {self.name}>"


@lru_cache(maxsize=1)
def renderers() -> Mapping[str, Renderer]:
    """By name, ours and those of other packages. Raises ValueError when two bear the same one."""
    own = (import_module(f"{__package__}.{folder}.renderer").RENDERER for folder in OWN)
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
