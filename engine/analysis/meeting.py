"""Who meets each question, document and attestation of the flow, and where a screen names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..logic import Formula
from ..model.definitions import ALL, Attestation, Document, Screen
from ..model.placing import attested, collected
from ..source.position import Span
from .doubt import surely
from .place import Place
from .story import Moment, Story


@dataclass(frozen=True, slots=True)
class Meeting:
    """One thing that these people meet on that screen; `span` is where the screen names it."""

    name: str
    screen: Screen
    span: Span
    people: Formula


def questions(story: Story) -> Iterator[Meeting]:
    """Each question of each screen, in order."""
    for asking in story.askings:
        when, here = asking.field.when, asking.here
        people = story.space.and_(here.people, here.holds(when)) if when else here.people
        yield Meeting(asking.ref.name, asking.screen, asking.ref.span, people)


def taken(story: Story, key: Literal["attest", "collect"]) -> Iterator[Meeting]:
    """Each attestation or document of each screen, in order."""
    for moment in story.moments:
        here = Place(story.ledger, moment.people, moment.asked)
        for item, span in _items(story, moment, key):
            people = here.narrowed(here.holds(item.when)) if item.when else here
            yield Meeting(item.id, moment.screen, span, people.people)


def _items(
    story: Story, moment: Moment, key: Literal["attest", "collect"]
) -> Iterator[tuple[Attestation | Document, Span]]:
    screen, procedure = moment.screen, story.procedure
    chosen = getattr(screen, key)
    if chosen == ALL:
        every = attested(procedure, screen) if key == "attest" else collected(procedure, screen)
        yield from ((item, screen.spans[key]) for item in every)
        return
    known = procedure.attestations if key == "attest" else procedure.documents
    yield from ((known[ref.name], ref.span) for ref in chosen if ref.name in known)


def taken_twice(
    story: Story, key: Literal["attest", "collect"]
) -> Iterator[tuple[Meeting, Meeting]]:
    """Each second place once, with a first one, whatever the number of things taken at both."""
    told = set()
    for first, second, _both in twice(story, taken(story, key)):
        if second.span not in told:
            told.add(second.span)
            yield first, second


def twice(story: Story, meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, Meeting, Formula]]:
    """A first meeting, a second one of the same thing, and who has both.

    A shared screen placed twice is another fault: the second place is then the first one.
    """
    before: dict[str, list[Meeting]] = {}
    for second in meetings:
        for first in before.setdefault(second.name, []):
            both = surely(story, story.space.and_(first.people, second.people))
            if first.span != second.span and story.space.is_satisfiable(both):
                yield first, second, both
                break
        before[second.name].append(second)
