"""The buttons of what may be done once a request is filed, and which one is the usual way on."""

from __future__ import annotations

from datetime import datetime

from ..dossier.dossier import Dossier
from ..dossier.examining import Possible, possible
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT
from ..model.definitions import Action
from .page import Button


def offered(compiled: Compiled, dossier: Dossier, now: datetime, by: str) -> tuple[Button, ...]:
    """What that person may do now: what is awaited of them, then what is done aside."""
    found = (one for one in possible(compiled, dossier, now) if one.action.by == by)
    buttons = [_button(one.action, is_aside=not _is_awaited(compiled, one)) for one in found]
    return tuple(sorted(buttons, key=lambda button: button.is_aside))


def confirming(compiled: Compiled, action: Action) -> Button:
    """The button of that action's own page: even there, nobody is led to withdraw."""
    return _button(action, is_aside=action.by == APPLICANT and _ends(compiled, action))


def _button(action: Action, *, is_aside: bool) -> Button:
    return Button("act", action.id, action.title, is_aside=is_aside)


def _is_awaited(compiled: Compiled, one: Possible) -> bool:
    """Of an applicant nothing but documents is ever awaited, and never the end of the request. What
    a caseworker decides is no more usual one way than another."""
    return one.action.by == APPLICANT and bool(one.documents) and not _ends(compiled, one.action)


def _ends(compiled: Compiled, action: Action) -> bool:
    """Whether nothing is examined any more once it is done, as where a request is withdrawn."""
    examination, to = compiled.procedure.examination, action.to
    states = examination.states if examination else ()
    return any(to is not None and one.final and one.id == to.name for one in states)
