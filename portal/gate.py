"""The one door: who comes, whether they may, and what becomes of what they sent."""

from __future__ import annotations

import errno
import logging
import sqlite3
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from ..engine.dossier.not_allowed import NotAllowed
from ..engine.runtime import UnknownProcedure
from ..engine.source.wording import _
from ..engine.store.errors import (
    Altered,
    FileMissing,
    FileTooLarge,
    KeyReused,
    StoreError,
    Unknown,
    UnknownBundle,
    UnreadableJournal,
    WorldError,
)
from .accounts import Account
from .ask import Ask, Form
from .errors import failed
from .headers import REQUEST, WATCHED
from .house import House
from .keys import drawn, is_drawn, same
from .obeying import obeyed
from .passwords import Overloaded
from .routes import Access, Elsewhere, Route
from .sendings import TooSoon
from .sessions import Session
from .stashing import stash, typed_again
from .views import SAYS, TOKEN, proven, to

log = logging.getLogger("parcours.portal")

STALE = _("Cette page était ouverte depuis trop longtemps. Rechargez-la, puis recommencez.")
FOREIGN = _("Ce formulaire ne vient pas de ce site. Rien n’a été fait.")

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What a disk answers that takes nothing more: files are examined outside the store."""

DAMAGED = (Altered, FileMissing, UnknownBundle, UnreadableJournal)
"""What the store says of what it should have kept: its operator restores it, and nobody else."""

SESSION = "X-Parcours-Session"
"""How a handler tells the gate that the browser bears another name from now on."""


def cookie_name(house: House) -> str:
    """The prefix makes browsers refuse it without TLS, for another path or from a sibling host."""
    return "__Host-parcours" if house.settings.is_secure else "parcours"


def renamed(response: Response, name: str) -> Response:
    """The browser is given that session."""
    response.headers[SESSION] = name
    return response


def answer(house: House, route: Route, request: Request, form: Form) -> Response:
    """What is sent back, whatever happens: an error has its page too."""
    ask = asked(house, request, form)
    with house.runtime.seen_once(), house.sendings.by(ask.client):
        response = _guarded(ask, route)
    moved = response.headers.get(SESSION, "")
    if moved:
        del response.headers[SESSION]
    if SAYS in response.headers:
        proven(response, house.sessions.token(moved) if moved else ask.token)
    if moved or (name_of(house, request) != ask.name and ask.path not in WATCHED):
        _give(house, response, moved or ask.name)
    return response


def is_admitted(house: House, route: Route, request: Request) -> bool:
    """Whether what this person sends is worth reading whole."""
    try:
        return admission(asked(house, request, Form()), route) is None
    except (Elsewhere, StoreError, sqlite3.Error):
        return False


def refused(house: House, request: Request, status: int) -> Response:
    """The page of an error met before any route, or while a form was read."""
    return failed(asked(house, request, Form()), status)


def _give(house: House, response: Response, name: str) -> None:
    response.set_cookie(
        cookie_name(house),
        name,
        httponly=True,
        secure=house.settings.is_secure,
        samesite="lax",
        path="/",
    )


def name_of(house: House, request: Request) -> str:
    """What the browser says its name is; nothing if it cannot be one of ours."""
    name = request.cookies.get(cookie_name(house), "")
    return name if is_drawn(name) else ""


def asked(house: House, request: Request, form: Form) -> Ask:
    """The request with who sends it."""
    told = name_of(house, request)
    name = told or drawn()
    session, account = _known(house, request, name) if told else (None, None)
    return Ask(
        house=house,
        method="GET" if request.method == "HEAD" else request.method,
        path=request.scope["path"],
        id=str(request.scope.get(REQUEST, "")),
        client=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        token=house.sessions.token(name),
        name=name,
        place={key: str(value) for key, value in request.path_params.items()},
        query=dict(request.query_params) if request.scope["query_string"] else {},
        form=form,
        origin=request.headers.get("origin", ""),
        site=request.headers.get("sec-fetch-site", ""),
        session=session,
        account=account,
    )


def _known(house: House, request: Request, name: str) -> tuple[Session | None, Account | None]:
    """The browser and its person; a stranger where the tables cannot say."""
    try:
        session = house.sessions.found(name)
        if session is None or not session.account:
            return session, None
        return session, house.accounts.found(session.account)
    except sqlite3.Error as error:
        _tell("world", str(request.scope.get(REQUEST, "")), error)
        return None, None


def _guarded(ask: Ask, route: Route) -> Response:
    try:
        return _sent(ask, route) if ask.method == "POST" else _shown(ask, route)
    except KeyReused:
        # What that page could do is done: somebody went back to it, and is shown where things are.
        before, dossier, _after = ask.path.partition(ask.place["dossier"])
        return to(quote(before + dossier))
    except Exception as error:  # noqa: BLE001 - the outermost layer: an answer, whatever happens
        status, detail = _told(ask, error)
        is_kept = status in (429, 500, 503) and stash(ask, route)
        after = error.after if isinstance(error, TooSoon) else 0
        typed = typed_again(ask, route) if status >= 500 and not is_kept else ()
        return failed(ask, status, detail, is_kept=is_kept, typed=typed, after=after)


def _shown(ask: Ask, route: Route) -> Response:
    return admission(ask, route) or route.handlers["GET"](ask)


def _sent(ask: Ask, route: Route) -> Response:
    """A form is obeyed if these pages sent it, to a person who may, and once."""
    is_here = ask.origin == ask.house.settings.address or ask.site == "same-origin"
    if not _may_be_ours(ask):
        raise Elsewhere(403, FOREIGN)
    if not same(ask.token, ask.form.text(TOKEN)):
        if is_here and stash(ask, route):
            return _to_sign_in(ask, "fini") if admission(ask, route) else to(quote(ask.path))
        raise Elsewhere(403, STALE)
    if refusal := admission(ask, route):
        return _to_sign_in(ask, "fini") if stash(ask, route) else refusal
    return obeyed(ask, route)


def _may_be_ours(ask: Ask) -> bool:
    """By what browsers say of the page a form comes from; old ones, and programs, say nothing."""
    is_origin = ask.origin in ("", ask.house.settings.address)
    return is_origin and ask.site in ("", "same-origin", "none")


def _told(ask: Ask, error: Exception) -> tuple[int, str]:
    """The status and the sentence for what went wrong; the operator is told what is theirs."""
    match error:
        case Elsewhere():
            return error.status, error.detail
        case Unknown() | UnknownProcedure():
            return 404, ""
        case TooSoon():
            return 429, error.sentence
        case NotAllowed():
            return 409, error.sentence
        case FileTooLarge():
            return 413, error.sentence
        case Overloaded():
            return 503, ""
        case WorldError() | sqlite3.OperationalError():
            _tell("world", ask.id, error)
            return 503, ""
        case OSError() if error.errno in NO_ROOM:
            _tell("world", ask.id, error)
            return 503, ""
        case StoreError() if not isinstance(error, DAMAGED):
            return 409, error.sentence
    _tell("fault", ask.id, error)
    return 500, ""


def _tell(what: str, request: str, error: Exception) -> None:
    log.error(what, exc_info=error, extra={"request": request})


def admission(ask: Ask, route: Route) -> Response | None:
    """None to whoever may come in; the way to the sign-in page to who might. Raises Elsewhere."""
    match route.access:
        case Access.DEMONSTRATION if not ask.house.settings.is_demonstration:
            raise Elsewhere(404)
        case Access.SIGNED_IN if ask.account is None:
            return _to_sign_in(ask)
        case Access.OWNER:
            return _owner_refusal(ask)
    return None


def _owner_refusal(ask: Ask) -> Response | None:
    """The one place where an owner is compared: another's is as if it were not there.

    Files, documents issued and actions lie below their dossier's path, and are looked for in it.
    Of who has not signed in nothing is looked for but the drafts of their browser.
    """
    if ask.account is None:
        is_theirs = _is_holder(ask) and not _owner(ask)
        return None if is_theirs else _to_sign_in(ask)
    owner = _owner(ask)
    if owner == ask.owner or (owner == "" and _is_holder(ask)):
        return None
    raise Elsewhere(404)


def _is_holder(ask: Ask) -> bool:
    """Whether this browser began it, before anybody signed in."""
    dossier = ask.place.get("dossier")
    if ask.session is None or dossier is None:
        return False
    return ask.house.drafts.holder(dossier) == ask.session.digest


def _owner(ask: Ask) -> str | None:
    """Whose it is: empty for an anonymous draft, None for what is not there."""
    if letter := ask.place.get("letter"):
        holder = ask.house.letters.holder(letter)
        return f"account:{holder}" if holder else None
    return ask.house.runtime.look(ask.place["dossier"]).card.owner


def _to_sign_in(ask: Ask, said: str = "") -> Response:
    return to(f"/connexion?suite={quote(ask.path, safe='')}", said)
