"""What the runtime does not decide itself, and what it tells of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..dossier.effects import Effect, HandOver


def unchanged(secret: str) -> str:
    """As it was given."""
    return secret


def anywhere(_dossier: str, _to: str) -> None:
    """As often as it is asked."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is not decided here: the time (aware), and names drawn for dossiers, requests, links."""

    now: Callable[[], datetime]
    dossier: Callable[[], str]
    number: Callable[[], str]
    link: Callable[[str], str]
    """The one-time address for what that dossier awaits."""
    sends: Callable[[str, str], None] = anywhere
    """Asked, of a dossier and an address, before a message leaves to prove that address: it raises
    NotAllowed where either had enough of them, and nothing is done."""
    protect: Callable[[str], str] = unchanged
    """What the application keeps of a secret: of a password, its salted digest. Applied before
    anything is written: the secret itself then never reaches the disk."""

    def protected(self, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        """The same effects, each secret as the application keeps it."""
        if not any(isinstance(one, HandOver) for one in effects):
            return effects
        return tuple(
            replace(one, secrets={name: self.protect(text) for name, text in one.secrets.items()})
            if isinstance(one, HandOver)
            else one
            for one in effects
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a command: the version now, what was brought about, what was refused.

    The effects are kept in the store's outbox by the same append, and are performed from there
    (`Runtime.perform`): here they are only told. A command sent again tells none.
    """

    version: int
    effects: tuple[Effect, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Nothing was refused."""
        return not self.refused
