"""What persons met of a procedure, and the fewest drawings that show all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from ...engine.dossier.done import Done
from ...engine.dossier.effects import Effect
from ...engine.dossier.events import Filed, Recorded
from ...engine.machine.compiled import Compiled
from ...engine.model.definitions import Condition, Procedure
from ...engine.page.page import Page
from ...engine.scenario.pages import Met, Shown, story
from ...engine.scenario.person import Person
from ...engine.scenario.run import told


class Tale:
    """A person's way through a procedure; pages are composed when the first of them is wanted."""

    def __init__(self, person: Person, is_invented: bool = False) -> None:
        self._person = person
        self.is_invented = is_invented
        self.run = told(person)
        self.held = frozenset(met.condition.span for met in self.run.trace if met.held)
        """The places of the conditions that held on the way."""

    @cached_property
    def story(self) -> tuple[Met, ...]:
        """Every page, message and document, in order."""
        return story(self._person)

    @cached_property
    def screens(self) -> dict[str, Page]:
        """Each screen as the person left it, the last time they did."""
        shown = (met.page for met in self.story if isinstance(met, Shown))
        return {page.id: page for page in shown if page.kind == "screen"}

    @cached_property
    def before(self) -> tuple[Effect, ...]:
        """What came while the request was only a draft."""
        done = (one for one in self._person.done if not one.before.filed)
        return tuple(e for one in done if not _files(one.decision.events) for e in _of(one))

    @cached_property
    def filing(self) -> tuple[Effect, ...]:
        """What the act of filing brought."""
        done = self._person.done
        return tuple(e for one in done if _files(one.decision.events) for e in _of(one))

    @cached_property
    def after(self) -> tuple[Effect, ...]:
        """What came once the request was filed."""
        return tuple(e for one in self._person.done if one.before.filed for e in _of(one))

    @property
    def fullness(self) -> int:
        """How much this person meets: screens, messages, documents issued."""
        run = self.run
        return len({*run.screens, *run.notices, *run.delivered, *run.documents})

    @property
    def vagueness(self) -> int:
        """How many of the dates they give lack their day: an example is best whole."""
        types = {f.id: f.type for f in self._person.compiled.procedure.fields.values()}
        answers = self._person.dossier.answers.items()
        days = (str(raw) for name, raw in answers if (kind := types[name]) and kind.name == "date")
        return sum(day.count("-") < 2 for day in days)


def _files(events: Iterable[Recorded]) -> bool:
    return any(isinstance(recorded.event, Filed) for recorded in events)


def _of(done: Done) -> tuple[Effect, ...]:
    return done.decision.effects


@dataclass(frozen=True, slots=True)
class Told:
    """A procedure and its tales, the one that leads first."""

    compiled: Compiled
    tales: tuple[Tale, ...]

    @property
    def procedure(self) -> Procedure:
        """The procedure told of."""
        return self.compiled.procedure


Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Drawing(Generic[Content]):
    """One way of showing a thing, and the conditions that it is the first to show."""

    content: Content
    shows: tuple[Condition, ...]


def drawings(
    conditions: Iterable[Condition],
    tales: Iterable[Tale],
    content: Callable[[Tale], Content | None],
) -> Iterator[Drawing[Content]]:
    """The first tale's, then those that show most of what is not shown yet."""
    left = {condition.span: condition for condition in conditions}
    ways, is_first = list(tales), True
    while ways:
        tale = ways.pop(0)
        found = content(tale)
        if found is None:
            continue
        shown = [span for span in left if span in tale.held]
        if shown or is_first:
            yield Drawing(found, tuple(left.pop(span) for span in shown))
        is_first = False
        ways = [way for way in ways if not left.keys().isdisjoint(way.held)]
        ways.sort(key=lambda way: -len(left.keys() & way.held))


def is_opening(procedure: Procedure, tale: Tale, opened: str) -> bool:
    """Whether that tale ends by opening that procedure."""
    end = procedure.ends.get(tale.run.here.end)
    return bool(end and end.open and end.open.procedure.name == opened)
