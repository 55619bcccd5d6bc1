"""A document issued, with all that is printed on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ..expr.syntax import Name, names
from ..fields.day import PartialDate, french_date
from ..model.definitions import Clock, Condition, Deliverable, Seal
from ..source.wording import _
from ..two_d_doc import SEAL_TYPES
from .documents import shifted_by
from .effects import Issue
from .saying import Speaker
from .time import day_of, running


def issued(speaker: Speaker, deliverable: Deliverable, now: datetime) -> Issue:
    """Everything that its drawing needs, as it stands now; in French, whatever is spoken: it is an
    act of the administration (law 94-665), and its code is compared with its words."""
    speaker = replace(speaker, compiled=speaker.compiled.original or speaker.compiled)
    day, dossier = day_of(now), speaker.dossier
    until = shifted_by(day, deliverable.valid_for) if deliverable.valid_for else None
    return Issue(
        deliverable=deliverable.id,
        title=deliverable.title,
        template=deliverable.template,
        text=speaker.says(deliverable.text),
        day=day,
        until=until,
        seal=_sealed(speaker, deliverable.seal, (day, until)) if deliverable.seal else {},
        seal_type=deliverable.seal.type if deliverable.seal else "",
        number=dossier.filed.number if dossier.filed else "",
        filed=dossier.filed.day if dossier.filed else None,
        service=dict(speaker.compiled.service),
        lines=tuple(_lines(speaker, deliverable)),
        deadlines=tuple(_deadlines(speaker)),
        law=deliverable.law,
    )


def _sealed(speaker: Speaker, seal: Seal, valid: tuple[date, date | None]) -> dict[str, Any]:
    """An unanswered optional value is left out. The days of validity are those that are printed,
    unless the definition gives its own: a last day that nobody signs could be put off."""
    found: dict[str, Any] = {}
    known = SEAL_TYPES.get(seal.type)
    if known and valid[1]:
        given = {value.id for value in seal.values}
        days = zip(known.validity, valid, strict=False)
        found = {id_: day for id_, day in days if id_ not in given}
    for value in seal.values:
        for when, content in value.variants:
            if speaker.compiled.holds(when, speaker.values):
                read = {name.path for name in names(content.expr)}
                if read <= speaker.values.keys():
                    found[value.id] = _seal_value(speaker, content)
                break
    return found


def _seal_value(speaker: Speaker, content: Condition) -> Any:
    """As conditions read it; but a date whose day or month nobody knows stays incomplete."""
    typed = speaker.typed(content.expr.path) if isinstance(content.expr, Name) else None
    if typed and isinstance(typed.value, PartialDate) and not typed.value.day:
        return typed.value
    return speaker.compiled.value(content.expr, speaker.values)


def _lines(speaker: Speaker, deliverable: Deliverable) -> Iterator[tuple[str, str]]:
    """The answers printed; those that were not given are left out."""
    for printed in deliverable.fields:
        if not isinstance(printed.expr, Name):
            continue
        declared = speaker.compiled.names.declared(printed.expr.path)
        shown = speaker.shown(printed)
        if declared and shown:
            yield declared.label, shown


def _deadlines(speaker: Speaker) -> Iterator[tuple[str, str]]:
    """By when the service answers, and what its silence means: CRPA R. 112-11-1."""
    for clock in running(speaker.compiled, speaker.dossier):
        day = french_date(speaker.values[f"clocks.{clock.id}"])
        yield clock.title, _("Jusqu'au {day}").format(day=day)
        if outcome := _outcome(speaker, clock):
            yield _("Sans réponse à cette date"), outcome


def _outcome(speaker: Speaker, clock: Clock) -> str:
    """The title and text of the state that comes then: it reads nothing that is not known now."""
    examination = speaker.compiled.procedure.examination
    for state in examination.states if examination else ():
        if clock.to and state.id == clock.to.name:
            return "\n".join(filter(None, (state.title, speaker.says(state.text))))
    return ""
