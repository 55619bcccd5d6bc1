"""The mailbox of a demonstration: what would have left, for anybody to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from starlette.responses import Response

from ..engine.page.markup import Passage, Words
from .ask import Ask
from .files import download
from .mails import Mail
from .routes import Elsewhere
from .views import view

_LINK = re.compile('<a href="([^"]+)"')


def box(ask: Ask) -> Response:
    """Newest first."""
    return view(ask, "mailbox.html", mails=ask.house.mailbox.all())


def mail(ask: Ask) -> Response:
    """One mail."""
    found = ask.house.mailbox.one(ask.place["mail"])
    if found is None:
        raise Elsewhere(404)
    return view(ask, "mail.html", mail=found, told=list(_told(found)))


def _told(mail: Mail) -> Iterator[list[Passage]]:
    """The lines of each paragraph of the plain form, with the links that the other form has."""
    links = {unescape(address) for address in _LINK.findall(mail.html)}
    either = "|".join(map(re.escape, sorted(links))) or "(?!)"
    ours = re.compile(rf"(?<![^\s(])({either})(?![^\s).])")
    for paragraph in mail.text.split("\n\n"):
        parted = (ours.split(line) for line in paragraph.split("\n"))
        yield [
            Passage(tuple(Words(one, one if one in links else "") for one in line))
            for line in parted
        ]


def attachment(ask: Ask) -> Response:
    """What it carries."""
    found = ask.house.mailbox.one(ask.place["mail"])
    papers = [one for one in found.attached if one.paper == ask.place["paper"]] if found else []
    if not papers:
        raise Elsewhere(404)
    try:
        content = ask.house.performing.attachment(papers[0])
    except LookupError:
        raise Elsewhere(404) from None
    return download(content, papers[0].name, "application/pdf")
