"""What every answer bears, whoever gives it: the envelope around the whole portal."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from secrets import token_hex
from time import perf_counter
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .settings import Settings

log = logging.getLogger("parcours.portal")

REQUEST = "parcours.request"
"""Where the scope holds the name of this request."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cache-Control": "no-store",
}
SECURE_ONLY: Mapping[str, str] = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains"
}

WATCHED = ("/healthz", "/readyz")
"""Asked by machines, under whatever name they know this one by."""


class Envelope:
    """Adds the headers, turns away requests for another host, and logs what was answered.

    A path may hold a one-time name, and a query what somebody typed: the log has the route alone.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._address = app, settings.address
        self._host = urlsplit(settings.address).netloc.lower().encode()
        headers = {**HEADERS, **(SECURE_ONLY if settings.is_secure else {})}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 0
        name = scope[REQUEST] = token_hex(8)

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {header for header, _value in message["headers"]}
                added = (pair for pair in self._headers if pair[0] not in present)
                message["headers"] = [*message["headers"], *added, (b"x-request-id", name.encode())]
            await send(message)

        is_ours = scope["path"] in WATCHED or self._is_ours(scope)
        app = self._app if is_ours else self._turned_away(scope)
        try:
            await app(scope, receive, sealed)
        finally:
            log.info(
                "request",
                extra={
                    "request": name,
                    "method": scope["method"] if scope["method"].isalpha() else "?",
                    "route": getattr(scope.get("route"), "path", ""),
                    "status": status,
                    "ms": round((perf_counter() - begun) * 1000, 1),
                },
            )

    def _is_ours(self, scope: Scope) -> bool:
        """Two names of one portal would be two origins, and their forms strangers."""
        hosts = [value.lower() for name, value in scope["headers"] if name == b"host"]
        return hosts == [self._host]

    def _turned_away(self, scope: Scope) -> ASGIApp:
        """To the one address; a form is not sent on, for who knows where it was filled in."""
        if scope["method"] in ("GET", "HEAD"):
            return RedirectResponse(f"{self._address}/", 307)
        return PlainTextResponse("Misdirected Request", 421)
