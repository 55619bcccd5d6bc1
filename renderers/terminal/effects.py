"""Messages, documents and results that a decision brings: in a terminal they are only shown."""

from __future__ import annotations

from typing import assert_never

from ...engine.dossier.effects import Effect, HandOver, Issue, Send, Wake
from ...engine.fields.day import french_date
from ...engine.source.wording import _
from .wrapping import Paper, stacked

INDENT = "  "


def shown(effect: Effect, paper: Paper, account: str) -> str:
    """As a block of text; nothing for what only concerns the machine. `account` is an address."""
    match effect:
        case Send():
            return _message(effect, paper, account)
        case Issue():
            return _document(effect, paper)
        case HandOver():
            told = _("Démonstration : l’application reçoit le résultat « {event} ».")
            return paper.lines(told.format(event=effect.event))
        case Wake():
            return ""
    assert_never(effect)


def _message(effect: Send, paper: Paper, account: str) -> str:
    roles = {"applicant": account or _("l’usager"), "caseworker": _("l’agent chargé du dossier")}
    told = _("Démonstration : ce message pour {to} est montré ici, il n’est pas envoyé.")
    return stacked(
        (
            paper.lines(told.format(to=roles.get(effect.to, effect.to))),
            paper.lines(_("Objet : {title}").format(title=effect.title), INDENT, INDENT),
            paper.prose(effect.text, INDENT),
        )
    )


def _document(effect: Issue, paper: Paper) -> str:
    until = effect.until
    told = _("Document délivré : {title}").format(title=effect.title)
    valid = _("Valable jusqu’au {day}.").format(day=french_date(until)) if until else ""
    text = paper.prose(effect.text, INDENT)
    return stacked((paper.lines(told), text, paper.lines(valid, INDENT) if valid else ""))
