"""Files that leave: documents issued, files joined, lists to print."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from starlette.responses import Response

from .ask import Ask
from .routes import Elsewhere


def document(ask: Ask) -> Response:
    """A document issued, as it was."""
    paper = ask.house.papers.found(ask.place["dossier"], ask.place["name"])
    if paper is None:
        raise Elsewhere(404)
    return download(ask.house.papers.content(paper), f"{paper.title}.pdf", "application/pdf")


def joined(ask: Ask) -> Response:
    """A file that was joined to this dossier."""
    _compiled, state = ask.house.runtime.dossier(ask.place["dossier"])
    found = (f for files in state.files.values() for f in files if f.digest == ask.place["digest"])
    file = next(found, None)
    if file is None:
        raise Elsewhere(404)
    with ask.house.runtime.store.open_file(file.digest) as content:
        return download(content.read(), file.name, file.media)


def download(content: bytes, name: str, media: str) -> Response:
    """Never shown by the browser itself: it is saved, and opened by what its reader chose.

    The name in two spellings (RFC 6266): letters that any program reads, then all of them.
    """
    printed = "".join(sign for sign in name if sign.isprintable())
    letters = unicodedata.normalize("NFKD", printed).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", letters).strip("._") or "document"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(printed, safe='')}"
    headers = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=media, headers=headers)
