"""Everything that was said to the person on the way, and by what; its conditions are judged too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..analysis.speaking import line
from ..dossier.dossier import Dossier
from ..dossier.effects import Issue, Send
from ..dossier.examining import possible
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.situation import Situation, Visit
from ..dossier.time import state_of
from ..model.definitions import Attestation, Said
from ..source.held import freed
from .asked import announced_later
from .moments import moments
from .person import LINK, Person
from .tracing import Tracing, Values


@dataclass(frozen=True, slots=True)
class Saying:
    """One text as it was read; `name` is the id of what says it.

    That is a screen (its callouts with it), an attestation, an end, a state, an action, a
    deliverable (each line of its table with it) or a notice (what is read in the account, then the
    mail).
    """

    name: str
    text: str


def warnings(traced: Tracing, dossier: Dossier, here: Situation) -> tuple[str, ...]:
    """Those of the screens completed, in order."""
    return tuple(
        text
        for visit in here.visits
        if visit.is_completed
        for text in _spoken(Speaker(traced, dossier, visit.values), visit.screen.warnings)
    )


def sayings(traced: Tracing, person: Person, here: Situation) -> tuple[Saying, ...]:
    """Of the flow, then of what was sent and issued, then of the examination."""
    announced_later(traced, here)
    return (
        *_in_flow(traced, person, here),
        *_sent(traced, person, here),
        *_in_examination(traced, person),
    )


def _in_flow(traced: Tracing, person: Person, here: Situation) -> Iterator[Saying]:
    """Who must sign in first reads nothing of the screen."""
    for visit in here.visits:
        if not visit.needs_account:
            values = _known_there(person, visit)
            yield from _screen(Speaker(traced, person.dossier, values), visit)
    if here.end:
        speaker = Speaker(traced, person.dossier, here.values)
        yield from _named(here.end, speaker, traced.procedure.ends[here.end].text)


def _screen(speaker: Speaker, visit: Visit) -> Iterator[Saying]:
    yield from _named(visit.screen.id, speaker, visit.screen.text)
    for note in visit.screen.notes:
        if speaker.compiled.asks(note.when, speaker.values):
            yield Saying(visit.screen.id, speaker.prose(note.text))
    yield from _attested(speaker, visit.attestations)


def _attested(speaker: Speaker, shown: tuple[Attestation, ...]) -> Iterator[Saying]:
    for attestation in shown:
        yield from _named(attestation.id, speaker, attestation.text)


def _sent(traced: Tracing, person: Person, here: Situation) -> Iterator[Saying]:
    """As they were; what an `await` sent was said while nothing was noted, and is judged now."""
    for effect in person.effects:
        if isinstance(effect, Send):
            yield Saying(effect.notice, freed(effect.text))
            yield Saying(effect.notice, freed(effect.mail))
            if effect.awaits:
                notice = traced.procedure.notices[effect.notice]
                for variant in (*notice.text, *notice.mail):
                    traced.asks(variant.when, {**here.values, "link": LINK})
        elif isinstance(effect, Issue):
            yield Saying(effect.deliverable, freed(effect.text))
            for label, shown in (*effect.lines, *effect.deadlines):
                yield Saying(effect.deliverable, line(label, freed(shown)))


def _in_examination(traced: Tracing, person: Person) -> Iterator[Saying]:
    """The texts of each state met and of what may be done there, on the day it was entered."""
    for dossier, at in moments(person.history):
        state = state_of(person.compiled, dossier)
        if state is None:
            continue
        speaker = Speaker(traced, dossier, values_at(person.compiled, dossier, at))
        yield from _named(state.id, speaker, state.text)
        for one in possible(person.compiled, dossier, at):
            yield from _named(one.action.id, speaker, one.action.text)
            yield from _attested(speaker, one.attestations)


def _named(name: str, speaker: Speaker, said: Said) -> Iterator[Saying]:
    yield from (Saying(name, text) for text in _spoken(speaker, said))


def _spoken(speaker: Speaker, said: Said) -> Iterator[str]:
    for variant in said:
        if speaker.compiled.asks(variant.when, speaker.values):
            yield speaker.prose(variant.prose)


def _known_there(person: Person, visit: Visit) -> Values:
    """Below the act of filing, screens may read the clocks too, as they stood just then."""
    if "filing.number" not in visit.values:
        return visit.values
    filed, at = next(moments(person.history))
    return {**values_at(person.compiled, filed, at), **visit.values}
