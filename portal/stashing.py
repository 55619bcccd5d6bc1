"""A form that could not be obeyed is kept a moment, and shown again where it was written."""

from __future__ import annotations

import sqlite3

from ..engine.fields.field_type import Control
from ..engine.model.definitions import Procedure
from ..engine.source.wording import _
from ..engine.store.errors import StoreError
from ..renderers.html.names import DO
from .ask import Ask, Form
from .routes import Access, Route
from .views import ONCE, TOKEN, VERSION

OURS = {TOKEN, ONCE, VERSION, DO}
"""Controls of the page that was lost; the page drawn again has its own."""

NOTICE = _(
    "Voici ce que vous aviez écrit. Ce n’est pas encore enregistré : vérifiez, choisissez de "
    "nouveau vos fichiers s’il y en avait, puis continuez."
)


def stash(ask: Ask, route: Route) -> bool:
    """Whether it was kept: only of the screens of a dossier, never a secret, not without end."""
    if route.access is not Access.OWNER or ask.method != "POST" or not ask.form.texts:
        return False
    try:
        if not ask.house.limits.allows("stash address", ask.client):
            return False
        compiled, _state = ask.house.runtime.dossier(ask.place["dossier"])
        hidden = OURS | secrets(compiled.procedure)
        texts = [(name, text) for name, text in ask.form.texts if name not in hidden]
        return ask.house.stashes.keep(ask.name, ask.path, texts)
    except (StoreError, sqlite3.Error):
        return False


def stashed(ask: Ask) -> Form | None:
    """What was kept of this page for this browser, once."""
    texts = ask.house.stashes.take(ask.name, ask.path)
    return Form(texts) if texts else None


def secrets(procedure: Procedure) -> set[str]:
    """The names of questions whose answers are kept nowhere."""
    return {
        name
        for name, field in procedure.fields.items()
        if field.type is not None and field.type.control is Control.SECRET
    }
