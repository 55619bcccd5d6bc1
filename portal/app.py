"""The portal as an ASGI application: one door through which every request goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.routing import Route as Path
from starlette.staticfiles import StaticFiles

from ..renderers.html.environment import STATIC
from .ask import Form, Upload
from .gate import answer
from .house import House
from .routes import Route
from .site import ROUTES

Endpoint = Callable[[Request], Awaitable[Response]]


def application(house: House, routes: Sequence[Route] = ROUTES) -> Starlette:
    """Serves that house, which it closes at the end."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        house.start()
        try:
            yield
        finally:
            await run_in_threadpool(house.close)

    paths = [
        Path(route.path, _endpoint(house, route), methods=list(route.handlers)) for route in routes
    ]
    return Starlette(
        routes=[Mount("/static", StaticFiles(directory=STATIC)), *paths],
        lifespan=lifespan,
        max_body_size=house.settings.largest_request,
    )


def _endpoint(house: House, route: Route) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        form = await _form(request) if request.method == "POST" else Form()
        return await run_in_threadpool(answer, house, route, request, form)

    return endpoint


async def _form(request: Request) -> Form:
    sent = await request.form(max_files=100, max_fields=5_000, max_part_size=200_000)
    texts, files = [], []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.append((name, Upload(value.filename or "", value.file, value.size or 0)))
        else:
            texts.append((name, value))
    return Form(tuple(texts), tuple(files))
