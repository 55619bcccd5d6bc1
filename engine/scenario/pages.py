"""The story of a scenario: every page its person meets, as they left it, and what they receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..analysis.scenario import Scenario
from ..dossier import commands as do
from ..dossier.done import Done
from ..dossier.dossier import Dossier, fold
from ..dossier.effects import Effect, Issue, Send
from ..dossier.situation import situation
from ..dossier.time import day_of
from ..fields.field_type import Raw
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT, CASEWORKER
from ..page.compose import action_page, compose, status
from ..page.page import Page
from .person import Person
from .run import driven

DOTS = "••••••••"
"""What a control shows of a secret: the secret itself is in no page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as that person had it before them when they left it.

    `length` is the length of the dossier then: how many events had happened.
    """

    page: Page
    at: datetime
    length: int
    by: str = APPLICANT


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that left."""

    send: Send
    at: datetime
    length: int


@dataclass(frozen=True, slots=True)
class Given:
    """A document issued."""

    issue: Issue
    at: datetime
    length: int


Met = Shown | Sent | Given


def pages(compiled: Compiled, scenario: Scenario) -> tuple[Met, ...]:
    """In the order in which they are met: the screens, filled; once filed, the status and actions.

    A message or a document comes right after the page whose button brought it, before the status
    that tells of it. The last screen of a person who stops there bears what was refused.
    """
    return story(driven(compiled, scenario))


def story(person: Person) -> tuple[Met, ...]:
    """The same of a person who has been driven already."""
    return tuple(_Story(person.compiled).told(person))


def arrival(compiled: Compiled, scenario: Scenario, screen: str) -> Page | None:
    """That screen as the person finds it, with nothing answered there; None where it is not met.

    What stands below the act of filing is as the person leaves it: nothing is asked there.
    """
    person = driven(compiled, scenario)
    for done in person.done:
        here = situation(compiled, done.before, day_of(done.at))
        if done.before.opened and here.current == screen:
            return compose(compiled, done.before, done.at, screen)
    shown = (met.page for met in story(person) if isinstance(met, Shown))
    return next((page for page in shown if page.id == screen), None)


@dataclass(slots=True)
class _Story:
    """What was shown last, so that nothing is shown twice, and what the last screen refused."""

    compiled: Compiled
    seen: dict[str, Page] = field(default_factory=dict)
    typed: dict[str, Raw] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def told(self, person: Person) -> Iterator[Met]:
        for done in person.done:
            yield from self.step(done)
        dossier, now = person.dossier, person.now
        if dossier.opened and not dossier.filed:
            page = compose(self.compiled, dossier, now, "", self.typed, self.refused)
            yield Shown(page, now, dossier.length)

    def step(self, done: Done) -> Iterator[Met]:
        """What one command showed and brought."""
        after = fold(done.decision.events, done.before)
        match done.command:
            case do.Press(screen) | do.Submit(screen):
                yield from self.left(screen, done, after)
            case do.Tell():
                yield from self.left("", done, after)
            case do.Act():
                yield from self.acted(done, done.command)
            case do.Answer(_screen, raws):
                self.keep(raws, done.decision.refused)
            case do.Attach() | do.Date() | do.Code():
                self.keep({}, done.decision.refused)
        if not isinstance(done.command, do.Submit):
            yield from effects(done.decision.effects, done.at, after.length)
        if after.filed and done.decision.events:
            yield from self.status(after, done.at)

    def keep(self, raws: Mapping[str, Raw], refused: Mapping[str, str]) -> None:
        """What was refused stays on the screen, beside what was typed."""
        if refused:
            self.typed.update(raws)
            self.refused.update(refused)

    def left(self, screen: str, done: Done, after: Dossier) -> Iterator[Met]:
        """The screen as it was when its button was pressed; then, once filed, those below it."""
        command, before = done.command, done.before
        secrets = command.secrets if isinstance(command, do.Submit) else {}
        hidden: dict[str, Raw] = dict.fromkeys(secrets, DOTS)
        if done.decision.refused:
            self.keep(hidden, done.decision.refused)
            return
        yield Shown(compose(self.compiled, before, done.at, screen, hidden), done.at, before.length)
        self.typed, self.refused = {}, {}
        if after.filed and not before.filed:
            yield from self.filed(screen, done, after)

    def filed(self, screen: str, done: Done, after: Dossier) -> Iterator[Met]:
        """The screens below the act of filing, after what it brought."""
        yield from effects(done.decision.effects, done.at, after.length)
        ids = [one.screen.id for one in situation(self.compiled, after, day_of(done.at)).visits]
        for below in ids[ids.index(screen) + 1 :]:
            yield Shown(compose(self.compiled, after, done.at, below), done.at, after.length)

    def acted(self, done: Done, act: do.Act) -> Iterator[Met]:
        """The desk the first time a caseworker comes to it, then the action's own page."""
        before, now = done.before, done.at
        if act.by == CASEWORKER and CASEWORKER not in self.seen:
            self.seen[CASEWORKER] = status(self.compiled, before, now, CASEWORKER)
            yield Shown(self.seen[CASEWORKER], now, before.length, CASEWORKER)
        refused = done.decision.refused
        page = action_page(self.compiled, before, now, act.action, act.raws, refused)
        assert page is not None  # it was decided, at that instant
        ticked = {name for name, on in act.ticks.items() if on}
        ticks = tuple(replace(one, is_ticked=one.name in ticked) for one in page.ticks)
        yield Shown(replace(page, ticks=ticks), now, before.length, act.by)

    def status(self, dossier: Dossier, now: datetime) -> Iterator[Met]:
        """What the applicant then reads of their request, where it reads otherwise than before."""
        if dossier.stay is None:
            return
        page = status(self.compiled, dossier, now)
        if page != self.seen.get(APPLICANT):
            self.seen[APPLICANT] = page
            yield Shown(page, now, dossier.length)


def effects(found: tuple[Effect, ...], at: datetime, length: int) -> Iterator[Met]:
    """Documents first: a message that carries one tells of it."""
    yield from (Given(one, at, length) for one in found if isinstance(one, Issue))
    yield from (Sent(one, at, length) for one in found if isinstance(one, Send))
