"""The home page, and where procedures begin."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from ..engine.fields.field_type import Json
from ..engine.model.definitions import Procedure
from ..engine.page.around import DOORS
from ..engine.page.around import home as home_page
from ..engine.source.wording import _
from ..renderers.annex import render
from ..renderers.html.names import DO
from .ask import Ask
from .files import download
from .gate import renamed
from .routes import Elsewhere
from .views import leads, shown, to, view

LINKS = {"sign_in": "/connexion", "account": "/compte"}


def procedures(ask: Ask) -> tuple[Procedure, ...]:
    """Those served, in the order of their names."""
    catalogue = ask.house.runtime.catalogue
    return tuple(catalogue.present(name).procedure for name in catalogue.ids())


def home(ask: Ask) -> Response:
    """The bricks."""
    page = home_page(procedures(ask), ask.account is not None)
    return shown(ask, page, action="/", leads=leads(LINKS))


def chosen(ask: Ask) -> Response:
    """A brick was pressed."""
    verb, _colon, procedure = ask.form.text(DO).partition(":")
    if verb != "open":
        raise Elsewhere(404)
    return begun(ask, procedure)


def presented(ask: Ask) -> Response:
    """What a procedure is, before it is begun."""
    procedure = ask.house.runtime.catalogue.present(ask.place["procedure"]).procedure
    return view(ask, "procedure.html", procedure=procedure)


def start(ask: Ask) -> Response:
    """Begin it."""
    return begun(ask, ask.place["procedure"])


def begun(ask: Ask, procedure: str, given: Mapping[str, Json] | None = None) -> Response:
    """A draft, the account's or, where none is needed yet, this browser's."""
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
            known=house.known(ask.account, procedure),
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


def documents(ask: Ask) -> Response:
    """The list of documents, to print."""
    compiled = ask.house.runtime.catalogue.present(ask.place["procedure"])
    content = render(compiled.procedure, compiled.names, "text").encode()
    return download(content, _("Pièces justificatives.txt"), "text/plain; charset=utf-8")


PAGES = {
    "/aide": ("help.html", _("Aide et contact")),
    "/accessibilite": ("accessibility.html", _("Déclaration d’accessibilité")),
    "/mentions-legales": ("legal.html", _("Mentions légales")),
    "/donnees-personnelles": ("privacy.html", _("Données personnelles")),
    "/cookies": ("cookies.html", _("Cookies")),
}


def page(ask: Ask) -> Response:
    """One of the pages that people expect."""
    template, title = PAGES[ask.path]
    return view(ask, template, title=title)
