"""A page to be filled in: a screen of the flow, or an action of the examination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ...engine.dossier import commands as do
from ...engine.dossier.not_allowed import NotAllowed
from ...engine.fields.field_type import Raw
from ...engine.page.page import Page
from ...engine.source.wording import _
from .desk import Desk

Refused = Mapping[str, str]
NOTHING: Mapping[str, Raw] = {}


class Form(Protocol):
    """What asks and what takes the answers; a refusal is a sentence by full name."""

    @property
    def desk(self) -> Desk:
        """The dossier it belongs to."""

    def page(self, typed: Mapping[str, Raw] = NOTHING) -> Page:
        """As it is now, with what is being typed."""

    def answer(self, name: str, raw: Raw) -> Refused:
        """Take an answer."""

    def tick(self, name: str, on: bool) -> Refused:
        """Take an attestation."""


@dataclass(frozen=True, slots=True)
class ScreenForm:
    """A screen: each good answer is kept at once. Secrets wait for the filing."""

    desk: Desk
    screen: str
    secrets: dict[str, Raw] = field(default_factory=dict, repr=False)

    def page(self, typed: Mapping[str, Raw] = NOTHING) -> Page:
        """As it is now, with what is being typed."""
        return self.desk.page(self.screen, typed)

    def answer(self, name: str, raw: Raw) -> Refused:
        """Kept in the dossier when it is good."""
        return self.desk.do(do.Answer(self.screen, {name: raw})).refused

    def tick(self, name: str, on: bool) -> Refused:
        """Kept in the dossier."""
        return self.desk.do(do.Answer(self.screen, {}, {name: on})).refused


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action: answers wait here until it is done as a whole."""

    desk: Desk
    action: str
    raws: dict[str, Raw] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)

    def page(self, typed: Mapping[str, Raw] = NOTHING) -> Page:
        """As it is now, with what was typed. Raises NotAllowed when it may no longer be done."""
        raws = {**self.raws, **typed}
        found = self.desk.runtime.action_page(self.desk.dossier, self.action, raws)
        if found is None:
            raise NotAllowed(_("Cette action n’est plus possible."))
        return found

    def answer(self, name: str, raw: Raw) -> Refused:
        """Judged when the action is done."""
        self.raws[name] = raw
        return {}

    def tick(self, name: str, on: bool) -> Refused:
        """Judged when the action is done."""
        self.ticks[name] = on
        return {}

    def act(self) -> Refused:
        """Do it; what is refused changes nothing."""
        return self.desk.do(do.Act(self.action, self.desk.by, self.raws, self.ticks)).refused
