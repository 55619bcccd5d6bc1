"""The labels of the picture: conditions, delays and people in French."""

from __future__ import annotations

from ...engine.expr.sentence import if_sentence, phrase
from ...engine.expr.types import Scope
from ...engine.model.definitions import Action, Clock, Condition, Duration, Prose, Timer
from ...engine.source.wording import _, ngettext, quoted

_UNITS = {
    "hours": ("{n} heure", "{n} heures"),
    "days": ("{n} jour", "{n} jours"),
    "weeks": ("{n} semaine", "{n} semaines"),
    "months": ("{n} mois", "{n} mois"),
    "years": ("{n} an", "{n} ans"),
}
_PEOPLE = {"applicant": _("usager"), "caseworker": _("agent")}


def delay(duration: Duration) -> str:
    """« 4 mois »."""
    return ngettext(*_UNITS[duration.unit], duration.count).format(n=duration.count)


def condition(when: Condition | None, scope: Scope) -> str:
    """« si … », or nothing."""
    return if_sentence(when.expr, scope) if when else ""


def prose(text: Prose, scope: Scope) -> str:
    """A text whose holes are told by their labels."""
    pieces = (p if isinstance(p, str) else phrase(p.expr, scope) for p in text.pieces)
    return " ".join("".join(pieces).split("\n"))


def action(does: Action, scope: Scope) -> str:
    """« Accorder le titre (agent), si … »."""
    named = _("{title} ({who})").format(title=does.title, who=_PEOPLE.get(does.by, does.by))
    if does.when is None:
        return named
    return _("{action}, {condition}").format(action=named, condition=condition(does.when, scope))


def timer(starts: Timer, scope: Scope) -> str:
    """When a timer of a state rings."""
    if starts.after:
        return _("au bout de {delay} dans cet état").format(delay=delay(starts.after))
    return phrase(starts.at.expr, scope) if starts.at else _("à une date à préciser")


def clock(runs: Clock) -> str:
    """« Délai de réponse : 4 mois après le dépôt »."""
    if runs.delay is None:
        return runs.title
    sentence = _("{title} : {delay} après le dépôt")
    return sentence.format(title=runs.title or runs.id, delay=delay(runs.delay))


def announced(when: str, titles: list[str]) -> str:
    """What is said at a moment that moves nothing."""
    if not titles:
        return when
    return _("{when} : envoi de {titles}").format(
        when=when, titles=", ".join(quoted(title) for title in titles)
    )
