"""One dossier at work: each command is carried out, and what it brings about is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ...engine.dossier import commands as do
from ...engine.dossier.time import day_of
from ...engine.fields.field_type import Raw
from ...engine.model.definitions import Procedure
from ...engine.page.page import Page
from ...engine.runtime import Runtime, Told, effect_of
from .effects import shown
from .paths import Chosen
from .voice import Voice

LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """The runtime that holds the dossier, its id, and the person it speaks to."""

    runtime: Runtime
    dossier: str
    voice: Voice
    by: str = "applicant"

    def do(self, command: do.Command) -> Told:
        """Carry out a command; messages and documents it brings are shown here, sent nowhere.

        Raises NotAllowed and the store's errors.
        """
        return self.told(self.runtime.handle(self.dossier, command))

    @property
    def is_filed(self) -> bool:
        """Whether the request was filed."""
        return self.runtime.dossier(self.dossier)[1].filed is not None

    @property
    def is_examined(self) -> bool:
        """Whether somebody examines it."""
        return self.runtime.dossier(self.dossier)[1].stay is not None

    @property
    def procedure(self) -> Procedure:
        """In the version that the dossier is bound to."""
        return self.runtime.dossier(self.dossier)[0].procedure

    @property
    def today(self) -> date:
        """The day in Paris."""
        return day_of(self.runtime.sources.now())

    def awaited(self, screen: str) -> str:
        """The event that this screen waits for."""
        waits = (one for step in self.procedure.steps for one in step.screens if one.id == screen)
        found = next(waits).await_
        return found.event if found else ""

    def attach(self, slot: str, file: Chosen, limit: int) -> Told:
        """Join a file."""
        told = self.runtime.attach(self.dossier, slot, file.name, file.media, file.content, limit)
        return self.told(told)

    def told(self, told: Told) -> Told:
        """Show what came of a command."""
        self.perform()
        return told

    def perform(self) -> None:
        """What is shown is done: nothing is left for another program to send."""
        store, now = self.runtime.store, self.runtime.sources.now()
        for effect in store.effects_of(self.dossier):
            if lease := store.take(effect.id, now, now + LEASE):
                told = shown(effect_of(lease.data), self.voice.paper, self.account())
                self.voice.say(told)
                store.done(lease.id, lease.attempts)

    def page(self, screen: str = "", typed: Mapping[str, Raw] | None = None) -> Page:
        """Where the dossier stands, or a screen of its path, with what is typed there."""
        return self.runtime.page(self.dossier, screen, typed)

    def account(self) -> str:
        """The applicant's electronic address."""
        _compiled, state = self.runtime.dossier(self.dossier)
        return state.account.get("email", "")
