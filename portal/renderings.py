"""Two tabs on one screen: who writes over what they have not seen is asked which one is right."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..engine.dossier.events import Answered, Chose, Coded, Dated, Recorded, Ticked
from ..engine.fields.day import day_of, french_date
from ..engine.fields.field_type import Raw, Refused
from ..engine.page import markup
from ..engine.page.page import Document, FileSlot, Page, Question
from ..engine.source.wording import _
from ..renderers.html.names import Posted

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A question answered in both tabs: what is kept, and what was just typed."""

    label: str
    kept: str
    typed: str


class Renderings:
    """Which version of its dossier each page drawn has seen: what it saves itself, it knows of.

    Counted in this process; after a restart a page is only asked once more than it need be.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def seen(self, once: str, version: str) -> int:
        """By the page of that name, which was drawn at `version`; 0 where it does not tell."""
        drawn = int(version) if version.isascii() and version.isdigit() else 0
        with self._lock:
            return max(drawn, self._seen.get(once, 0)) if drawn else 0

    def saved(self, once: str, version: int) -> None:
        """What that page sent led to this version."""
        with self._lock:
            self._seen[once] = version
            self._seen.move_to_end(once)
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)


def differences(page: Page, told: Posted, since: Iterable[Recorded]) -> tuple[Difference, ...]:
    """Where `told` would write over what came `since`, and says something else. `page` is what is
    kept."""
    events = [recorded.event for recorded in since]
    answered = {event.field for event in events if isinstance(event, Answered)}
    ticked = {event.attestation for event in events if isinstance(event, Ticked)}
    questions = (one for one in page.questions if one.name in answered and one.name in told.raws)
    found = [
        Difference(one.label, one.shown or said(one, one.raw), said(one, told.raws[one.name]))
        for one in questions
        if plain(told.raws[one.name]) != plain(one.raw)
    ]
    found += [
        Difference(markup.plain(one.text), _TICKS[one.is_ticked], _TICKS[told.ticks[one.name]])
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
        kept = labels.get(document.chosen, "–")
        yield Difference(document.title, kept, labels.get(chosen, chosen))
    code = told.codes.get(document.name)
    if document.code and code and plain(code) != plain(document.code.raw):
        yield Difference(document.title, said(document.code, document.code.raw), str(code))


def _of_day(slot: FileSlot, told: Posted) -> Iterator[Difference]:
    """A day is the same whatever its writing; boxes left blank say nothing."""
    raw = told.dates.get(slot.name, "")
    if plain(raw) and _day(raw) != slot.day:
        label = _("Date écrite sur le document : {title}").format(title=slot.title)
        yield Difference(label, slot.day or "–", _day(raw))


def _day(raw: Raw) -> str:
    try:
        return french_date(day_of(raw, partial=True))
    except Refused:
        return " ".join(_texts(raw))


_TICKS = {True: "☑", False: "☐"}


def plain(raw: Raw) -> object:
    """Without what is empty, and without the blanks around: two ways of leaving a box alone."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, Mapping):
        parts = {key: plain(part) for key, part in raw.items()}
        return {key: part for key, part in parts.items() if part} or ""
    return [found for part in raw if (found := plain(part))] or ""


def said(question: Question, raw: Raw) -> str:
    """What was typed, in words; choices by their labels."""
    labels = {choice.id: choice.label for choice in question.choices}
    return ", ".join(labels.get(text, text) for text in _texts(raw)) or "–"


def _texts(raw: Raw) -> Iterable[str]:
    if isinstance(raw, str):
        return (raw,) if raw.strip() else ()
    parts = raw.values() if isinstance(raw, Mapping) else raw
    return (text for part in parts for text in _texts(part))
