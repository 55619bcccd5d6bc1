"""The act of filing: the relevant answers and the day are frozen, and the request goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..fields.field_type import Json, Raw, Refused
from ..fields.reading import is_blank
from ..machine.compiled import Compiled
from ..source.wording import _
from .commands import Submit
from .dossier import Dossier, fold
from .effects import HandOver
from .events import Filed, Recorded
from .lacking import lacking
from .not_allowed import NotAllowed
from .saying import Speaker
from .settling import Settled, announced
from .situation import Situation, Visit, situation
from .time import day_of


def submit(
    compiled: Compiled, dossier: Dossier, command: Submit, now: datetime, number: str
) -> Settled:
    """Everything at once: filed, issued, said, handed over; or what is still missing."""
    if dossier.filed:
        raise NotAllowed(_("Votre demande est déjà déposée."))
    here = situation(compiled, dossier, day_of(now))
    visit = here.visit(here.current)
    if visit is None or visit.screen.submit is None or visit.screen.id != command.screen:
        raise NotAllowed(_("Vous n’êtes pas encore arrivé à la page de dépôt."))
    secrets, refused = _secrets(visit, command, here.today)
    said = Speaker(compiled, dossier, here.values)
    sentences = tuple(said.prose(check.otherwise) for check in visit.checks)
    refused = {**lacking(visit, dossier.ticked, sentences), **refused}
    if refused:
        return Settled(refused=refused)
    filed = _filed(compiled, here, number)
    events = (Recorded(now, filed),)
    after = fold(events, dossier)
    keys = visit.screen.submit
    handed = (HandOver(filed.outcome, filed.answers, secrets),) if filed.outcome else ()
    told = announced(compiled, after, now, keys.deliver, keys.notices)
    return Settled(events, handed).then(told)


def _secrets(visit: Visit, command: Submit, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The secrets asked on the screen, and the sentences about those refused."""
    found: dict[str, str] = {}
    refused: dict[str, str] = {}
    for question in visit.questions:
        type_ = question.field.type
        if not question.is_secret or type_ is None:
            continue
        raw: Raw = command.secrets.get(question.field.id, "")
        if question.field.optional and is_blank(raw):
            continue
        try:
            found[question.field.id] = type_.parse(raw, question.settings, today).text
        except Refused as fault:
            refused[question.field.id] = fault.sentence
    return found, refused


def _filed(compiled: Compiled, here: Situation, number: str) -> Filed:
    examination = compiled.procedure.examination
    visit = here.visits[-1]
    outcome = visit.screen.submit.outcome if visit.screen.submit else None
    return Filed(
        screen=visit.screen.id,
        number=number,
        day=here.today,
        state=examination.opens.name if examination and examination.opens and not outcome else "",
        outcome=outcome.name if outcome else "",
        answers=relevant(here),
        documents=tuple(wanted.document.id for wanted in here.documents),
        attestations=here.attestations,
    )


def relevant(here: Situation) -> dict[str, Json]:
    """The answers that count, in their JSON form; dormant ones and secrets are left out."""
    found: dict[str, Json] = {}
    for visit in here.visits:
        for question in visit.questions:
            value: Any = question.value
            type_ = question.field.type
            if value is not None and type_ and not question.is_secret:
                found[question.field.id] = type_.pack(value, question.settings)
    return found
