"""What an address of the portal is: a path, who may come, and what answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from starlette.responses import Response

from .ask import Ask

Handler = Callable[[Ask], Response]


class Access(Enum):
    """Who may come. It is checked in one place, before the handler is called."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    OWNER = "owner"
    """Of the dossier or the message that the path names, in this account or in this browser."""
    DEMONSTRATION = "demonstration"
    """Anyone, and nobody outside a demonstration."""


@dataclass(frozen=True, slots=True)
class Route:
    """A path with its `{parts}`, and the handler of each method."""

    path: str
    access: Access
    get: Handler | None = None
    post: Handler | None = None
    takes_files: bool = False
    """Its forms may carry files; of any other, files are not even kept while they are read."""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By method."""
        found = {"GET": self.get, "POST": self.post}
        return {method: handler for method, handler in found.items() if handler}


class Elsewhere(Exception):
    """The answer is not this page: what is raised instead of it, from anywhere below a handler.

    `detail` is a sentence for this person.
    """

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(status)
        self.status, self.detail = status, detail
