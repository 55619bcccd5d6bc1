"""Commands into events and effects. Nothing is changed here: a decision is data.

Raises NotAllowed at the wrong moment or for the wrong person; a value that cannot be kept is in
`refused` with the sentence that says what to do, and is not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ..fields.field_type import Refused
from ..fields.reading import is_blank
from ..fields.registry import field_types
from ..machine.compiled import Compiled
from ..model.definitions import Document
from ..source.wording import _
from . import commands as do
from .dossier import Dossier, fold
from .effects import Effect, Wake
from .events import (
    Answered,
    Attached,
    Chose,
    Coded,
    Dated,
    Detached,
    Event,
    Happened,
    Known,
    Opened,
    Pressed,
    Recorded,
    Ticked,
    Went,
)
from .examining import act, slots_open, tick
from .filing import submit
from .not_allowed import NotAllowed
from .settling import Settled, settle
from .situation import Question, Situation, Visit, situation, verified_there
from .time import day_of, next_due


@dataclass(frozen=True, slots=True)
class Decision:
    """What happened, what must be done, and what was refused (name → French sentence)."""

    events: tuple[Recorded, ...] = ()
    effects: tuple[Effect, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


def decide(
    compiled: Compiled, dossier: Dossier, command: do.Command, now: datetime, number: str = ""
) -> Decision:
    """What comes of a command. `number` is the one a request filed now would bear."""
    match command:
        case do.Tick():
            settled = tick(compiled, dossier, now)
        case do.Act():
            settled = act(compiled, dossier, command, now)
        case do.Submit():
            settled = submit(compiled, dossier, command, now, number)
        case _:
            settled = _drafting(compiled, dossier, command, now)
    after = fold(settled.events, dossier)
    due = next_due(compiled, after, settle(compiled, after, now)) if settled.events else None
    wakes = (Wake(due.at),) if due else ()
    return Decision(settled.events, (*settled.effects, *wakes), settled.refused)


def _drafting(
    compiled: Compiled, dossier: Dossier, command: do.Command, now: datetime
) -> Settled:
    """What only records: one instant, no effect."""
    try:
        events = tuple(_events(compiled, dossier, command, now))
    except _Refusals as refusals:
        kept = tuple(Recorded(now, event) for event in refusals.events)
        return Settled(kept, (), refusals.sentences)
    return Settled(tuple(Recorded(now, event) for event in events))


class _Refusals(Exception):
    def __init__(self, sentences: dict[str, str], events: list[Event]) -> None:
        super().__init__()
        self.sentences = sentences
        self.events = events


def _events(
    compiled: Compiled, dossier: Dossier, command: do.Command, now: datetime
) -> Iterator[Event]:
    if isinstance(command, do.Open):
        yield from _open(compiled, dossier, command)
        return
    if dossier.opened is None:
        raise NotAllowed(_("Cette demande n’existe pas."))
    here = situation(compiled, dossier, day_of(now))
    match command:
        case do.Know(values):
            yield from _know(dossier, values)
        case do.Answer():
            yield from _answer(dossier, here, command)
        case do.Press(screen):
            yield _press(dossier, here, screen)
        case do.Go(screen):
            yield Went(_visit(dossier, here, screen).screen.id)
        case do.Tell(event):
            yield _tell(here, event)
        case do.Attach() | do.Detach() | do.Date() | do.Code() | do.Choose():
            yield _join(compiled, dossier, here, command)


def _open(compiled: Compiled, dossier: Dossier, command: do.Open) -> Iterator[Event]:
    procedure = compiled.procedure
    if dossier.opened is not None:
        raise NotAllowed(_("Cette demande est déjà ouverte."))
    if procedure.requires and not command.account:
        raise NotAllowed(_("Connectez-vous pour commencer cette démarche."))
    unknown = [name for name in command.given if name not in procedure.fields]
    if unknown:
        raise NotAllowed(_("Cette démarche n’attend pas ces réponses."))
    digest = compiled.checked.digest
    yield Opened(procedure.id, procedure.version, digest, command.account, command.given)
    if command.known:
        yield Known(_declared(compiled, command.known))


def _declared(compiled: Compiled, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name in compiled.procedure.registry}


def _know(dossier: Dossier, values: Mapping[str, object]) -> Iterator[Event]:
    if dossier.filed:
        raise NotAllowed(_FILED)
    if values != dossier.known:
        yield Known(values)  # type: ignore[arg-type]


_FILED = _("Votre demande est déposée : ces réponses ne changent plus.")


def _visit(dossier: Dossier, here: Situation, screen: str) -> Visit:
    """That screen, if this person has come to it and the request is still a draft."""
    if dossier.filed:
        raise NotAllowed(_FILED)
    visit = here.visit(screen)
    if visit is None:
        raise NotAllowed(_("Vous n’êtes pas encore arrivé à cette page."))
    return visit


def _answer(dossier: Dossier, here: Situation, command: do.Answer) -> Iterator[Event]:
    """Every valid value is recorded, even beside one that is refused: nothing typed is lost."""
    visit = _visit(dossier, here, command.screen)
    asked = {question.field.id: question for question in visit.questions}
    ticks = {item.id for item in visit.attestations}
    if not (command.raws.keys() <= asked.keys() and command.ticks.keys() <= ticks):
        raise NotAllowed(_("Cette page ne pose pas ces questions."))
    events: list[Event] = []
    sentences: dict[str, str] = {}
    for name, raw in command.raws.items():
        try:
            events += _answered(dossier, asked[name], raw, here.today)
        except Refused as refused:
            for fault in refused.under(name):
                sentences.setdefault(fault.part, fault.sentence)
    for name, on in command.ticks.items():
        if on != (name in dossier.ticked):
            events.append(Ticked(name, on))
    if sentences:
        raise _Refusals(sentences, events)
    yield from events


def _answered(
    dossier: Dossier, question: Question, raw: object, today: date
) -> list[Event]:
    asked, type_ = question.field, question.field.type
    assert type_ is not None
    if question.is_verified:
        raise NotAllowed(_("Cette information vient de l’administration et ne se modifie pas ici."))
    if type_.name == "secret":
        return []
    if is_blank(raw):  # type: ignore[arg-type]
        if not asked.optional:
            type_.parse(raw, question.settings, today)  # type: ignore[arg-type]
        return [Answered(asked.id, None)] if asked.id in dossier.answers else []
    value = type_.parse(raw, question.settings, today)  # type: ignore[arg-type]
    packed = type_.pack(value, question.settings)
    return [] if dossier.answers.get(asked.id) == packed else [Answered(asked.id, packed)]


def _press(dossier: Dossier, here: Situation, screen: str) -> Event:
    visit = _visit(dossier, here, screen)
    if visit.screen.submit:
        raise NotAllowed(_("Cette page dépose la demande : employez son bouton."))
    if visit.screen.await_ and visit.screen.await_.event not in dossier.happened:
        raise NotAllowed(_("Ouvrez d’abord le lien du message que nous vous avons envoyé."))
    if not visit.is_ready:
        raise _Refusals(missing(visit, dossier), [])
    return Pressed(screen, verified_there(visit, dossier))


def missing(visit: Visit, dossier: Dossier) -> dict[str, str]:
    """What a screen still lacks, each with the sentence that says what to do."""
    found: dict[str, str] = {}
    for question in visit.questions:
        if question.fault:
            found[question.field.id] = question.fault
        elif question.value is None and not question.field.optional:
            found[question.field.id] = _("Répondez à cette question.")
    for attestation in visit.attestations:
        if attestation.id not in dossier.ticked:
            found[attestation.id] = _("Cochez cette case pour continuer.")
    for document in visit.documents:
        if not document.is_complete:
            if document.fault:
                found[document.document.id] = document.fault
            for slot in document.slots:
                if slot.fault:
                    found[slot.document.id] = slot.fault
    for number, _check in enumerate(visit.checks):
        found[f"checks.{number}"] = ""
    return found


def _tell(here: Situation, event: str) -> Event:
    awaited = here.visit(here.current)
    if awaited and awaited.screen.await_ and awaited.screen.await_.event == event:
        return Happened(event)
    raise NotAllowed(_("Rien n’attend cet évènement."))


def _join(
    compiled: Compiled,
    dossier: Dossier,
    here: Situation,
    command: do.Attach | do.Detach | do.Date | do.Code | do.Choose,
) -> Event:
    open_ = slots_open(compiled, dossier, here)
    match command:
        case do.Attach(slot, file):
            _accepts(_slot(open_, slot), file.media, file.size)
            return Attached(slot, file)
        case do.Detach(slot, digest):
            _slot(open_, slot)
            if all(file.digest != digest for file in dossier.files.get(slot, ())):
                raise NotAllowed(_("Ce fichier n’est pas joint."))
            return Detached(slot, digest)
        case do.Date(slot, raw):
            _slot(open_, slot)
            return Dated(slot, _day(slot, raw, here.today))
        case do.Code(name, raw):
            return Coded(name, _code(_slot(open_, name), raw, here.today))
        case do.Choose(name, element):
            if name not in open_ or element not in {e.id for e in open_[name].elements}:
                raise NotAllowed(_("Ce choix n’est pas proposé."))
            return Chose(name, element)


def _slot(open_: Mapping[str, Document], slot: str) -> Document:
    if slot not in open_:
        raise NotAllowed(_("Ce document ne vous est pas demandé ici."))
    return open_[slot]


_MEDIA = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}


def _accepts(document: Document, media: str, size: int) -> None:
    if _MEDIA.get(media) not in document.accept:
        sentence = _("Ce format n’est pas accepté : joignez un fichier {formats}.")
        formats = ", ".join(document.accept).upper()
        raise _Refusals({document.id: sentence.format(formats=formats)}, [])
    if size > document.max_size:
        sentence = _("Ce fichier est trop lourd : {limit} Mo au plus.")
        limit = document.max_size // 1_000_000
        raise _Refusals({document.id: sentence.format(limit=limit)}, [])


def _day(slot: str, raw: object, today: date) -> date:
    type_ = field_types()["date"]
    try:
        value = type_.parse(raw, _NOTHING, today)  # type: ignore[arg-type]
    except Refused as refused:
        raise _Refusals({slot: refused.sentence}, []) from None
    day: date = value
    return day


def _code(document: Document, raw: object, today: date) -> object:
    if document.code is None:
        raise NotAllowed(_("Ce document n’attend pas de code."))
    type_ = field_types()[document.code.name]
    try:
        value = type_.parse(raw, _NOTHING, today)  # type: ignore[arg-type]
    except Refused as refused:
        raise _Refusals({document.id: refused.sentence}, []) from None
    return type_.pack(value, _NOTHING)
