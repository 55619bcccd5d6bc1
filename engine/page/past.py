"""What happened to a request, told to whoever reads it: one line an event, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..dossier.dossier import Dossier, fold
from ..dossier.events import (
    Acted,
    Attached,
    Filed,
    Happened,
    Issued,
    Notified,
    Opened,
    Recorded,
)
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.time import day_of, state_of
from ..fields.day import french_date
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT, CASEWORKER
from ..model.placing import actions
from ..source.wording import _
from .page import Line


def past(compiled: Compiled, history: Iterable[Recorded]) -> tuple[Line, ...]:
    """The day, and what happened; what was typed before filing is in the request itself."""
    return tuple(_past(compiled, history))


def _past(compiled: Compiled, history: Iterable[Recorded]) -> Iterator[Line]:
    dossier = Dossier()
    for recorded in history:
        before, dossier = dossier, fold([recorded], dossier)
        is_new = _state(before) != _state(dossier)
        for told in _told(compiled, dossier, recorded, is_new):
            yield Line(french_date(day_of(recorded.at)), told)


def _told(compiled: Compiled, dossier: Dossier, recorded: Recorded, is_new: bool) -> Iterator[str]:
    """What that event says once it has happened; `is_new` where the request is in another state."""
    procedure, event = compiled.procedure, recorded.event
    match event:
        case Opened():
            yield _("Demande commencée")
        case Happened():
            yield _("Lien du message ouvert")
        case Filed(number=number):
            yield _("Demande déposée sous le numéro {number}").format(number=number)
        case Acted(action, by, _to) if by == APPLICANT or not is_new:
            title = next(one.title for one in actions(procedure) if one.id == action)
            yield _by(by).format(title=title)
        case Attached(file=file) if dossier.filed:
            yield _("Fichier joint : {name}").format(name=file.name)
        case Issued(deliverable):
            title = procedure.deliverables[deliverable].title
            yield _("Document délivré : {title}").format(title=title)
        case Notified(notice) if procedure.notices[notice].addressee != CASEWORKER:
            said = Speaker(compiled, dossier, values_at(compiled, dossier, recorded.at))
            title = said.prose(procedure.notices[notice].title)
            yield _("Message envoyé : {title}").format(title=title)
    if is_new and (state := state_of(compiled, dossier)):
        yield _("État de la demande : {title}").format(title=state.title)


def _state(dossier: Dossier) -> str:
    return dossier.stay.state if dossier.stay else ""


def _by(role: str) -> str:
    """Who acted. What the service does is told by the state it brings, where it brings one."""
    if role == APPLICANT:
        return _("Action de l’usager : {title}")
    return _("Action du service : {title}")
