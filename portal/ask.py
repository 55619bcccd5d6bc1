"""What a person asks of the portal, read whole before any handler sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from .accounts import Account
from .house import House
from .sessions import Session


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name and its bytes, neither trusted yet.

    `is_whole` is false where its bytes were let go, for too many came at once.
    """

    name: str
    file: BinaryIO
    size: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: texts and files by control name, in order."""

    texts: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, Upload], ...] = ()

    def text(self, name: str) -> str:
        """The first text under that name, or nothing."""
        for key, text in self.texts:
            if key == name:
                return text
        return ""

    def every(self, name: str) -> Iterator[str]:
        """All the texts under that name."""
        return (text for key, text in self.texts if key == name)

    def uploads(self, name: str) -> Iterator[Upload]:
        """The files chosen in that control; a control left empty sends one without a name."""
        return (upload for key, upload in self.files if key == name and upload.name)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `place` holds the parts of the path, `query` what follows its « ? ».

    `session` is None while the browser holds nothing here; `name` is its cookie, `token` proves its
    forms. `client` is the address it comes from, `origin` and `site` what the browser says of the
    page that sent it, `id` names the request in the logs and on error pages.
    """

    house: House
    method: str
    path: str
    id: str
    client: str
    agent: str
    name: str = field(repr=False)
    token: str = field(repr=False)
    origin: str = ""
    site: str = ""
    place: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    session: Session | None = None
    account: Account | None = None

    @property
    def owner(self) -> str:
        """As dossiers name their owner; empty for who has not signed in."""
        return self.account.owner if self.account else ""
