"""A screen answered: each value that can be kept is, even beside one that is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ..fields.composite import is_left_blank
from ..fields.field_type import Raw, Refused
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.placing import attested
from ..source.wording import _
from .asked import Question, question_of
from .commands import Answer
from .dossier import Dossier, after
from .events import Answered, Event, Ticked
from .not_allowed import NotAllowed
from .refusals import Refusals
from .situation import Visit
from .time import day_of


def answer(
    compiled: Compiled, dossier: Dossier, visit: Visit, command: Answer, now: datetime
) -> Iterator[Event]:
    """Every valid value is recorded, even beside one that is refused: nothing is lost.

    An answer may call up questions below it on the same screen, answered in the same breath;
    what is given to a question that does not apply is passed over.
    """
    procedure, screen = compiled.procedure, visit.screen
    asked = {ref.name: True for ref in screen.verify} | {ref.name: False for ref in screen.fields}
    if not command.raws.keys() <= asked.keys():
        raise NotAllowed(_("Cette page ne pose pas ces questions."))
    told = _Telling(compiled, dossier, visit, now)
    if not visit.needs_account:
        for name, is_verify in asked.items():
            told.tell(procedure.fields[name], is_verify, command.raws.get(name))
    told.tick(visit, command.ticks)
    if told.sentences:
        raise Refusals(told.sentences, tuple(told.events))
    yield from told.events


class _Telling:
    """The screen from top to bottom: what is known by each question, and what came of it."""

    def __init__(self, compiled: Compiled, dossier: Dossier, visit: Visit, now: datetime) -> None:
        self.compiled, self.dossier, self.now = compiled, dossier, now
        self.values = dict(visit.before)
        self.events: list[Event] = []
        self.sentences: dict[str, str] = {}

    def tell(self, asked: Field, is_verify: bool, raw: Raw | None) -> None:
        """One question, with what is given to it, if anything is and it applies."""
        # A former answer, which this one replaces, leaves nothing in what is known.
        known = self.values if raw is None else dict(self.values)
        question = question_of(self.compiled, self.dossier, asked, known, is_verify)
        if raw is None or question is None:
            return
        try:
            found = answered(question, raw, self.dossier, day_of(self.now))
        except Refused as refused:
            for fault in refused.under(asked.id):
                self.sentences.setdefault(fault.part, fault.sentence)
            found = []
        for event in found:
            self.dossier = after(self.dossier, event, self.now)
        self.events += found
        if found:
            question_of(self.compiled, self.dossier, asked, self.values, is_verify)
        else:
            self.values = known

    def tick(self, visit: Visit, ticks: Mapping[str, bool]) -> None:
        """Attestations that apply; others are passed over, unless the screen never has them."""
        procedure, known = self.compiled.procedure, self.dossier.ticked
        if not ticks.keys() <= procedure.attestations.keys():
            raise NotAllowed(_("Cette page ne demande pas ces attestations."))
        placed = () if visit.needs_account else attested(procedure, visit.screen)
        shown = {item.id for item in placed if self.compiled.asks(item.when, self.values)}
        self.events += [
            Ticked(name, on)
            for name, on in ticks.items()
            if name in shown and on != (name in known)
        ]


def answered(question: Question, raw: Raw, dossier: Dossier, today: date) -> list[Event]:
    """What a value given to a question changes. Raises Refused, NotAllowed."""
    asked, kept = question.field, dossier.answers
    assert asked.type is not None
    if question.is_verified:
        raise NotAllowed(_("Cette information vient de l’administration et ne change pas ici."))
    if question.is_secret:
        raise NotAllowed(_("Ce secret se donne en validant la page."))
    raw = _with_dormant(question, raw)
    if asked.optional and is_left_blank(asked.type, question.settings, raw, today):
        return [Answered(asked.id, None)] if asked.id in kept else []
    packed = asked.type.pack(asked.type.parse(raw, question.settings, today), question.settings)
    return [] if kept.get(asked.id) == packed else [Answered(asked.id, packed)]


def _with_dormant(question: Question, raw: Raw) -> Raw:
    """The answer to a group, with what is dormant in it where nothing is typed instead.

    A row has no name by which to know it again: its dormant parts are those that the form gives
    back.
    """
    type_, kept, value = question.field.type, question.kept, question.value
    if not (type_ and isinstance(kept, Mapping) and isinstance(raw, Mapping)):
        return raw
    dormant = {name: answer for name, answer in kept.items() if name not in value}
    held = type_.raw(dormant, question.settings) if dormant else {}
    return {**held, **raw} if isinstance(held, Mapping) else raw
