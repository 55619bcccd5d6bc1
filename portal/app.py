"""The portal as an ASGI application: one door through which every request goes."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.routing import Route as Path
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ..renderers.html import dsfr
from ..renderers.html.environment import STATIC
from ..renderers.html.frame import DSFR
from .ask import Form
from .gate import answer, is_admitted, refused
from .headers import REQUEST, Envelope
from .house import House
from .receiving import received
from .routes import Elsewhere, Route
from .site import ROUTES

log = logging.getLogger("parcours.portal")

Endpoint = Callable[[Request], Awaitable[Response]]

DRAINED = 4
"""Times the largest request that are read, and let go, so that a browser hears why not."""


def application(house: House, routes: Sequence[Route] = ROUTES) -> Starlette:
    """Serves that house, which it closes at the end."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        house.start()
        try:
            yield
        finally:
            await run_in_threadpool(house.close)

    async def elsewhere(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = await run_in_threadpool(refused, house, request, error.status_code)
        response.headers.update(error.headers or {})
        return response

    paths = [
        Path(route.path, _endpoint(house, route), methods=list(route.handlers)) for route in routes
    ]
    proxies = list(house.settings.proxies)
    behind = [Middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)] if proxies else []
    return Starlette(
        routes=[*_theme(house), Mount("/static", _Static(directory=STATIC)), *paths],
        middleware=[*behind, Middleware(Envelope, house.settings)],
        exception_handlers={HTTPException: elsewhere},
        lifespan=lifespan,
    )


def _theme(house: House) -> Iterator[Mount]:
    """The files of the State's design system, where the operator chose it."""
    folder = dsfr.static() if house.settings.theme == DSFR else None
    if folder:
        yield Mount("/static/dsfr", _Static(directory=folder))


class _Static(StaticFiles):
    """The same for everybody: a browser may keep it a while."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "public, max-age=600"
        return response


SMALL = 64_000
"""Bytes of a form that cost less to read than to ask first who sends them."""


def _is_small(request: Request) -> bool:
    told = request.headers.get("content-length", "")
    return told.isascii() and told.isdigit() and int(told) <= SMALL


def _endpoint(house: House, route: Route) -> Endpoint:
    most = house.settings.largest_request

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(answer, house, route, request, Form())
        budget = 0
        if route.takes_files and _is_small(request):
            budget = SMALL
        elif route.takes_files and await run_in_threadpool(is_admitted, house, route, request):
            budget = most
        try:
            async with received(request, budget, DRAINED * most) as form:
                return await run_in_threadpool(answer, house, route, request, form)
        except Elsewhere as found:
            return await run_in_threadpool(refused, house, request, found.status)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            log.exception("fault", exc_info=error, extra={"request": request.scope[REQUEST]})
            return await run_in_threadpool(refused, house, request, 500)

    return endpoint
