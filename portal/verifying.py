"""Anybody checks a document: a file, or the text of its code."""

from __future__ import annotations

from threading import BoundedSemaphore

from starlette.responses import Response

from ..engine.source.wording import _
from ..renderers.seal.verify import Verdict, verify
from .ask import Ask
from .routes import Elsewhere
from .views import view

LARGEST = 10_000_000
"""Bytes of a file to check."""

AT_ONCE = BoundedSemaphore(2)
"""Each takes a process of its own: a crowd waits its turn, and not for ever."""
PATIENCE = 15.0


def asked(ask: Ask) -> Response:
    """The page."""
    return _page(ask)


def _page(ask: Ask, verdict: Verdict | None = None, error: str = "") -> Response:
    return view(ask, "verify.html", 422 if error else 200, verdict=verdict, error=error)


def verified(ask: Ask) -> Response:
    """Read, answered, and not kept."""
    if not ask.house.limits.allows("verify address", ask.client):
        raise Elsewhere(429)
    upload = next(ask.form.uploads("file"), None)
    if upload and (upload.size > LARGEST or not upload.is_whole):
        raise Elsewhere(413)
    content = upload.file.read(LARGEST) if upload else ask.form.text("code").strip()
    if not content:
        return _page(ask, error=_("Choisissez un fichier, ou collez le texte du code."))
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Elsewhere(503)
    try:
        return _page(ask, verify(content, ask.house.trust))
    finally:
        AT_ONCE.release()
