"""The mailbox of a demonstration: what would have left, for anybody to read."""

from __future__ import annotations

from starlette.responses import Response

from .ask import Ask
from .files import download
from .mails import Attachment
from .routes import Elsewhere
from .views import view


def box(ask: Ask) -> Response:
    """Newest first."""
    return view(ask, "mailbox.html", mails=ask.house.mailbox.all())


def mail(ask: Ask) -> Response:
    """One mail."""
    found = ask.house.mailbox.one(ask.place["mail"])
    if found is None:
        raise Elsewhere(404)
    return view(ask, "mail.html", mail=found)


def attachment(ask: Ask) -> Response:
    """What it carries."""
    found = ask.house.mailbox.one(ask.place["mail"])
    papers = [one for one in found.attached if one.paper == ask.place["paper"]] if found else []
    if not papers:
        raise Elsewhere(404)
    return download(content(ask, papers[0]), papers[0].name, "application/pdf")


def content(ask: Ask, one: Attachment) -> bytes:
    """Its bytes."""
    paper = ask.house.papers.found(one.dossier, one.paper)
    if paper is None:
        raise Elsewhere(404)
    return ask.house.papers.content(paper)
