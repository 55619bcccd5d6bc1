"""Pages of what went wrong: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from ..engine.source.wording import _
from .ask import Ask
from .stashes import Texts
from .views import view

SAVED = _("Ce que vous avez enregistré est gardé.")
RELOAD = _("Revenez en arrière, rechargez la page et recommencez.")
TOLD = {
    400: (_("Votre envoi est illisible"), RELOAD),
    403: (_("Cette action est refusée"), RELOAD),
    404: (
        _("Cette page n’existe pas"),
        _("L’adresse est fausse, ou cette page n’est pas à vous. Revenez à l’accueil."),
    ),
    405: (_("Cette action n’existe pas"), _("Revenez à l’accueil.")),
    408: (
        _("Votre envoi a pris trop de temps"),
        _("Revenez en arrière et envoyez vos fichiers en plusieurs fois."),
    ),
    409: (_("Ce n’est pas possible maintenant"), _("Revenez à votre demande : elle a changé.")),
    413: (
        _("Votre envoi est trop lourd"),
        _("Revenez en arrière et envoyez vos fichiers en plusieurs fois, ou allégez-les."),
    ),
    415: (_("Votre envoi est illisible"), RELOAD),
    429: (_("Trop d’essais"), _("Attendez un quart d’heure, puis recommencez.")),
    500: (
        _("Une erreur est arrivée de notre côté"),
        _("Ce n’est pas votre faute. Recommencez plus tard."),
    ),
    503: (
        _("Le service ne répond pas pour l’instant"),
        _("Recommencez dans quelques minutes."),
    ),
}
KEPT = _(
    "Ce que vous venez d’écrire est gardé une demi-heure : revenez à la page, et vous l’y "
    "retrouverez."
)
HERE = _("Ce que vous venez d’écrire est encore dans cette page : gardez-la ouverte, et réessayez.")
LATER = {429: "900", 503: "30"}
"""Seconds after which a program may try again."""

OF_A_FORM = (403, 408, 409, 413, 429, 500, 503)
"""What was saved is told of where somebody may fear that it was lost."""


def failed(
    ask: Ask,
    status: int,
    detail: str = "",
    *,
    is_kept: bool = False,
    typed: Texts = (),
    after: int = 0,
) -> Response:
    """`detail` is a sentence for this person; it tells when to try again where `after` does, in
    seconds. `typed` is what the page itself keeps, to be sent again. When the tables fail, nothing
    is asked of them."""
    title, cure = TOLD[status]
    response = view(
        replace(ask, account=None) if status >= 500 else ask,
        "error.html",
        status,
        title=title,
        detail=detail,
        cure="" if after else cure,
        kept=_kept(status, is_kept, bool(typed)),
        again=ask.path if is_kept else "",
        typed=typed,
        had_files=any(one.name for _name, one in ask.form.files),
    )
    if status in LATER:
        response.headers["Retry-After"] = str(after or LATER[status])
    return response


def _kept(status: int, is_kept: bool, is_here: bool) -> str:
    if is_kept:
        return KEPT
    if is_here:
        return HERE
    return SAVED if status in OF_A_FORM else ""
