"""Pages of what went wrong: what happened, and what to do now."""

from __future__ import annotations

from starlette.responses import Response

from ..engine.source.wording import _
from .ask import Ask
from .views import view

TOLD = {
    403: (
        _("Cette action est refusée"),
        _("Revenez en arrière, rechargez la page et recommencez."),
    ),
    404: (
        _("Cette page n’existe pas"),
        _("L’adresse est fausse, ou cette page n’est pas à vous. Revenez à l’accueil."),
    ),
    409: (_("Ce n’est pas possible maintenant"), _("Revenez à votre demande : elle a changé.")),
    413: (
        _("Votre envoi est trop lourd"),
        _("Revenez en arrière et envoyez vos fichiers en plusieurs fois, ou allégez-les."),
    ),
    429: (
        _("Trop d’essais"),
        _("Attendez un quart d’heure, puis recommencez. Ce que vous avez rempli est gardé."),
    ),
    500: (
        _("Une erreur est arrivée de notre côté"),
        _(
            "Ce n’est pas votre faute. Ce que vous avez enregistré est gardé. Recommencez plus tard."
        ),
    ),
    503: (
        _("Le service est arrêté un moment"),
        _("Ce que vous avez enregistré est gardé. Revenez dans quelques minutes."),
    ),
}


def failed(ask: Ask, status: int, detail: str = "") -> Response:
    """`detail` is a sentence for this person."""
    title, cure = TOLD[status]
    return view(ask, "error.html", status, title=title, detail=detail, cure=cure)
