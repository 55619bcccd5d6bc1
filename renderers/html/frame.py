"""What surrounds a page in a browser: the site's name, its links, where forms go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...engine.page.page import Button

DSFR = "dsfr"
"""The theme that only sites of the French State may bear."""

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a menu; `count` stands beside it where there is one."""

    label: str
    address: str
    count: int = 0
    is_here: bool = False


def nowhere(_button: Button) -> str:
    """No button leads anywhere: the page is a picture of itself."""
    return ""


@dataclass(frozen=True, slots=True)
class Frame:
    """`action` is where forms are posted (empty: nowhere, the page is a static one).

    `leads` gives the address that a button is a link to, or nothing where it posts the form.
    `hidden` are the values that forms carry back. `assets` is where the style sheet and the script
    lie. `documents` gives the address of a deliverable by its name, of a file joined by its digest.
    """

    site: str
    home: str = ""
    address: str = ""
    """Where this page is come back to, whatever the address that answered with it."""
    action: str = ""
    assets: str = ""
    menu: tuple[Entry, ...] = ()
    foot: tuple[Entry, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    leads: Callable[[Button], str] = nowhere
    back: Callable[[str], str] | None = None
    """The address of a screen already met."""
    documents: Mapping[str, str] = field(default_factory=dict)
    saves: bool = False
    """« Enregistrer et quitter » is offered, and the script posts `keep` as one types: nothing is
    shown for it, and 204 says that all was kept."""
    lang: str = "fr"
    theme: str = ""
    """Empty, or `dsfr`, which `dsfr.is_allowed` says."""

    def __hash__(self) -> int:
        """Of two frames that are equal; mappings have no hash."""
        return hash((self.address, self.menu, self.saves))

    @property
    def direction(self) -> str:
        """Of the writing."""
        return "rtl" if self.lang.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
