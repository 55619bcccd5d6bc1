"""A filed request as a whole: what was declared, what happened since, what remains to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..dossier.dossier import fold
from ..dossier.events import Attached, Filed, Recorded
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.situation import Situation, situation
from ..dossier.time import day_of
from ..fields.day import french_date
from ..machine.compiled import Compiled
from ..model.dictionary import Document as Asked
from ..source.wording import _
from .asking import documents, ticks
from .compose import status
from .page import Document, Given, Line, Page, Section, Tick
from .past import past
from .telling import answered


@dataclass(frozen=True, slots=True)
class Sent:
    """A file sent once the request was filed: for which document, and when."""

    title: str
    name: str
    size: int
    day: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that its applicant may want to keep, as it stands at that moment.

    `page` is what they read of its state today; `remains` is what they may still do or give: a
    title, and what is said of it.
    """

    page: Page
    person: tuple[Line, ...]
    sections: tuple[Section, ...]
    ticks: tuple[Tick, ...]
    documents: tuple[Document, ...]
    sent: tuple[Sent, ...]
    past: tuple[Line, ...]
    remains: tuple[Line, ...]

    @property
    def given(self) -> tuple[Given, ...]:
        """The documents issued."""
        return self.page.given


def summarise(compiled: Compiled, history: Sequence[Recorded], now: datetime) -> Summary:
    """Raises ValueError for a draft."""
    dossier = fold(history)
    if dossier.filed is None or dossier.filed_at is None:
        raise ValueError("a draft has no summary")
    here = situation(compiled, dossier, day_of(now))
    speaker = Speaker(compiled, dossier, values_at(compiled, dossier, now))
    page = status(compiled, dossier, now)
    joined = tuple(one for v in here.visits for one in documents(v.documents, speaker, {}))
    return Summary(
        page=page,
        person=tuple(_person(speaker)),
        sections=tuple(_sections(speaker, here)),
        ticks=tuple(one for v in here.visits for one in ticks(v.attestations, speaker, {})),
        documents=joined,
        sent=tuple(_sent(speaker, history, joined)),
        past=past(compiled, history),
        remains=tuple(_remains(speaker, here, page)),
    )


def _person(speaker: Speaker) -> Iterator[Line]:
    """The particulars of the account."""
    told = {"number": _("Numéro de compte"), "email": _("Adresse électronique du compte")}
    for name, label in told.items():
        if value := speaker.dossier.account.get(name):
            yield Line(label, value)


def _sections(speaker: Speaker, here: Situation) -> Iterator[Section]:
    """The answers of each screen; never secrets."""
    for visit in here.visits:
        asked = (question for question in visit.questions if not question.is_secret)
        lines = tuple(line for question in asked for line in answered(question))
        if lines:
            title = speaker.prose(visit.screen.title) or visit.step.title
            yield Section(visit.screen.id, title, lines)


def _sent(
    speaker: Speaker, history: Sequence[Recorded], joined: Iterable[Document]
) -> Iterator[Sent]:
    """What is still there, and not among the documents of the request itself."""
    titles = dict(_titles(speaker, speaker.compiled.procedure.documents.values()))
    known = {slot.name for one in joined for slot in one.slots}
    filing = next(at for at, one in enumerate(history) if isinstance(one.event, Filed))
    for recorded in history[filing:]:
        match recorded.event:
            case Attached(slot, file) if slot not in known:
                if file in speaker.dossier.files.get(slot, ()):
                    day = french_date(day_of(recorded.at))
                    yield Sent(titles[slot.rpartition("/")[2]], file.name, file.size, day)


def _titles(speaker: Speaker, asked: Iterable[Asked], above: str = "") -> Iterator[tuple[str, str]]:
    """Of each document and element, by the name of its slot."""
    for one in asked:
        title = f"{above}{speaker.prose(one.title)}"
        yield one.id, title
        yield from _titles(speaker, one.elements, f"{title} – ")


def _remains(speaker: Speaker, here: Situation, page: Page) -> Iterator[Line]:
    """What the applicant may do now, then the documents to give later."""
    yield from (Line(button.label, "") for button in page.buttons)
    joined = {name for name, files in speaker.dossier.files.items() if files}
    compiled = speaker.compiled
    for document in compiled.procedure.documents.values():
        is_wanted = document.later and document.id not in joined
        if is_wanted and compiled.asks(document.when, here.values):
            yield Line(speaker.prose(document.title), document.later)
