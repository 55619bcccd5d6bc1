"""The portal as an ASGI application: one door through which every request goes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as Path
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from .ask import Form
from .assets import mounts
from .gate import answer, is_admitted, refused
from .handing import Threads
from .headers import REQUEST, Envelope
from .house import House
from .receiving import received
from .routes import Elsewhere, Route
from .site import ROUTES

log = logging.getLogger("parcours.portal")

DRAINED = 4
"""Times the largest request that are read, and let go, so that a browser hears why not."""

AT_ONCE = 40
"""Requests answered at the same time; the others wait for their turn."""


def application(house: House, routes: Sequence[Route] = ROUTES) -> Router:
    """Serves that house, which it closes at the end."""
    threads = Threads(AT_ONCE)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        house.start()
        try:
            yield
        finally:
            await threads.run(house.close)
            threads.close()

    paths = [
        Path(route.path, _Door(house, route, threads), methods=list(route.handlers))
        for route in routes
    ]
    proxies = list(house.settings.proxies)
    behind = [Middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)] if proxies else []
    # A Router alone: `gate` answers whatever happens, which is what Starlette's own layers are for.
    return Router(
        routes=[*paths, *mounts(house.settings.theme)],
        middleware=[
            *behind,
            Middleware(Envelope, house.settings),
            Middleware(_Strayed, house, threads),
        ],
        lifespan=lifespan,
        redirect_slashes=False,  # behind a proxy it would send people to http
    )


class _Strayed:
    """What is no page here, or not to be asked so, is told on one of ours."""

    def __init__(self, app: ASGIApp, house: House, threads: Threads) -> None:
        self._app, self._house, self._threads = app, house, threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        scope["app"] = self  # the sign for routes to raise what they cannot answer
        try:
            await self._app(scope, receive, send)
        except HTTPException as error:
            request = Request(scope, receive)
            response = await self._threads.run(refused, self._house, request, error.status_code)
            response.headers.update(error.headers or {})
            await response(scope, receive, send)


SMALL = 64_000
"""Bytes of a form that cost less to read than to ask first who sends them."""


def _is_small(request: Request) -> bool:
    told = request.headers.get("content-length", "")
    return told.isascii() and told.isdigit() and int(told) <= SMALL


class _Door:
    """The address of one route, as an ASGI application."""

    def __init__(self, house: House, route: Route, threads: Threads) -> None:
        self._house, self._route, self._threads = house, route, threads
        self._most = house.settings.largest_request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope, receive)
        if request.method == "POST":
            response = await self._sent(request)
        else:
            response = await self._answered(request, Form())
        await response(scope, receive, send)

    async def _sent(self, request: Request) -> Response:
        try:
            budget = await self._budget(request)
            async with received(request, budget, DRAINED * self._most) as form:
                return await self._answered(request, form)
        except Elsewhere as found:
            return await self._refused(request, found.status)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            log.exception("fault", exc_info=error, extra={"request": request.scope[REQUEST]})
            return await self._refused(request, 500)

    async def _budget(self, request: Request) -> int:
        """The bytes of files that are worth reading."""
        if not self._route.takes_files:
            return 0
        if _is_small(request):
            return SMALL
        is_welcome = await self._threads.run(is_admitted, self._house, self._route, request)
        return self._most if is_welcome else 0

    async def _answered(self, request: Request, form: Form) -> Response:
        return await self._threads.run(answer, self._house, self._route, request, form)

    async def _refused(self, request: Request, status: int) -> Response:
        return await self._threads.run(refused, self._house, request, status)
