"""The home page, and what a procedure is before it is begun."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from ..engine.dossier.dossier import Dossier
from ..engine.machine.compiled import Compiled
from ..engine.model.definitions import Procedure
from ..engine.page.around import DOORS, Card, bricks
from ..engine.page.around import home as home_page
from ..engine.source.wording import _
from ..engine.store.errors import Unknown, UnreadableJournal
from ..renderers.html.names import DO
from .ask import Ask
from .beginning import begun
from .files import download
from .remaining import remaining
from .routes import Elsewhere
from .views import SIGN_IN_HERE, leads, shown, to, view

LINKS = {"sign_in": SIGN_IN_HERE, "account": "/compte", "resume": "/dossier/{}"}


def procedures(ask: Ask) -> tuple[Procedure, ...]:
    """Those served, in the order of their names."""
    catalogue = ask.house.runtime.catalogue
    return tuple(catalogue.present(name).procedure for name in catalogue.ids())


def home(ask: Ask) -> Response:
    """What was begun in this browser, and the bricks."""
    page = home_page(procedures(ask), ask.account is not None, _begun_here(ask))
    return shown(ask, page, action="/", leads=leads(LINKS))


def _begun_here(ask: Ask) -> Iterator[Card]:
    """Of who has not signed in, drafts that hold something, as long as they may go on; of anybody,
    requests filed without an account, to which nothing else leads.

    The way in is no draft: its brick is as near.
    """
    session, house, runtime = ask.session, ask.house, ask.house.runtime
    if session is None:
        return
    for dossier in house.drafts.of(session.digest):
        try:
            compiled, state = runtime.dossier(dossier)
            page = runtime.page(dossier)
        except (Unknown, UnreadableJournal):
            continue
        is_begun = _holds(state) or house.leftovers.has(dossier)
        if compiled.procedure.id == DOORS[0] or not is_begun:
            continue
        if state.filed:
            if compiled.procedure.id not in DOORS:
                told = _("N° {number} : {state}")
                said = told.format(number=state.filed.number, state=page.title)
                yield Card(dossier, page.procedure_title, said, is_filed=True)
        elif (
            not session.account
            and page.kind == "screen"
            and any(one.kind != "go" for one in page.buttons)
        ):
            remains = remaining(house, dossier)
            said = f"{page.title}. {remains}" if remains else page.title
            yield Card(dossier, page.procedure_title, said)


def _holds(state: Dossier) -> bool:
    return bool(state.answers or state.files or state.codes or state.ticked)


def chosen(ask: Ask) -> Response:
    """A brick was pressed: it names its procedure, and what is thereby answered."""
    verb, _colon, target = ask.form.text(DO).partition(":")
    found = {brick.target: brick for brick in bricks(procedures(ask))}
    if verb == "open" and target in found:
        return begun(ask, found[target].procedure, dict(found[target].given))
    if verb == "open" and target == DOORS[1]:
        return begun(ask, target)
    raise Elsewhere(404)


def presented(ask: Ask) -> Response:
    """What a procedure is; who was sent to sign in comes back here."""
    if ask.place["procedure"] == DOORS[1] and ask.account:
        return to("/compte")
    procedure = ask.house.runtime.catalogue.present(ask.place["procedure"]).procedure
    return view(ask, "procedure.html", procedure=procedure)


def start(ask: Ask) -> Response:
    """Begin it."""
    return begun(ask, ask.place["procedure"])


def documents(ask: Ask) -> Response:
    """The list of documents, to print."""
    return _listed(ask, ask.house.runtime.catalogue.present(ask.place["procedure"]))


def own_documents(ask: Ask) -> Response:
    """The same, of the version that a request is bound to."""
    return _listed(ask, ask.house.runtime.dossier(ask.place["dossier"])[0])


def _listed(ask: Ask, compiled: Compiled) -> Response:
    name = _("Documents à fournir – {title}.pdf").format(title=compiled.procedure.title)
    return download(ask.house.lists.pdf(compiled), name, "application/pdf")
