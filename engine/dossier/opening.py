"""A draft begins: who asks, what is known of them, what another procedure handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ..fields.field_type import Json
from ..fields.packed import is_packed
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.settings import settings_of
from ..source.wording import _
from .commands import Open
from .dossier import Dossier, fold
from .events import Event, Known, Opened, Pressed, Recorded
from .not_allowed import NotAllowed
from .situation import Visit, situation, verified_there
from .time import day_of


def opened(compiled: Compiled, dossier: Dossier, command: Open, now: datetime) -> Iterator[Event]:
    """Raises NotAllowed for a draft already open, or that this person may not open."""
    begun = tuple(_begun(compiled, dossier, command))
    yield from begun
    draft = fold((Recorded(now, event) for event in begun), dossier)
    yield from _answered_before(compiled, draft, command, now)


def _begun(compiled: Compiled, dossier: Dossier, command: Open) -> Iterator[Event]:
    procedure = compiled.procedure
    if dossier.opened is not None:
        raise NotAllowed(_("Cette demande est déjà ouverte."))
    if procedure.requires and not command.account:
        raise NotAllowed(_("Connectez-vous pour commencer cette démarche."))
    if not command.given.keys() <= procedure.fields.keys():
        raise NotAllowed(_("Cette démarche n’attend pas ces réponses."))
    require_packed(procedure.fields, command.given)
    digest = compiled.checked.digest
    yield Opened(procedure.id, procedure.version, digest, command.account, command.given)
    known = registered(procedure.registry, command.known)
    if known:
        yield Known(known)


def registered(registry: Mapping[str, Field], values: Mapping[str, Json]) -> dict[str, Json]:
    """Those of the values that the procedure reads of the registry. Raises NotAllowed."""
    known = {name: value for name, value in values.items() if name in registry}
    require_packed(registry, known)
    return known


def require_packed(fields: Mapping[str, Field], values: Mapping[str, Json]) -> None:
    """Raises NotAllowed for a value that no such question has: no page could be drawn after it."""
    for name, value in values.items():
        type_ = fields[name].type
        if type_ and not is_packed(type_, settings_of(fields[name]), value):
            said = _("Ce qui est transmis pour « {name} » n’a pas la forme attendue.")
            raise NotAllowed(said.format(name=name))


def _answered_before(
    compiled: Compiled, dossier: Dossier, command: Open, now: datetime
) -> Iterator[Event]:
    """The first screens, as long as the procedure that opens this one answered them whole."""
    while command.given:
        here = situation(compiled, dossier, day_of(now))
        visit = here.visit(here.current)
        if visit is None or not _is_given(visit, command):
            return
        event = Pressed(visit.screen.id, verified_there(visit.questions, dossier))
        yield event
        dossier = fold((Recorded(now, event),), dossier)


def _is_given(visit: Visit, command: Open) -> bool:
    """It asks something, and nothing but what was handed over."""
    screen = visit.screen
    asks_more = bool(visit.attestations or visit.documents or screen.submit or screen.await_)
    names = {question.field.id for question in visit.questions}
    return visit.is_ready and not asks_more and bool(names) and names <= command.given.keys()
