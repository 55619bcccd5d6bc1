"""Two tabs on one screen: who writes over what they have not seen is asked which one is right."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from ..engine.dossier.events import Answered, Chose, Coded, Dated, Recorded, Ticked
from ..engine.fields.field_type import Control, Raw
from ..engine.page import markup
from ..engine.page.holding import NOTHING, holding, words
from ..engine.page.page import Document, FileSlot, Line, Page, Question
from ..engine.source.wording import _
from ..renderers.html.names import Posted, count

MOST = 10_000
TURNS = 64
"""Locks that pages share: one is held for the time that a script's words take to be kept."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """A question answered in both tabs: what is kept, and what was just typed. `name` is what it
    is told under."""

    name: str
    label: str
    kept: Line
    typed: Line


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page drawn has sent so far: the `version` that led to, the names of what it changed
    itself, and whether it `met` something that came from elsewhere."""

    version: int = 0
    own: frozenset[str] = frozenset()
    met: bool = False


class Renderings:
    """Which version of its dossier each page drawn has seen: what it saves itself, it knows of.

    Counted in this process; after a restart a page is only asked once more than it need be.
    """

    def __init__(self) -> None:
        self._sent: OrderedDict[str, Sent] = OrderedDict()
        self._left: OrderedDict[str, None] = OrderedDict()
        self._pressed: Counter[str] = Counter()
        self._turns = [threading.Lock() for _turn in range(TURNS)]
        self._lock = threading.Lock()

    def seen(self, once: str, version: str) -> int:
        """By the page of that name, which was drawn at `version`; 0 where it does not tell."""
        drawn = count(version)
        with self._lock:
            return max(drawn, self._sent.get(once, Sent()).version) if drawn else 0

    def sent(self, once: str) -> Sent:
        """By the page of that name."""
        with self._lock:
            return self._sent.get(once, Sent())

    def saved(self, once: str, version: int) -> None:
        """What that page sent led to this version."""
        self._note(once, lambda sent: replace(sent, version=version))

    def changed(self, once: str, names: Collection[str]) -> None:
        """What that page sent says so of those names."""
        if names:
            self._note(once, lambda sent: replace(sent, own=sent.own.union(names)))

    def met(self, once: str) -> None:
        """Something that page never showed came from elsewhere."""
        self._note(once, lambda sent: replace(sent, met=True))

    def _note(self, once: str, change: Callable[[Sent], Sent]) -> None:
        with self._lock:
            _noted(self._sent, once, change(self._sent.get(once, Sent())))

    def left(self, once: str) -> None:
        """What that page sent was obeyed, and led elsewhere."""
        if once:
            with self._lock:
                _noted(self._left, once, None)

    @contextmanager
    def turn(self, once: str, *, by_script: bool) -> Iterator[bool]:
        """Whether what is sent is late: a script keeps nothing of a page that was left, nor while
        one of its buttons is obeyed; and a button waits for what the script is keeping."""
        with self._turns[hash(once) % TURNS]:
            if by_script:
                yield self._is_late(once)
                return
            with self._lock:
                self._pressed[once] += 1
        try:
            yield False
        finally:
            with self._lock:
                self._pressed[once] -= 1
                if not self._pressed[once]:
                    del self._pressed[once]

    def _is_late(self, once: str) -> bool:
        with self._lock:
            return bool(once) and (once in self._left or once in self._pressed)


def _noted(pages: OrderedDict[str, T], once: str, told: T) -> None:
    """Only of the last ones."""
    pages[once] = told
    pages.move_to_end(once)
    while len(pages) > MOST:
        pages.popitem(last=False)


def differences(page: Page, told: Posted, since: Iterable[Recorded]) -> tuple[Difference, ...]:
    """Where `told` would write over what came `since`, and says something else. `page` is what is
    kept."""
    events = [recorded.event for recorded in since]
    answered = {event.field for event in events if isinstance(event, Answered)}
    ticked = {event.attestation for event in events if isinstance(event, Ticked)}
    questions = (one for one in page.questions if one.name in answered and one.name in told.raws)
    found = [
        told_apart(one, one.raw, told.raws[one.name])
        for one in questions
        if plain(told.raws[one.name]) != plain(one.raw)
    ]
    found += [
        _apart(
            one.name,
            markup.plain(one.text),
            _TICKS[one.is_ticked],
            _TICKS[told.ticks[one.name]],
        )
        for one in page.ticks
        if one.name in ticked and told.ticks.get(one.name, one.is_ticked) != one.is_ticked
    ]
    told_of = {event.document for event in events if isinstance(event, Chose | Coded)}
    documents = (one for one in page.documents if one.name in told_of)
    dated = {event.slot for event in events if isinstance(event, Dated)}
    slots = [slot for one in page.documents for slot in one.every_slot if slot.name in dated]
    return (
        *found,
        *(difference for one in documents for difference in _of(one, told)),
        *(difference for slot in slots for difference in _of_day(slot, told)),
    )


def _of(document: Document, told: Posted) -> Iterator[Difference]:
    labels = {choice.id: choice.label for choice in document.choices}
    chosen = told.chosen.get(document.name) or document.chosen
    if chosen != document.chosen:
        kept = labels.get(document.chosen, NOTHING)
        yield _apart(document.name, document.title, kept, labels.get(chosen, chosen))
    code = told.codes.get(document.name)
    if document.code and code and plain(code) != plain(document.code.raw):
        kept = words(document.code, document.code.raw)
        yield _apart(document.name, document.title, kept, str(code))


def _of_day(slot: FileSlot, told: Posted) -> Iterator[Difference]:
    """A day is the same whatever its writing; boxes left blank say nothing."""
    raw = told.dates.get(slot.name, "")
    if plain(raw) and _day(raw) != slot.day:
        label = _("Date écrite sur le document : {title}").format(title=slot.title)
        yield _apart(slot.name, label, slot.day or NOTHING, _day(raw))


def _day(raw: Raw) -> str:
    return words(Question("", "", Control.DATE.value, "date"), raw)


_TICKS = {True: _("Cochée"), False: _("Non cochée")}
_KEPT, _TYPED = _("Ce qui est enregistré"), _("Ce que vous venez d’écrire")


def plain(raw: Raw) -> object:
    """Without what is empty, and without the blanks around: two ways of leaving a box alone."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, Mapping):
        parts = {key: plain(part) for key, part in raw.items()}
        return {key: part for key, part in parts.items() if part} or ""
    return [found for part in raw if (found := plain(part))] or ""


def told_apart(question: Question, kept: Raw, typed: Raw) -> Difference:
    """Both as answers are told."""
    was = holding(question, kept, _KEPT, is_kept=True)
    return Difference(question.name, question.label, was, holding(question, typed, _TYPED))


def _apart(name: str, label: str, kept: str, typed: str) -> Difference:
    return Difference(name, label, Line(_KEPT, kept), Line(_TYPED, typed))
