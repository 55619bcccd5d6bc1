"""The fold: what a journal of events comes to. Nothing here depends on the procedure or the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, cast

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

Changes = dict[str, Any]
"""Fields of a dossier, each with its next value."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A state entered at that instant; the timers already gone off during it."""

    state: str
    since: datetime
    elapsed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Memory:
    """What was worked out of a dossier, and stays true of it: a dossier never changes.

    `situation` and `pages` (by screen) are what those functions last found, each beside what it was
    found for. `former` is the last dossier before this one of which the situation is known.
    """

    situation: tuple[Any, Any] | None = None
    pages: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    former: Dossier | None = None


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
    memory: _Memory = field(default_factory=_Memory, init=False, repr=False, compare=False)

    @property
    def stay(self) -> Stay | None:
        """The present state of the examination."""
        return self.stays[-1] if self.stays else None


def fold(events: Iterable[Recorded], start: Dossier | None = None) -> Dossier:
    """The dossier after these events."""
    before, happened = start or Dossier(), tuple(events)
    if not happened:
        return before
    dossier = _after(before, happened)
    dossier.memory.former = before if before.memory.situation else before.memory.former
    return dossier


def after(dossier: Dossier, event: Event, at: datetime) -> Dossier:
    """The dossier after one event."""
    return _after(dossier, (Recorded(at, event),))


def _after(before: Dossier, happened: Iterable[Recorded]) -> Dossier:
    """Made once, for to make one costs ten times what an event changes; `standing` is as it is by
    then, to be read."""
    working = SimpleNamespace(**dict(zip(_NAMES, _VALUES(before), strict=True)))
    standing = cast("Dossier", working)
    for recorded in happened:
        vars(working).update(_changes(standing, recorded.event, recorded.at))
        working.length += 1
    return Dossier(**vars(working))


def _changes(dossier: Dossier, event: Event, at: datetime) -> Changes:
    """What another value stands for after it; nothing that a dossier holds is written on."""
    match event:
        case Opened(procedure, version, digest, account, given):
            return {
                "procedure": procedure,
                "version": version,
                "digest": digest,
                "opened": at,
                "account": account,
                "answers": given,
            }
        case Known(values):
            return {"known": values}
        case Answered(name, None):
            return {"answers": _without(dossier.answers, name)}
        case Answered(name, value):
            return _answered(dossier, name, value)
        case Ticked(name, on):
            ticked = dossier.ticked | {name} if on else dossier.ticked - {name}
            return {"ticked": ticked}
        case Pressed(screen, verified):
            pressed = {**dossier.pressed, screen: verified}
            return {"pressed": pressed, "viewing": ""}
        case Went(screen):
            return {"viewing": screen}
        case Happened(name, to):
            return {"happened": {**dossier.happened, name: to}}
        case SignedIn(account):
            return {"account": account}
        case Notified(notice):
            return {"notices": (*dossier.notices, (notice, at))}
        case Issued(deliverable):
            return {"issued": (*dossier.issued, deliverable)}
        case Attached() | Detached() | Dated() | Coded() | Chose():
            return _joined(dossier, event)
        case Filed() | Acted() | Elapsed():
            return _examined(dossier, event, at)


def _answered(dossier: Dossier, name: str, value: Json) -> Changes:
    answers = {**dossier.answers, name: value}
    if dossier.filed is None:
        return {"answers": answers}
    rounds = {**dossier.rounds, name: dossier.rounds.get(name, 0) + 1}
    return {"answers": answers, "rounds": rounds}


def _joined(dossier: Dossier, event: Attached | Detached | Dated | Coded | Chose) -> Changes:
    match event:
        case Attached(slot, file):
            kept = (*dossier.files.get(slot, ()), file)
            return {"files": {**dossier.files, slot: kept}}
        case Detached(slot, digest):
            kept = tuple(file for file in dossier.files.get(slot, ()) if file.digest != digest)
            return {"files": {**dossier.files, slot: kept}}
        case Dated(slot, day):
            return {"days": {**dossier.days, slot: day}}
        case Coded(document, code):
            return {"codes": {**dossier.codes, document: code}}
        case Chose(document, element):
            return {"chosen": {**dossier.chosen, document: element}}


def _examined(dossier: Dossier, event: Filed | Acted | Elapsed, at: datetime) -> Changes:
    match event:
        case Filed():
            stays = (Stay(event.state, at),) if event.state else ()
            return {"filed": event, "filed_at": at, "viewing": "", "stays": stays}
        case Acted(_action, _by, to):
            return _entered(to, at, dossier.stays)
        case Elapsed(trigger, to):
            stay = dossier.stays[-1]
            marked = replace(stay, elapsed=(*stay.elapsed, trigger))
            return _entered(to, at, (*dossier.stays[:-1], marked))


def _entered(state: str, at: datetime, stays: tuple[Stay, ...]) -> Changes:
    if state and stays and state != stays[-1].state:
        stays = (*stays, Stay(state, at))
    return {"stays": stays}


_NAMES = tuple(one.name for one in fields(Dossier) if one.init)
_VALUES = attrgetter(*_NAMES)


def _without(answers: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in answers.items() if key != name}
