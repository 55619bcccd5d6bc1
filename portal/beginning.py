"""Where a request begins: an account's, or a browser's while no account is needed."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from ..engine.fields.field_type import Json
from ..engine.page.around import DOORS
from .ask import Ask
from .gate import renamed
from .routes import Elsewhere
from .views import to


def begun(ask: Ask, procedure: str, given: Mapping[str, Json] | None = None) -> Response:
    """A draft, to which the browser goes; who must sign in first comes back here."""
    house = ask.house
    wanted = house.runtime.catalogue.present(procedure).procedure
    if ask.account is None and wanted.requires:
        return to(f"/connexion?suite=/demarche/{procedure}")
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
