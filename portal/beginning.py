"""Where a request begins: an account's, or a browser's while no account is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ..engine.fields.field_type import Json
from ..engine.page.around import DOORS
from ..engine.store.errors import Unknown, UnreadableJournal
from ..renderers.html.names import DO
from .ask import Ask
from .gate import renamed
from .routes import Elsewhere
from .views import ANEW, to, view


@dataclass(frozen=True, slots=True)
class Former:
    """A draft of the same procedure, which its person may take up again."""

    dossier: str
    title: str
    opened: datetime


def begun(ask: Ask, procedure: str, given: Mapping[str, Json] | None = None) -> Response:
    """A draft, to which the browser goes; who must sign in first comes back here, and who has one
    already is asked which they mean: nothing has begun yet, and `given` comes with their answer."""
    house = ask.house
    wanted = house.runtime.catalogue.present(procedure).procedure
    if ask.account is None and wanted.requires:
        return to(f"/connexion?suite=/demarche/{procedure}")
    if not ask.form.text(ANEW) and (former := _former(ask, procedure)):
        return view(ask, "former.html", 409, former=former, button=ask.form.text(DO), anew=ANEW)
    if not house.limits.allows("start address", ask.client):
        raise Elsewhere(429)
    if ask.account and procedure != DOORS[1]:
        dossier = house.runtime.start(
            procedure,
            owner=ask.account.owner,
            account=ask.account.particulars,
            known=house.known(ask.account, wanted),
            given=given,
        )
        return to(f"/dossier/{dossier}")
    dossier = house.runtime.start(procedure, given=given)
    if ask.session:
        house.drafts.begun(dossier, ask.session.digest)
        return to(f"/dossier/{dossier}")
    name, session = house.sessions.begin(agent=ask.agent)
    house.drafts.begun(dossier, session.digest)
    return renamed(to(f"/dossier/{dossier}"), name)


def _former(ask: Ask, procedure: str) -> Former | None:
    """The last one. The way in is no draft, nor is what creates an account."""
    if procedure in DOORS:
        return None
    if ask.account:
        drafts = ask.house.runtime.records.requests(
            owner=ask.owner, procedure=procedure, status="draft", limit=1
        )
        return next((Former(one.dossier, one.title, one.opened) for one in drafts.lines), None)
    begun_here = ask.house.drafts.of(ask.session.digest) if ask.session else []
    found = (_draft(ask, dossier, procedure) for dossier in begun_here)
    return max((one for one in found if one), key=lambda one: one.opened, default=None)


def _draft(ask: Ask, dossier: str, procedure: str) -> Former | None:
    try:
        compiled, state = ask.house.runtime.dossier(dossier)
    except (Unknown, UnreadableJournal):
        return None
    if state.filed or state.opened is None or compiled.procedure.id != procedure:
        return None
    return Former(dossier, compiled.procedure.title, state.opened)
