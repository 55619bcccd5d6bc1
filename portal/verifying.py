"""Anybody checks a document: a file, or the text of its code."""

from __future__ import annotations

from starlette.responses import Response

from ..renderers.seal.verify import verify
from .ask import Ask
from .routes import Elsewhere
from .views import view

LARGEST = 10_000_000
"""Bytes of a file to check."""


def asked(ask: Ask) -> Response:
    """The page."""
    return view(ask, "verify.html", verdict=None)


def verified(ask: Ask) -> Response:
    """Read, answered, and not kept."""
    if not ask.house.limits.allows("verify address", ask.client):
        raise Elsewhere(429)
    upload = next(ask.form.uploads("file"), None)
    if upload and upload.size > LARGEST:
        raise Elsewhere(413)
    content = upload.file.read(LARGEST) if upload else ask.form.text("code")
    return view(ask, "verify.html", verdict=verify(content, ask.house.trust))
