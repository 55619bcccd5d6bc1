"""The fold: what a journal of events comes to. Nothing here depends on the procedure or the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from ..fields.field_type import Json
from .events import (
    Acted,
    Answered,
    Attached,
    Chose,
    Coded,
    Dated,
    Detached,
    Elapsed,
    Event,
    File,
    Filed,
    Happened,
    Issued,
    Known,
    Notified,
    Opened,
    Pressed,
    Recorded,
    SignedIn,
    Ticked,
    Went,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A state entered at that instant; the timers already gone off during it."""

    state: str
    since: datetime
    elapsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything said and done, whether it still applies or not."""

    procedure: str = ""
    version: str = ""
    digest: str = ""
    opened: datetime | None = None
    account: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Json] = field(default_factory=dict)
    answers: Mapping[str, Json] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    files: Mapping[str, tuple[File, ...]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    codes: Mapping[str, Json] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    pressed: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """By screen, the registry's values verified there."""
    happened: Mapping[str, str] = field(default_factory=dict)
    """What was awaited and came, with the address that the message had gone to."""
    viewing: str = ""
    filed: Filed | None = None
    filed_at: datetime | None = None
    stays: tuple[Stay, ...] = ()
    """States of the examination, oldest first."""
    rounds: Mapping[str, int] = field(default_factory=dict)
    """How often each question of the examination was answered."""
    notices: tuple[tuple[str, datetime], ...] = ()
    """Those sent, with the instant."""
    issued: tuple[str, ...] = ()
    length: int = 0
    """How many events: the version an append expects."""
    found: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)
    """The last `situation` found of it, which nothing changes: a dossier does not."""

    @property
    def stay(self) -> Stay | None:
        """The present state of the examination."""
        return self.stays[-1] if self.stays else None


def fold(events: Iterable[Recorded], start: Dossier | None = None) -> Dossier:
    """The dossier after these events."""
    dossier, count = start or Dossier(), 0
    for recorded in events:
        dossier = after(dossier, recorded.event, recorded.at)
        count += 1
    return replace(dossier, length=dossier.length + count) if count else dossier


def after(dossier: Dossier, event: Event, at: datetime) -> Dossier:
    """The dossier after one event."""
    match event:
        case Opened(procedure, version, digest, account, given):
            return replace(
                dossier,
                procedure=procedure,
                version=version,
                digest=digest,
                opened=at,
                account=account,
                answers=given,
            )
        case Known(values):
            return replace(dossier, known=values)
        case Answered(name, None):
            return replace(dossier, answers=_without(dossier.answers, name))
        case Answered(name, value):
            return _answered(dossier, name, value)
        case Ticked(name, on):
            ticked = dossier.ticked | {name} if on else dossier.ticked - {name}
            return replace(dossier, ticked=ticked)
        case Pressed(screen, verified):
            pressed = {**dossier.pressed, screen: verified}
            return replace(dossier, pressed=pressed, viewing="")
        case Went(screen):
            return replace(dossier, viewing=screen)
        case Happened(name, to):
            return replace(dossier, happened={**dossier.happened, name: to})
        case SignedIn(account):
            return replace(dossier, account=account)
        case Notified(notice):
            return replace(dossier, notices=(*dossier.notices, (notice, at)))
        case Issued(deliverable):
            return replace(dossier, issued=(*dossier.issued, deliverable))
        case Attached() | Detached() | Dated() | Coded() | Chose():
            return _joined(dossier, event)
        case Filed() | Acted() | Elapsed():
            return _examined(dossier, event, at)


def _answered(dossier: Dossier, name: str, value: Json) -> Dossier:
    answers = {**dossier.answers, name: value}
    if dossier.filed is None:
        return replace(dossier, answers=answers)
    rounds = {**dossier.rounds, name: dossier.rounds.get(name, 0) + 1}
    return replace(dossier, answers=answers, rounds=rounds)


def _joined(dossier: Dossier, event: Attached | Detached | Dated | Coded | Chose) -> Dossier:
    match event:
        case Attached(slot, file):
            kept = (*dossier.files.get(slot, ()), file)
            return replace(dossier, files={**dossier.files, slot: kept})
        case Detached(slot, digest):
            kept = tuple(file for file in dossier.files.get(slot, ()) if file.digest != digest)
            return replace(dossier, files={**dossier.files, slot: kept})
        case Dated(slot, day):
            return replace(dossier, days={**dossier.days, slot: day})
        case Coded(document, code):
            return replace(dossier, codes={**dossier.codes, document: code})
        case Chose(document, element):
            return replace(dossier, chosen={**dossier.chosen, document: element})


def _examined(dossier: Dossier, event: Filed | Acted | Elapsed, at: datetime) -> Dossier:
    match event:
        case Filed():
            stays = (Stay(event.state, at),) if event.state else ()
            return replace(dossier, filed=event, filed_at=at, viewing="", stays=stays)
        case Acted(_action, _by, to):
            return _entered(dossier, to, at)
        case Elapsed(trigger, to):
            stay = dossier.stays[-1]
            marked = replace(stay, elapsed=(*stay.elapsed, trigger))
            return _entered(replace(dossier, stays=(*dossier.stays[:-1], marked)), to, at)


def _entered(dossier: Dossier, state: str, at: datetime) -> Dossier:
    if not state or not dossier.stays or state == dossier.stays[-1].state:
        return dossier
    return replace(dossier, stays=(*dossier.stays, Stay(state, at)))


def _without(answers: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in answers.items() if key != name}
