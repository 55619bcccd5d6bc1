"""What an operator's watch asks: is it alive, and can it work."""

from __future__ import annotations

import sqlite3

from starlette.responses import PlainTextResponse, Response

from ..engine.store.errors import StoreError
from .ask import Ask


def alive(_ask: Ask) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


def ready(ask: Ask) -> Response:
    """The disk can be read and written."""
    try:
        ask.house.runtime.store.ping()
        ask.house.tables.ping()
    except (StoreError, sqlite3.Error, OSError):
        return PlainTextResponse("not ready", 503)
    return PlainTextResponse("ready")
