"""One dossier at work: each command is carried out, and what it brings about is told."""

from __future__ import annotations

from dataclasses import dataclass

from ...engine.dossier import commands as do
from ...engine.page.page import Page
from ...engine.runtime import Runtime, Told
from ...engine.store.errors import ReferenceTaken
from .effects import shown
from .paths import Chosen
from .voice import Voice

MOST_DRAWS = 20
MOST_EFFECTS = 1000


@dataclass(frozen=True, slots=True)
class Desk:
    """The runtime that holds the dossier, its id, and the person it speaks to."""

    runtime: Runtime
    dossier: str
    voice: Voice
    by: str = "applicant"

    def do(self, command: do.Command) -> Told:
        """Carry out a command; messages and documents it brings are shown here, sent nowhere.

        Raises NotAllowed and the store's errors. A number already taken is drawn again.
        """
        for attempt in range(MOST_DRAWS):
            try:
                return self._told(self.runtime.handle(self.dossier, command))
            except ReferenceTaken:
                if attempt == MOST_DRAWS - 1:
                    raise
        raise AssertionError("unreachable")

    def attach(self, slot: str, file: Chosen, limit: int) -> Told:
        """Join a file."""
        told = self.runtime.attach(
            self.dossier, slot, file.name, file.media, file.content, limit
        )
        return self._told(told)

    def _told(self, told: Told) -> Told:
        for effect in told.effects:
            self.voice.say(shown(effect, self.voice.paper, self.account()))
        self.perform()
        return told

    def perform(self) -> None:
        """What was shown is done: nothing is left for another program to send."""
        store, now = self.runtime.store, self.runtime.sources.now()
        for effect in store.due_effects(now, MOST_EFFECTS):
            if effect.dossier == self.dossier and (lease := store.take(effect.id, now, now)):
                store.done(lease.id, lease.attempts)

    def page(self, screen: str = "") -> Page:
        """Where the dossier stands, or a screen of its path."""
        return self.runtime.page(self.dossier, screen)

    def account(self) -> str:
        """The applicant's electronic address."""
        _compiled, state = self.runtime.dossier(self.dossier)
        return state.account.get("email", "")
