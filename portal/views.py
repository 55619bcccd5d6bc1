"""Answers as pages: the frame that every page of the portal shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..engine.dossier.time import PARIS, day_of
from ..engine.fields.day import french_date
from ..engine.page.page import Button, Page
from ..engine.source.wording import _, capital
from ..renderers.html.environment import environment
from ..renderers.html.frame import Entry, Frame
from ..renderers.html.html import html
from ..renderers.html.names import DRAWING
from .ask import Ask
from .assets import ASSETS
from .keys import derived, drawn, same

TEMPLATES = Path(__file__).with_name("templates")
TOKEN = "_token"  # noqa: S105 - the name of a control
ONCE = "_once"
"""The control that makes two sendings of one form one."""
VERSION = "_version"
"""The control that tells how much of its dossier a page had seen."""
LEFT = "_version_left"
"""The same of what was typed there and is no answer yet, which no journal holds."""
ANEW = "_anew"
"""The control of who begins a request although a draft of the same procedure is there."""
SIGN_IN_HERE = "/connexion?suite=/"
"""From the home page, which one then sees again, as the guides have it."""

SAID = "dit"
"""What was just done, told on the page where it led, to the browser that did it: a link must make
no page say what is not so."""
SAYS = "X-Parcours-Said"
"""How a handler tells the gate what that is; the gate knows whose browser it is from now on."""
ROW = "ligne"
"""The row of a list where one goes on, in the address of its screen: `enfants.2`."""
NEW = "nouvelles"
"""The questions that just appeared there, with commas between their names."""
NOTICES = {
    "enregistre": _("Votre brouillon est enregistré."),
    "garde": _(
        "Votre brouillon est gardé dans ce navigateur. Connectez-vous pour le retrouver ailleurs."
    ),
    "enregistre_a_completer": _(
        "Votre brouillon est enregistré. Des réponses y restent à corriger ou à compléter : elles "
        "sont nommées plus bas."
    ),
    "garde_a_completer": _(
        "Votre brouillon est gardé dans ce navigateur. Des réponses y restent à corriger ou à "
        "compléter : elles sont nommées plus bas. Connectez-vous pour le retrouver ailleurs."
    ),
    "efface": _("Le brouillon est effacé."),
    "renvoye": _("Le message est reparti. Regardez aussi dans les messages indésirables."),
    "regle": _("C’est fait."),
    "adresse": _("Votre adresse électronique est changée."),
    "depose": _("Votre demande est déjà déposée : elle n’a pas changé."),
    "ailleurs": _(
        "Vos réponses ont changé, dans un autre onglet peut-être : l’écran que vous avez envoyé "
        "n’est plus demandé."
    ),
    "pas_demande": _("L’écran demandé n’est pas à remplir pour l’instant. Voici où vous en êtes."),
    "complement": _("C’est enregistré."),
    "fini": _(
        "Votre connexion a pris fin. Ce que vous venez d’écrire est gardé une demi-heure : "
        "connectez-vous pour le retrouver."
    ),
}


def day(at: datetime) -> str:
    """« 2 novembre 2026 », in Paris."""
    return french_date(day_of(at))


def moment(at: datetime) -> str:
    """« 2 novembre 2026 à 14 h 05 »."""
    there = at.astimezone(PARIS)
    told = _("{day} à {hour} h {minute}")
    return told.format(day=day(at), hour=there.hour, minute=f"{there.minute:02}")


TOLD: Mapping[str, Any] = {"day": day, "moment": moment}
"""What every template of the portal may call."""


def frame_of(ask: Ask, *, once: str = "", token: str = "", **more: Any) -> Frame:
    """The portal's frame, for this person. `once` and `token` stand for those of this drawing."""
    return Frame(
        site=capital(ask.house.settings.service["name"]),
        home="/",
        assets=ASSETS,
        menu=tuple(_menu(ask)),
        foot=_foot(ask),
        theme=ask.house.settings.theme,
        hidden={**_drawing(once or drawn()), TOKEN: token or ask.token, **more.pop("hidden", {})},
        notices=(*_notices(ask), *more.pop("notices", ())),
        **more,
    )


