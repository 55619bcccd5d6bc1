"""What is known of a filed request on some day, and what is said and issued then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ..fields.composite import read_named
from ..machine.compiled import Compiled
from ..model.definitions import Notice, Ref, Screen
from ..model.placing import actions
from .awaiting import recipient
from .dossier import Dossier
from .effects import Effect, Send
from .events import Event, Issued, Notified, Recorded
from .issuing import issued
from .offering import settings_here
from .saying import Speaker
from .situation import figures_on, situation
from .time import clock_values, day_of

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """Events and effects decided so far, and what was refused."""

    events: tuple[Recorded, ...] = ()
    effects: tuple[Effect, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    def then(self, other: Settled) -> Settled:
        """This, followed by that."""
        return Settled(
            (*self.events, *other.events),
            (*self.effects, *other.effects),
            {**self.refused, **other.refused},
        )


def values_at(compiled: Compiled, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """The frozen answers of the flow, those of the examination, its clocks, and that day.

    Legal figures are those of that day, as in any condition of the examination.
    """
    day = day_of(now)
    values = {**situation(compiled, dossier, day).values, **figures_on(compiled, day)}
    for action in actions(compiled.procedure):
        for ref in action.fields:
            asked, packed = compiled.procedure.fields[ref.name], dossier.answers.get(ref.name)
            if asked.type and packed is not None:
                settings = settings_here(compiled, asked)
                value = asked.type.unpack(packed, settings)
                values |= read_named(asked.id, asked.type, settings, value)
    values |= clock_values(compiled, dossier, now)
    return {**values, "today": day}


def announced(
    compiled: Compiled,
    dossier: Dossier,
    now: datetime,
    deliver: Iterable[Ref],
    notices: Iterable[Ref],
) -> Settled:
    """What is issued, then what is said, to this person now."""
    values = values_at(compiled, dossier, now)
    speaker = Speaker(compiled, dossier, values)
    procedure = compiled.procedure
    events: list[Event] = []
    effects: list[Effect] = []
    for ref in deliver:
        deliverable = procedure.deliverables[ref.name]
        if compiled.holds(deliverable.when, values):
            events.append(Issued(deliverable.id))
            effects.append(issued(speaker, deliverable, now))
    for ref in notices:
        events.append(Notified(ref.name))
        effects.append(_send(speaker, procedure.notices[ref.name]))
    return Settled(tuple(Recorded(now, event) for event in events), tuple(effects))


def awaited(
    compiled: Compiled, dossier: Dossier, now: datetime, screen: Screen, link: str
) -> Settled:
    """The notice of an `await`, with its one-time address."""
    if screen.await_ is None or screen.await_.notice is None:
        return Settled()
    values = {**situation(compiled, dossier, day_of(now)).values, "link": link}
    notice = compiled.procedure.notices[screen.await_.notice.name]
    sent = _send(Speaker(compiled, dossier, values), notice)
    effect = replace(sent, awaits=screen.await_.event)
    return Settled((Recorded(now, Notified(notice.id)),), (effect,))


def _send(speaker: Speaker, notice: Notice) -> Send:
    text = speaker.says(notice.text)
    return Send(
        notice.id,
        recipient(speaker.compiled, notice, speaker.values),
        speaker.prose(notice.title),
        text,
        speaker.says(notice.mail) or text,
        tuple(ref.name for ref in notice.attach),
    )
