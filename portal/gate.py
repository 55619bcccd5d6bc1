"""The one door: who comes, whether they may, and what leaves with every answer."""

from __future__ import annotations

import logging
from secrets import token_hex
from time import perf_counter

from starlette.requests import Request
from starlette.responses import Response

from ..engine.dossier.not_allowed import NotAllowed
from ..engine.runtime import UnknownProcedure
from ..engine.source.wording import _
from ..engine.store.errors import FileTooLarge, StoreError, Unknown, WorldError
from .ask import Ask, Form
from .errors import failed
from .house import House
from .keys import drawn
from .routes import Access, Elsewhere, Route
from .views import TOKEN, to

log = logging.getLogger("parcours.portal")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cache-Control": "no-store",
}
SECURE_ONLY = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def cookie_name(house: House) -> str:
    """The prefix makes browsers refuse it without TLS, for another path or from a sibling host."""
    return "__Host-parcours" if house.settings.is_secure else "parcours"


def answer(house: House, route: Route, request: Request, form: Form) -> Response:
    """What is sent back, whatever happens: an error has its page too."""
    begun = perf_counter()
    name = request.cookies.get(cookie_name(house), "")
    is_new = not (40 <= len(name) <= 64)
    name = drawn() if is_new else name
    ask = _ask(house, request, form, name)
    response = _guarded(ask, route)
    moved = response.headers.get(SESSION)
    if moved is not None:
        del response.headers[SESSION]
    if moved or is_new:
        _give(house, response, moved or name)
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    if house.settings.is_secure:
        response.headers.update(SECURE_ONLY)
    response.headers["X-Request-Id"] = ask.id
    log.info(
        "request",
        extra={
            "request": ask.id,
            "method": ask.method,
            "route": route.path,
            "status": response.status_code,
            "ms": round((perf_counter() - begun) * 1000, 1),
        },
    )
    return response


SESSION = "X-Parcours-Session"
"""How a handler tells the gate that the browser bears another name from now on."""


def renamed(response: Response, name: str) -> Response:
    """The browser is given that session."""
    response.headers[SESSION] = name
    return response


def _give(house: House, response: Response, name: str) -> None:
    response.set_cookie(
        cookie_name(house),
        name,
        httponly=True,
        secure=house.settings.is_secure,
        samesite="lax",
        path="/",
    )


def _ask(house: House, request: Request, form: Form, name: str) -> Ask:
    session = house.sessions.found(name)
    account = house.accounts.found(session.account) if session and session.account else None
    return Ask(
        house=house,
        method=request.method,
        path=request.url.path,
        id=token_hex(8),
        client=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        token=house.sessions.token(name),
        name=name,
        place={key: str(value) for key, value in request.path_params.items()},
        query=dict(request.query_params),
        form=form,
        origin=request.headers.get("origin", ""),
        site=request.headers.get("sec-fetch-site", ""),
        session=session,
        account=account,
    )


def _guarded(ask: Ask, route: Route) -> Response:
    try:
        refusal = _refusal(ask, route)
        if refusal:
            return refusal
        return route.handlers[ask.method](ask)
    except Elsewhere as found:
        return failed(ask, found.status, found.detail)
    except (Unknown, UnknownProcedure):
        return failed(ask, 404)
    except NotAllowed as found:
        return failed(ask, 409, found.sentence)
    except FileTooLarge as found:
        return failed(ask, 413, found.sentence)
    except WorldError:
        log.exception("world", extra={"request": ask.id})
        return failed(ask, 503)
    except StoreError as found:
        return failed(ask, 409, found.sentence)
    except Exception:
        log.exception("fault", extra={"request": ask.id})
        return failed(ask, 500)


def _refusal(ask: Ask, route: Route) -> Response | None:
    """Why this person may not come in, if they may not."""
    if ask.method == "POST" and not route.is_tokenless and not _is_ours(ask):
        raise Elsewhere(403, _("Ce formulaire ne vient pas de cette page. Rechargez-la."))
    match route.access:
        case Access.DEMONSTRATION if not ask.house.settings.is_demonstration:
            raise Elsewhere(404)
        case Access.SIGNED_IN if ask.account is None:
            return to(f"/connexion?suite={ask.path}")
        case Access.OWNER:
            return _owner_refusal(ask)
    return None


def _is_ours(ask: Ask) -> bool:
    """Drawn for this browser, and sent from these pages."""
    if ask.origin and ask.origin != ask.house.settings.address:
        return False
    if ask.site not in ("", "same-origin", "none"):
        return False
    return ask.house.sessions.is_token(ask.name, ask.form.text(TOKEN))


def _owner_refusal(ask: Ask) -> Response | None:
    """The one place where a dossier's owner is compared: another's is as if it were not there."""
    dossier = ask.place["dossier"]
    owner = ask.house.runtime.store.load(dossier, after=10**9).card.owner
    if owner:
        if owner == ask.owner:
            return None
        if ask.account is None:
            return to(f"/connexion?suite={ask.path}")
        raise Elsewhere(404)
    if ask.session and ask.house.drafts.holder(dossier) == ask.session.digest:
        return None
    raise Elsewhere(404)
