"""A screen as an answer: one that nobody has begun is drawn once for all who are asked it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from secrets import token_hex

from starlette.responses import HTMLResponse, Response

from ..engine.page.around import DOORS
from ..engine.page.page import Page
from ..renderers.html.frame import Frame
from ..renderers.html.html import html
from .ask import Ask
from .following import documents, here
from .keys import drawn
from .remaining import latest
from .tabs import version
from .views import ONCE, TOKEN, VERSION, frame_of, leads

LINKS = {"act": "action/{}", "go": "ecran/{}", "home": "/", "account": "/compte"}

GOING = ("press", "submit")
"""Buttons that leave a screen: nothing may be missing. Others only keep what is there."""

MOST = 128
"""Blank screens kept: some twenty thousand characters each."""
MOST_MET = 10_000

BASE = "base"
_STANDS = token_hex(16)
"""Begins what stands, in a page being drawn, for what each person's own bears: no author and no
applicant can have written it, for nobody knows it."""


@dataclass(frozen=True, slots=True)
class _Back:
    """The address of a screen of the dossier that lies there."""

    base: str

    def __call__(self, screen: str) -> str:
        return f"{self.base}/ecran/{screen}" if screen else self.base


def drawn_page(ask: Ask, page: Page, notices: Sequence[str] = ()) -> Response:
    """Its forms come back to its own address, whatever the address that answers with it."""
    bears = {BASE: here(ask), ONCE: drawn(), TOKEN: ask.token, VERSION: str(version(ask))}
    bears |= latest(ask)
    marks = {name: f"{_STANDS}.{name}." for name in bears}
    frame = _frame(ask, page, marks, notices)
    is_shared = _is_blank(page) and not frame.notices and _is_met_again(page, frame, bears[BASE])
    text = (_kept if is_shared else html)(page, frame)
    for name, mark in marks.items():
        text = text.replace(mark, escape(bears[name]))
    return HTMLResponse(text, 422 if page.errors else 200)


def _frame(ask: Ask, page: Page, marks: dict[str, str], notices: Sequence[str]) -> Frame:
    base, is_action = marks[BASE], page.kind == "action"
    links = {kind: f"{base}/{at}" if at[0] != "/" else at for kind, at in LINKS.items()}
    links["sign_in"] = f"/connexion?suite={base}"
    if is_action:
        links.pop("act")
    address = f"{base}/{'action' if is_action else 'ecran'}/{page.id}"
    return frame_of(
        ask,
        once=marks[ONCE],
        token=marks[TOKEN],
        hidden={name: mark for name, mark in marks.items() if name not in (BASE, ONCE, TOKEN)},
        address=address,
        action=address,
        leads=leads(links),
        back=_Back(base),
        documents=documents(page, base),
        saves=_saves(ask, page),
        notices=notices,
    )


@lru_cache(maxsize=MOST)
def _kept(page: Page, frame: Frame) -> str:
    return html(page, frame)


def _is_met_again(page: Page, frame: Frame, base: str) -> bool:
    """Whether another dossier was shown the same: its texts and conditions may tell of a person,
    and what one person alone is shown is not kept."""
    if len(_MET) > MOST_MET:
        _MET.clear()
    conditions = repr([(one.when, one.parts, one.rows) for one in page.questions])
    return _MET.setdefault(hash((page, frame, conditions)), base) != base


_MET: dict[int, str] = {}
"""The first dossier that was shown each blank screen, by the hash of what it was shown."""


def _is_blank(page: Page) -> bool:
    """Whether nobody has answered, joined or ticked anything there."""
    if page.errors or page.facts or page.review or page.given or page.documents:
        return False
    if page.appeared or page.focus or any(one.is_ticked or one.error for one in page.ticks):
        return False
    return not any(one.raw or one.shown or one.error for one in page.questions)


def _saves(ask: Ask, page: Page) -> bool:
    """Whether one may leave it and come back; the way in is no draft, but a few clicks. A browser
    finds again only what holds something: without an account, nothing is kept of a preamble."""
    if page.kind != "screen" or page.procedure == DOORS[0]:
        return False
    if page.questions or page.documents or page.ticks:
        return True
    is_draft = page.procedure != DOORS[1] and any(one.kind in GOING for one in page.buttons)
    return is_draft and bool(ask.account or page.review)
