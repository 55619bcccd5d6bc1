"""A form that was let in: obeyed once, on what there is by then, and answered with what follows."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qsl

from starlette.responses import Response

from ..engine.store.errors import Conflict
from ..renderers.html.names import FOLLOWS
from .ask import Ask, Form
from .routes import Handler, Route
from .views import ONCE, SAYS

log = logging.getLogger("parcours.portal.obeying")

MOST_TRIES = 10


def obeyed(ask: Ask, route: Route) -> Response:
    """The answer of the handler, the first one's to who clicks twice."""
    handler = route.handlers["POST"]
    once = ask.form.text(ONCE)
    if not once:
        return _insisting(ask, handler)
    files = [(name, one.name, one.size) for name, one in ask.form.files]
    page, told = f"{ask.name}\n{ask.path}\n{once}", (ask.form.texts, files)
    return _followed(
        ask, route, ask.house.repeats.once(page, told, lambda: _insisting(ask, handler))
    )


def _insisting(ask: Ask, handler: Handler) -> Response:
    """Another tab may save between the look at what there is and the writing: it is asked again,
    and finds that in its turn; what it had done by then changes nothing when it is done again."""
    for _time in range(MOST_TRIES - 1):
        with suppress(Conflict):
            return handler(ask)
    return handler(ask)


def _followed(ask: Ask, route: Route, response: Response) -> Response:
    """What comes next of the same request, in the answer to the form: a trip less on a slow line.

    Only to a page whose script gives the browser that address, for Back and reload; the others are
    sent to it. So are they where it cannot be drawn now: what was sent is obeyed, whatever follows.
    """
    target = response.headers.get("location", "")
    path, _mark, told = target.partition("?")
    base, _screens, _here = ask.path.partition("/ecran/")
    place = {"dossier": ask.place.get("dossier", "")}
    if path.startswith(f"{base}/ecran/"):
        place["screen"] = path.rpartition("/")[2]
    is_of_it = "screen" in place or path == base
    is_asked = response.status_code == 303 and "screen" in ask.place and ask.form.text(FOLLOWS)
    if not (is_asked and is_of_it) or SAYS in response.headers:
        return response
    query = dict(parse_qsl(told))
    following = replace(ask, method="GET", path=path, place=place, query=query, form=Form())
    try:
        page = route.handlers["GET"](following)
    except Exception as error:  # its own address tells its person, if it is still wrong
        log.error("not followed", exc_info=error, extra={"request": ask.id})
        return response
    if page.status_code != 200:
        return response
    page.headers["Content-Location"] = target  # RFC 9110, 8.7: the address of what is in the answer
    page.background = response.background
    return page
