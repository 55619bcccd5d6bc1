"""A scenario file as its author wrote it: a person, their answers, and what must happen.

Its shape was checked before; what was faulty there is left out here, and `is_whole` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ..model.definitions import ALL, Chosen, Duration, Ref
from ..model.reading import chosen, day, duration, items, mapping, ref, refs, scalar
from ..source.position import Span, start_of
from ..source.tree import Mapping, Node

USUAL_DAY = date(2026, 1, 15)
"""The day of a scenario that names none: a fixed one, so that it tells the same every year."""

FOLDER = "scenarios"
"""Below it, one folder for each procedure."""

Names = tuple[Ref, ...]

Sayings = tuple[tuple[Ref, Ref], ...]
"""Names, and what is said of each; one name may come several times."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written; `value` is None when the calendar has no such day."""

    span: Span
    text: str
    value: date | None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: a question's full name, perhaps with one of its parts, and what is answered."""

    name: Ref
    node: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """The files given for one document or element (a code instead of files where it asks one)."""

    document: Ref
    files: Names
    dated: Day | None


@dataclass(frozen=True, slots=True)
class Account:
    """The particulars of the person's account, as far as they are told."""

    email: Ref | None
    number: Ref | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens elsewhere; without a day, on the day of what came before."""

    name: Ref
    on: Day | None


@dataclass(frozen=True, slots=True)
class Act:
    """An action done; without `by`, by whoever may do it."""

    action: Ref
    by: Ref | None
    on: Day | None
    fields: tuple[Given, ...]
    attest: Chosen
    files: tuple[Joined, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Time that passes."""

    span: Span
    duration: Duration


Happening = Act | Event | Wait


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come of it; None where nothing is said, an empty tuple for « none »."""

    span: Span
    keys: frozenset[str]
    screens: Names | None
    documents: Names | None
    later: Names | None
    attestations: Names | None
    delivered: Names | None
    notices: Names | None
    warnings: Names | None
    state: Ref | None
    outcome: Ref | None
    end: Ref | None
    opens: Ref | None
    gives: tuple[Given, ...] | None
    unasked: Names
    """Questions, documents and actions that this person must never be asked or offered."""
    refused: Sayings
    """Name of the question, or of the screen whose checks stop, and the sentence."""
    said: Sayings
    """Name of what speaks (a screen, a notice…), and words that it says to this person."""
    unsaid: Sayings
    """The same, for words that this person must never read there."""
    sent_to: Sayings
    """Name of the notice, and the role or the address that it goes to."""
    sealed: tuple[tuple[Ref, tuple[Given, ...]], ...]
    """Name of the deliverable, and values of its seal."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario. `account` is None when none is told, or when there is none."""

    file: str
    title: str
    span: Span
    procedure: Ref | None
    is_whole: bool
    today: Day | None
    account: Account | None
    is_anonymous: bool
    registry: tuple[Given, ...]
    answers: tuple[Given, ...]
    attest: Chosen
    files: tuple[Joined, ...]
    events: tuple[Event, ...]
    then: tuple[Happening, ...]
    expect: Expectation

    @property
    def day(self) -> date:
        """The day on which the person makes their request."""
        return self.today.value if self.today and self.today.value else USUAL_DAY

    @property
    def has_real_day(self) -> bool:
        """Not when it names a day that the calendar has not."""
        return self.today is None or self.today.value is not None

    @property
    def is_in_place(self) -> bool:
        """Whether it lies in the folder of its procedure; else nobody knows which one is meant."""
        folders = PurePosixPath(self.file).parts[-3:-1]
        return self.procedure is None or folders == (FOLDER, self.procedure.name)


def read_scenario(file: str, tree: Mapping, is_whole: bool = True) -> Scenario:
    """A scenario from its tree; `is_whole` says that nothing of the file was left out."""
    title = ref(tree.get("scenario"))
    account = mapping(tree.get("account"))
    anonymous = scalar(tree.get("account"))
    return Scenario(
        file=file,
        title=title.name if title else "",
        span=title.span if title else start_of(file),
        procedure=ref(tree.get("procedure")),
        is_whole=is_whole,
        today=_day(tree.get("today")),
        account=Account(ref(account.get("email")), ref(account.get("number"))) if account else None,
        is_anonymous=bool(anonymous and anonymous.text in ("non", "false")),
        registry=_given(tree.get("registry")),
        answers=_given(tree.get("answers")),
        attest=_attest(tree),
        files=_files(tree.get("files")),
        events=tuple(event for item in items(tree.get("events")) if (event := _event(item))),
        then=tuple(found for item in items(tree.get("then")) if (found := _happening(item))),
        expect=_expectation(file, tree),
    )


def _day(node: Node | None) -> Day | None:
    found = scalar(node)
    return Day(found.span, found.text, day(found.text)) if found else None


def _given(node: Node | None) -> tuple[Given, ...]:
    section = mapping(node)
    return tuple(
        Given(Ref(entry.key.text, entry.key.span), entry.value)
        for entry in (section.entries if section else ())
    )


def _attest(body: Mapping) -> Chosen:
    """All of them, if nothing is said."""
    return chosen(body.get("attest")) if body.entry("attest") else ALL


def _files(node: Node | None) -> tuple[Joined, ...]:
    return tuple(_joined(given) for given in _given(node))


def _joined(given: Given) -> Joined:
    body = mapping(given.node)
    if body is None:
        return Joined(given.name, refs(given.node), None)
    return Joined(given.name, refs(body.get("file")), _day(body.get("date")))


def _event(node: Node) -> Event | None:
    body = mapping(node)
    name = ref(body.get("event")) if body else ref(node)
    return Event(name, _day(body.get("on")) if body else None) if name else None


def _happening(node: Node) -> Happening | None:
    body = mapping(node)
    if body is None:
        return None
    waited, action = duration(body.get("wait")), ref(body.get("do"))
    if waited:
        return Wait(body.span, waited)
    if action is None:
        return _event(body)
    return Act(
        action,
        ref(body.get("by")),
        _day(body.get("on")),
        _given(body.get("fields")),
        _attest(body),
        _files(body.get("files")),
    )


def _expectation(file: str, tree: Mapping) -> Expectation:
    entry, body = tree.entry("expect"), mapping(tree.get("expect"))
    told = body or Mapping((), start_of(file))
    return Expectation(
        span=entry.key.span if entry else start_of(file),
        keys=frozenset(told.keys()),
        screens=_found(told, "screens"),
        documents=_found(told, "documents"),
        later=_found(told, "later"),
        attestations=_found(told, "attestations"),
        delivered=_found(told, "delivered"),
        notices=_found(told, "notices"),
        warnings=_found(told, "warnings"),
        state=ref(told.get("state")),
        outcome=ref(told.get("outcome")),
        end=ref(told.get("end")),
        opens=ref(told.get("opens")),
        gives=_given(told.get("gives")) if told.entry("gives") else None,
        unasked=_found(told, "unasked") or (),
        refused=_sayings(told.get("refused")),
        said=_sayings(told.get("said")),
        unsaid=_sayings(told.get("unsaid")),
        sent_to=_sayings(told.get("sent_to")),
        sealed=tuple((given.name, _given(given.node)) for given in _given(told.get("sealed"))),
    )


def _sayings(node: Node | None) -> Sayings:
    return tuple((given.name, text) for given in _given(node) for text in refs(given.node))


def _found(body: Mapping, key: str) -> Names | None:
    return refs(body.get(key)) if body.entry(key) else None