def _drawing(name: str) -> dict[str, str]:
    """What tells one drawing of a page from another; also in a name, which comes first.

    Going back, browsers write what was typed into a form over the next drawing of it, if its first
    controls are called alike: over what was answered since, which nobody would be asked about.
    """
    return {f"{DRAWING}{name}": "", ONCE: name}


def _notices(ask: Ask) -> tuple[str, ...]:
    said, _dot, proof = ask.query.get(SAID, "").partition(".")
    if ask.method != "GET" or said not in NOTICES or not same(proof, _proof(said, ask.token)):
        return ()
    return (NOTICES[said],)


def _proof(said: str, token: str) -> str:
    return derived(token.encode(), SAID, said)[:32]


def proven(response: Response, token: str) -> None:
    """What it says is said to the browser of that token alone."""
    said = response.headers[SAYS]
    del response.headers[SAYS]
    address = response.headers["location"]
    mark = "&" if "?" in address else "?"
    response.headers["location"] = f"{address}{mark}{SAID}={said}.{_proof(said, token)}"


def shown(ask: Ask, page: Page, status: int = 200, **more: Any) -> Response:
    """A page of the engine; `more` goes to the frame."""
    return HTMLResponse(html(page, frame_of(ask, **more)), 422 if page.errors else status)


def dressed(
    ask: Ask, page: Page, template: str, values: Mapping[str, Any], **more: Any
) -> Response:
    """The same in a template of the portal, which shows `values` besides."""
    found = environment([TEMPLATES], ask.house.settings.theme).get_template(template)
    frame = frame_of(ask, **more)
    shown = {"page": page, "frame": frame, "ask": ask, "errors": dict(page.errors)}
    text = found.render({**TOLD, **shown, **values})
    return HTMLResponse(text, 422 if page.errors else 200)


def view(ask: Ask, template: str, status: int = 200, **values: Any) -> Response:
    """A page of the portal's own, from its templates."""
    found = environment([TEMPLATES], ask.house.settings.theme).get_template(template)
    return HTMLResponse(
        found.render({**TOLD, "frame": frame_of(ask), "ask": ask, **values}), status
    )


def to(address: str, said: str = "") -> Response:
    """Elsewhere, by GET: a page is never the answer to a form that was obeyed."""
    return RedirectResponse(address, 303, {SAYS: said} if said else None)


@dataclass(frozen=True, slots=True)
class Leads:
    """Buttons of those kinds are links; `{}` in an address is the button's target."""

    addresses: tuple[tuple[str, str], ...]

    def __call__(self, button: Button) -> str:
        """The address, or nothing."""
        return dict(self.addresses).get(button.kind, "").replace("{}", button.target)


def leads(addresses: Mapping[str, str]) -> Leads:
    """Where buttons lead, by their kind; what is drawn with it can be compared."""
    return Leads(tuple(addresses.items()))


def _menu(ask: Ask) -> list[Entry]:
    if ask.account is None:
        address = SIGN_IN_HERE if ask.path == "/" else "/connexion"
        return [Entry(_("Se connecter"), address, is_here=ask.path == "/connexion")]
    unread = ask.house.letters.unread(ask.account.id)
    return [
        Entry(_("Mon compte"), "/compte", unread, ask.path == "/compte"),
        Entry(_("Se déconnecter"), "/deconnexion"),
    ]


def _foot(ask: Ask) -> tuple[Entry, ...]:
    found = (*_FOOT, *_DEMONSTRATION) if ask.house.settings.is_demonstration else _FOOT
    if all(entry.address != ask.path for entry in found):
        return found
    return tuple(replace(entry, is_here=ask.path == entry.address) for entry in found)


_DEMONSTRATION = (
    Entry(_("Démonstration : les courriels"), "/courriels"),
    Entry(_("Démonstration : agir comme agent"), "/demonstration/agent"),
)
_FOOT = (
    Entry(_("Aide et contact"), "/aide"),
    Entry(_("Vérifier un document"), "/verifier"),
    Entry(_("Accessibilité : non auditée"), "/accessibilite"),
    Entry(_("Mentions légales"), "/mentions-legales"),
    Entry(_("Données personnelles"), "/donnees-personnelles"),
    Entry(_("Cookies"), "/cookies"),
)
