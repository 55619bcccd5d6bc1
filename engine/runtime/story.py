"""What happened to a request, as its applicant may read it: few lines, each a sentence's worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..dossier.dossier import Dossier, fold
from ..dossier.events import Acted, Elapsed, Filed, Issued, Notified, Opened, Recorded
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.situation import situation
from ..dossier.time import day_of
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT, CASEWORKER
from ..model.placing import actions
from ..source.wording import _


@dataclass(frozen=True, slots=True)
class Moment:
    """`kind` is opened, filed, acted, state, notice or deliverable; `id` is the definition's. The
    title tells what happened, whatever words the definition has for what was yet to be done."""

    at: datetime
    kind: str
    id: str
    title: str


def story(compiled: Compiled, recorded: Iterable[Recorded]) -> Iterator[Moment]:
    """Oldest first. What caseworkers do shows by what it changes, issues and says."""
    dossier, untold = Dossier(), list[Recorded]()
    for one in recorded:
        untold.append(one)
        if isinstance(one.event, _TOLD):
            before, dossier = dossier, fold(untold, dossier)
            untold.clear()
            yield from _moments(compiled, before, dossier, one)


_TOLD = (Opened, Filed, Acted, Elapsed, Notified, Issued)
"""The others neither show nor change a state."""


def _moments(
    compiled: Compiled, before: Dossier, after: Dossier, recorded: Recorded
) -> Iterator[Moment]:
    at = recorded.at
    match recorded.event:
        case Opened(name):
            yield Moment(at, "opened", name, _("Vous avez commencé cette demande."))
        case Filed(screen, number):
            told = _("Vous avez déposé cette demande.")
            if number:
                told = _("Vous avez déposé cette demande : elle porte le numéro {number}.")
            yield Moment(at, "filed", screen, told.format(number=number))
        case Acted(name, by) if by == APPLICANT:
            title = next(one.title for one in actions(compiled.procedure) if one.id == name)
            yield Moment(at, "acted", name, _("Votre action : {title}").format(title=title))
        case Notified(name) if compiled.procedure.notices[name].addressee != CASEWORKER:
            title = _notice_title(compiled, after, name, at)
            yield Moment(at, "notice", name, _("Message reçu : {title}").format(title=title))
        case Issued(name):
            title = compiled.procedure.deliverables[name].title
            told = _("Document délivré : {title}").format(title=title)
            yield Moment(at, "deliverable", name, told)
        case _:
            pass
    if after.stay and len(after.stays) > len(before.stays):
        title = _state_title(compiled, after.stay.state)
        told = _("État de la demande : {title}").format(title=title)
        yield Moment(at, "state", after.stay.state, told)


def _notice_title(compiled: Compiled, dossier: Dossier, name: str, at: datetime) -> str:
    """As it was sent: with the values of that moment."""
    if dossier.filed:
        values = values_at(compiled, dossier, at)
    else:
        values = {**situation(compiled, dossier, day_of(at)).values, "link": ""}
    return Speaker(compiled, dossier, values).prose(compiled.procedure.notices[name].title)


def _state_title(compiled: Compiled, state: str) -> str:
    examination = compiled.procedure.examination
    return next(one.title for one in examination.states if one.id == state) if examination else ""
