"""Commands into events and effects. Nothing is changed here: a decision is data.

Raises NotAllowed at the wrong moment or for the wrong person, TypeError for what is no command; a
value that cannot be kept is in `refused` with the sentence that says what to do, and is not
recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..machine.compiled import Compiled
from ..model.definitions import Await, Screen
from ..source.wording import _
from . import commands as do
from .answering import answer
from .awaiting import address
from .dossier import Dossier, fold
from .effects import Effect, Wake
from .events import (
    Event,
    Happened,
    Known,
    Pressed,
    Recorded,
    SignedIn,
    Went,
)
from .examining import act, tick
from .filing import submit
from .joining import join
from .lacking import lacking
from .not_allowed import NotAllowed
from .opening import opened, registered
from .refusals import Refusals
from .saying import Speaker
from .settling import Settled, awaited, values_at
from .situation import Situation, Visit, situation, verified_there
from .time import day_of, later, next_due

_FILED = _("Votre demande est déposée : ces réponses ne changent plus.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What happened, what must be done, and what was refused (name → French sentence).

    `dossier` is the one after all that happened.
    """

    events: tuple[Recorded, ...] = ()
    effects: tuple[Effect, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    dossier: Dossier = field(default_factory=Dossier)

    def then(self, other: Decision) -> Decision:
        """This, followed by that: of two wakes the later decided counts."""
        before = tuple(one for one in self.effects if not isinstance(one, Wake))
        kept = before if any(isinstance(one, Wake) for one in other.effects) else self.effects
        return Decision(
            (*self.events, *other.events),
            (*kept, *other.effects),
            {**self.refused, **other.refused},
            other.dossier,
        )


def decide(
    compiled: Compiled,
    dossier: Dossier,
    command: do.Command,
    now: datetime,
    number: str = "",
    link: str = "",
) -> Decision:
    """What comes of a command.

    `number` is the one a request filed now would bear, `link` the one-time address that a message
    sent now would give for what a screen awaits.
    """
    if dossier.opened is None and not isinstance(command, do.Open):
        raise NotAllowed(_("Cette demande n’existe pas."))
    match command:
        case do.Tick():
            settled = tick(compiled, dossier, now)
        case do.Act():
            settled = act(compiled, dossier, command, now)
        case do.Submit():
            settled = submit(compiled, dossier, command, now, number)
        case _:
            came = tick(compiled, dossier, now) if dossier.filed else Settled()
            there = fold(came.events, dossier)
            settled = came.then(_recorded(compiled, there, command, now))
    after = fold(settled.events, dossier)
    met = _arrived(compiled, dossier, after, command, now)
    if met:
        told = awaited(compiled, after, now, met, link)
        settled, after = settled.then(told), fold(told.events, after)
    wakes = _wakes(compiled, after, now)
    return Decision(settled.events, settled.effects + wakes, settled.refused, after)


def _arrived(
    compiled: Compiled, before: Dossier, after: Dossier, command: do.Command, now: datetime
) -> Screen | None:
    """The screen just come to, if it awaits something, or whose message is asked again.

    Another address is another message: what was sent to the former one proves nothing.
    """
    if after.filed or not compiled.awaits:
        return None
    if after is before and not isinstance(command, do.Resend):
        return None
    to, screen = _awaiting(compiled, after, now)
    if screen is None:
        return None
    if isinstance(command, do.Resend):
        return screen if screen.id == command.screen else None
    known = _awaiting(compiled, before, now) if before.opened else ("", None)
    return screen if known != (to, screen) else None


def _awaiting(compiled: Compiled, dossier: Dossier, now: datetime) -> tuple[str, Screen | None]:
    """The screen to complete, if it awaits something, and where its message goes."""
    here = situation(compiled, dossier, day_of(now))
    visit = here.visit(here.current)
    if visit is None or visit.screen.await_ is None or visit.needs_account:
        return "", None  # who has not signed in has no address yet
    return address(compiled, visit.screen.await_, visit.values), visit.screen


def _wakes(compiled: Compiled, dossier: Dossier, now: datetime) -> tuple[Wake, ...]:
    """When to look again; a draft waits for nobody."""
    if dossier.filed is None:
        return ()
    due = next_due(compiled, dossier, values_at(compiled, dossier, now))
    return (Wake(due.at),) if due else ()


def _recorded(compiled: Compiled, dossier: Dossier, command: do.Command, now: datetime) -> Settled:
    """What only records: one instant, no effect."""
    try:
        events, refused = tuple(_events(compiled, dossier, command, now)), {}
    except Refusals as refusals:
        events, refused = refusals.kept, dict(refusals.sentences)
    return Settled(tuple(Recorded(now, event) for event in events), refused=refused)


def _events(
    compiled: Compiled, dossier: Dossier, command: do.Command, now: datetime
) -> Iterator[Event]:
    here = _Here(compiled, dossier, now)
    match command:
        case do.Open():
            yield from opened(compiled, dossier, command, now)
        case do.Know():
            yield from here.know(command)
        case do.Answer():
            visit = here.visit(command.screen)
            yield from answer(compiled, dossier, visit, command, now)
        case do.Press(screen):
            yield here.press(screen)
        case do.Go(screen):
            yield Went(here.visit(screen).screen.id)
        case do.Tell(event):
            yield here.tell(event)
        case do.Resend(screen):
            here.resend(screen)
        case do.Attach() | do.Detach() | do.Date() | do.Code() | do.Choose():
            yield from join(compiled, dossier, command, now)
        case _:
            # No value is told: a secret may be in it.
            raise TypeError(f"{type(command).__name__} is no command")


@dataclass(frozen=True, slots=True)
class _Here:
    """A draft, where it stands."""

    compiled: Compiled
    dossier: Dossier
    now: datetime

    def situation(self) -> Situation:
        return situation(self.compiled, self.dossier, day_of(self.now))

    def visit(self, screen: str) -> Visit:
        """That screen, if this person has come to it and the request is still a draft."""
        if self.dossier.filed:
            raise NotAllowed(_FILED)
        visit = self.situation().visit(screen)
        if visit is None:
            raise NotAllowed(_("Vous n’êtes pas encore arrivé à cette page."))
        return visit

    def know(self, command: do.Know) -> Iterator[Event]:
        if self.dossier.filed:
            raise NotAllowed(_FILED)
        if command.account and command.account != self.dossier.account:
            yield SignedIn(command.account)
        known = registered(self.compiled.procedure.registry, command.values)
        if known != self.dossier.known:
            yield Known(known)

    def press(self, screen: str) -> Event:
        visit, dossier = self.visit(screen), self.dossier
        if visit.screen.submit:
            raise NotAllowed(_("Cette page dépose la demande : employez son bouton."))
        if visit.needs_account:
            raise NotAllowed(_("Connectez-vous pour continuer."))
        if visit.screen.await_ and not visit.is_completed:
            raise NotAllowed(_("Ouvrez d’abord le lien du message que nous vous avons envoyé."))
        if not visit.is_ready:
            said = Speaker(self.compiled, dossier, visit.values)
            sentences = tuple(said.prose(check.otherwise) for check in visit.checks)
            raise Refusals(lacking(visit, dossier.ticked, sentences))
        return Pressed(screen, verified_there(visit.questions, dossier))

    def tell(self, event: str) -> Event:
        here = self.situation()
        visit = here.visit(here.current)
        awaits = visit.screen.await_ if visit else None
        if not visit or visit.needs_account or awaits is None or awaits.event != event:
            raise NotAllowed(_("Rien n’attend cet évènement."))
        if self.is_dead(awaits):
            raise NotAllowed(_("Ce lien n’est plus valable : faites-vous renvoyer le message."))
        return Happened(event, address(self.compiled, awaits, visit.values))

    def resend(self, screen: str) -> None:
        visit = self.visit(screen)
        if visit.screen.await_ is None or visit.is_completed or visit.needs_account:
            raise NotAllowed(_("Cette page n’attend aucun message."))

    def is_dead(self, awaits: Await) -> bool:
        """Whether the last message's link has expired."""
        sent = [
            at for name, at in self.dossier.notices if awaits.notice and name == awaits.notice.name
        ]
        if awaits.expires is None or not sent:
            return False
        return self.now >= later(sent[-1], awaits.expires)
