"""Style sheets and scripts, under an address that changes with them: a browser asks for each once.

After an upgrade no page meets the script of another one, which names controls otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ..renderers.html import dsfr
from ..renderers.html.environment import STATIC
from ..renderers.html.frame import DSFR


def edition() -> str:
    """What tells these files from those of another version."""
    found = sha256(dsfr.version().encode())
    for file in sorted(STATIC.iterdir()):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


ASSETS = f"/static/{edition()}/"


def mounts(theme: str) -> Iterator[Mount]:
    """Where they are served: the State's own first, where the operator chose its design."""
    folder = dsfr.static() if theme == DSFR else None
    if folder:
        yield Mount("/static/{edition}/dsfr", _Files(directory=folder))
    yield Mount("/static/{edition}", _Files(directory=STATIC))


class _Files(StaticFiles):
    """The same for everybody, and for ever under the address that today's pages give."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        is_today_s = scope["path"].startswith(ASSETS)
        lasts = "max-age=31536000, immutable" if is_today_s else "max-age=600"
        response.headers["Cache-Control"] = f"public, {lasts}"
        return response
