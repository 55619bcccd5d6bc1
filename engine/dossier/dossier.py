"""The fold: what a journal of events comes to. Nothing here depends on the procedure or the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from operator import attrgetter
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
    before = dossier = start or Dossier()
    for recorded in events:
        dossier = after(dossier, recorded.event, recorded.at)
    if dossier is not before:
        dossier.memory.former = before if before.memory.situation else before.memory.former
    return dossier


def after(dossier: Dossier, event: Event, at: datetime) -> Dossier:
    """The dossier after one event."""
    match event:
        case Opened(procedure, version, digest, account, given):
            return _changed(
                dossier,
                procedure=procedure,
                version=version,
                digest=digest,
                opened=at,
                account=account,
                answers=given,
            )
        case Known(values):
            return _changed(dossier, known=values)
        case Answered(name, None):
            return _changed(dossier, answers=_without(dossier.answers, name))
        case Answered(name, value):
            return _answered(dossier, name, value)
        case Ticked(name, on):
            ticked = dossier.ticked | {name} if on else dossier.ticked - {name}
            return _changed(dossier, ticked=ticked)
        case Pressed(screen, verified):
            pressed = {**dossier.pressed, screen: verified}
            return _changed(dossier, pressed=pressed, viewing="")
        case Went(screen):
            return _changed(dossier, viewing=screen)
        case Happened(name, to):
            return _changed(dossier, happened={**dossier.happened, name: to})
        case SignedIn(account):
            return _changed(dossier, account=account)
        case Notified(notice):
            return _changed(dossier, notices=(*dossier.notices, (notice, at)))
        case Issued(deliverable):
            return _changed(dossier, issued=(*dossier.issued, deliverable))
        case Attached() | Detached() | Dated() | Coded() | Chose():
            return _joined(dossier, event)
        case Filed() | Acted() | Elapsed():
            return _examined(dossier, event, at)


def _answered(dossier: Dossier, name: str, value: Json) -> Dossier:
    answers = {**dossier.answers, name: value}
    if dossier.filed is None:
        return _changed(dossier, answers=answers)
    rounds = {**dossier.rounds, name: dossier.rounds.get(name, 0) + 1}
    return _changed(dossier, answers=answers, rounds=rounds)


def _joined(dossier: Dossier, event: Attached | Detached | Dated | Coded | Chose) -> Dossier:
    match event:
        case Attached(slot, file):
            kept = (*dossier.files.get(slot, ()), file)
            return _changed(dossier, files={**dossier.files, slot: kept})
        case Detached(slot, digest):
            kept = tuple(file for file in dossier.files.get(slot, ()) if file.digest != digest)
            return _changed(dossier, files={**dossier.files, slot: kept})
        case Dated(slot, day):
            return _changed(dossier, days={**dossier.days, slot: day})
        case Coded(document, code):
            return _changed(dossier, codes={**dossier.codes, document: code})
        case Chose(document, element):
            return _changed(dossier, chosen={**dossier.chosen, document: element})


def _examined(dossier: Dossier, event: Filed | Acted | Elapsed, at: datetime) -> Dossier:
    match event:
        case Filed():
            stays = (Stay(event.state, at),) if event.state else ()
            return _changed(dossier, filed=event, filed_at=at, viewing="", stays=stays)
        case Acted(_action, _by, to):
            return _entered(dossier, to, at, dossier.stays)
        case Elapsed(trigger, to):
            stay = dossier.stays[-1]
            marked = replace(stay, elapsed=(*stay.elapsed, trigger))
            return _entered(dossier, to, at, (*dossier.stays[:-1], marked))


def _entered(dossier: Dossier, state: str, at: datetime, stays: tuple[Stay, ...]) -> Dossier:
    if state and stays and state != stays[-1].state:
        stays = (*stays, Stay(state, at))
    return _changed(dossier, stays=stays)


def _changed(dossier: Dossier, **changes: Any) -> Dossier:
    """One event more."""
    former = dict(zip(_NAMES, _VALUES(dossier), strict=True))  # `replace`, in half the time
    return Dossier(**{**former, "length": dossier.length + 1, **changes})


_NAMES = tuple(one.name for one in fields(Dossier) if one.init)
_VALUES = attrgetter(*_NAMES)


def _without(answers: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in answers.items() if key != name}
