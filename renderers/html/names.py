"""The names of controls in a form: what a page draws and what a browser sends back agree here.

A question's control bears its id; what is not an answer begins with an underscore, as no id does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...engine.fields.field_type import Control, Raw
from ...engine.fields.types.list import MOST_ROWS
from ...engine.page.page import Button, Page, Question

DO = "_do"
"""The button pressed: `press`, `submit`, `resend`, `sign_in`; `act:ACTION`, `open:PROCEDURE`, and
other buttons of a page with their target; `save`, `keep` (a script keeps what is typed, and awaits
no page: 204), `attach`, `detach:SLOT:DIGEST`, `add:LIST`, `remove:LIST:ROW`, `choose:DOCUMENT`."""
FOLLOWS = "_follows"
"""Sent by a script that gives the browser the address of the page it is answered with."""
DRAWING = "_drawing."
"""Begins the name of a control that means nothing but that this drawing of the form is another."""
DAY, MONTH, YEAR = "day", "month", "year"
TICK, CHOSEN, DATED, FILES, HEAVY = "_tick", "_chosen", "_dated", "_files", "_heavy"
"""Prefixes of what is not an answer: `_tick.exactitude`, `_files.justificatif.facture`. Under
HEAVY a script gives the names of files that it did not send, for they were too heavy."""

BARE = ("press", "submit", "resend")
"""Kinds of buttons whose target is the page itself."""

MARK = "?"
"""Ends the name of what says that a control was in the form."""

Texts = Callable[[str], Iterable[str]]
"""Every text sent under a name."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a form gave back for a page: answers by question, and all that is not an answer."""

    raws: Mapping[str, Raw]
    ticks: Mapping[str, bool]
    dates: Mapping[str, Raw]
    codes: Mapping[str, Raw]
    chosen: Mapping[str, str]
    secrets: Mapping[str, Raw]


def pressed(button: Button) -> str:
    """What that button posts as `do`."""
    is_bare = button.kind in BARE or not button.target
    return button.kind if is_bare else f"{button.kind}:{button.target}"


def posted(page: Page, texts: Texts) -> Posted:
    """Read by the page that was drawn: nothing that it did not ask is looked at."""
    asked = [one for one in page.questions if not one.is_verified]
    open_ = {one.name: raw(one, one.name, texts) for one in asked if is_sent(one.name, texts)}
    secret = {one.name for one in asked if one.control == Control.SECRET.value}
    slots = [slot for document in page.documents for slot in document.every_slot if slot.asks_day]
    return Posted(
        raws={name: value for name, value in open_.items() if name not in secret},
        ticks={one.name: bool(list(texts(f"{TICK}.{one.name}"))) for one in page.ticks},
        dates={one.name: _date(f"{DATED}.{one.name}", texts) for one in slots},
        codes={one.name: _one(one.name, texts) for one in page.documents if one.code},
        chosen={
            one.name: _one(f"{CHOSEN}.{one.name}", texts) for one in page.documents if one.choices
        },
        secrets={name: value for name, value in open_.items() if name in secret},
    )


def raw(question: Question, name: str, texts: Texts) -> Raw:
    """What the control of that name holds, as `field_type.Raw` shapes it."""
    match question.control:
        case Control.DATE.value:
            return _date(name, texts)
        case Control.SOME_OF.value:
            return [text for text in texts(name) if text]
        case Control.PARTS.value:
            return _parts(question.parts, name, texts)
        case Control.ROWS.value | Control.REQUEST.value:
            return [_parts(question.parts, place, texts) for place in _rows(name, texts)]
    return _one(name, texts)


def is_sent(name: str, texts: Texts) -> bool:
    """Whether the form held that control: a browser sends nothing of boxes that are not ticked,
    so each question, attestation, choice and place for files carries a mark of its own."""
    return any(True for _text in texts(name + MARK))


def rows_sent(name: str, texts: Texts) -> int:
    """How many rows of that list the form held; one more than a list may hold is refused, so that
    none is lost in silence."""
    return min(count(_one(f"{name}#", texts)), MOST_ROWS + 1)


def count(text: str) -> int:
    """A number that a page drew, sent back; 0 for what is none."""
    start = text[:9]  # of a number without end, of which Python makes none: too many already
    return int(start) if start.isascii() and start.isdigit() else 0


def _parts(parts: Iterable[Question], name: str, texts: Texts) -> dict[str, Raw]:
    return {part.local: raw(part, f"{name}.{part.local}", texts) for part in parts}


def _rows(name: str, texts: Texts) -> Iterator[str]:
    gone = set(texts(f"{name}-"))
    yield from (f"{name}.{n}" for n in range(1, rows_sent(name, texts) + 1) if str(n) not in gone)


def _date(name: str, texts: Texts) -> Raw:
    """Three boxes; a browser without them sends one text."""
    boxes = {box: _one(f"{name}.{box}", texts) for box in (DAY, MONTH, YEAR)}
    return boxes if any(boxes.values()) else _one(name, texts)


def _one(name: str, texts: Texts) -> str:
    return next(iter(texts(name)), "")
