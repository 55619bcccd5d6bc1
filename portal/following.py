"""A filed request: its acknowledgement, where it stands, what happened, what may be kept of it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from ..engine.dossier.situation import situation
from ..engine.dossier.time import PARIS, day_of
from ..engine.page.around import DOORS
from ..engine.page.page import Line, Page
from ..engine.page.summary import summarise
from ..engine.source.wording import _
from ..renderers.pdf.summary import summary
from .ask import Ask
from .files import download
from .letters import Letter
from .routes import Elsewhere
from .views import dressed, leads

LINKS = {"act": "action/{}", "go": "ecran/{}"}


def here(ask: Ask) -> str:
    """Where that dossier lives."""
    return f"/dossier/{ask.place['dossier']}"


def documents(page: Page, base: str) -> Mapping[str, str]:
    """Where the files of that page are downloaded, of the dossier that lies at `base`."""
    found = {one.name: f"{base}/document/{one.name}" for one in page.given}
    slots = (slot for document in page.documents for slot in document.every_slot)
    joined = {file.digest: f"{base}/fichier/{file.digest}" for slot in slots for file in slot.files}
    return {**found, **joined, "list": f"{base}/pieces.pdf"}


def is_filed(page: Page) -> bool:
    """Nothing is filled in any more: whatever button it has leads on to what follows."""
    is_below = page.kind == "screen" and all(one.kind == "go" for one in page.buttons)
    return page.kind == "status" or is_below


def confirmation(ask: Ask) -> str:
    """Where the screen below the act of filing is, or nothing."""
    ids, closed = _way(ask)
    return f"{here(ask)}/ecran/{ids[closed]}" if 0 < closed < len(ids) else ""


def is_past(ask: Ask) -> bool:
    """Whether filing closed the screen that is asked for: the Back button leads there."""
    ids, closed = _way(ask)
    return ask.place.get("screen", "") in ids[:closed]


def _way(ask: Ask) -> tuple[list[str], int]:
    """The screens of the path, and how many of them filing closed."""
    compiled, state = ask.house.runtime.dossier(ask.place["dossier"])
    visits = situation(compiled, state, day_of(ask.house.now())).visits
    ids = [visit.screen.id for visit in visits]
    return ids, ids.index(state.filed.screen) + 1 if state.filed else 0


def followed(ask: Ask, page: Page) -> Response:
    """The page, then what the portal knows besides. An account's creation is no request."""
    dossier, base = ask.place["dossier"], here(ask)
    is_request = page.procedure not in DOORS
    is_confirmation = page.kind == "screen"
    is_told = is_request and not is_confirmation
    values = {
        "is_request": is_request,
        "is_confirmation": is_confirmation,
        "acknowledged": _acknowledged(ask) if is_request and is_confirmation else (),
        "letters": _letters(ask) if is_request else (),
        "story": ask.house.runtime.records.story(dossier) if is_told else (),
    }
    return dressed(
        ask,
        page,
        "filed.html",
        values,
        address=f"{base}/ecran/{page.id}" if is_confirmation else base,
        action=base,
        leads=leads({kind: f"{base}/{at}" for kind, at in LINKS.items()}),
        documents=documents(page, base),
    )


def _acknowledged(ask: Ask) -> tuple[Line, ...]:
    """What an acknowledgement says: number and day of receipt, and who answers (CRPA R. 112-11-1).

    The delay, and what silence means, are in the procedure's own text.
    """
    service = ask.house.settings.service
    return (
        *ask.house.runtime.status(ask.place["dossier"]).facts,
        Line(_("Service chargé de votre demande"), service["name"]),
        Line(_("Adresse du service"), service["address"]),
        Line(_("Téléphone du service"), service["phone"]),
        Line(_("Adresse électronique du service"), service["email"]),
    )


def _letters(ask: Ask) -> tuple[Letter, ...]:
    """Those about this request, newest first."""
    if ask.account is None:
        return ()
    mine = ask.house.letters.of(ask.account.id)
    return tuple(one for one in mine if one.dossier == ask.place["dossier"])


def printed(ask: Ask) -> Response:
    """The whole request as it stands today, to keep."""
    runtime, now = ask.house.runtime, ask.house.now()
    dossier = ask.place["dossier"]
    compiled, state = runtime.dossier(dossier)
    if state.filed is None:
        raise Elsewhere(409, _("Votre demande n’est pas encore déposée."))
    told = summarise(compiled, runtime.history(dossier), now)
    name = _("Récapitulatif de la demande {number}.pdf").format(number=state.filed.number)
    return download(summary(told, now.astimezone(PARIS)), name, "application/pdf")
