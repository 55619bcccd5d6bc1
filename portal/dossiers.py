"""A request being filled in: its screens shown, its forms obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.responses import Response

from ..engine.dossier import commands as do
from ..engine.fields.field_type import Raw
from ..engine.page.page import Page
from ..renderers.html.names import DO, FILES, Posted, posted
from .ask import Ask
from .home import begun
from .keys import drawn
from .passwords import weakness
from .routes import Elsewhere
from .uploads import join
from .views import leads, shown, to

ONCE = "once"
"""The control that makes two sendings of one form one."""

LINKS = {
    "act": "action/{}",
    "go": "ecran/{}",
    "home": "/",
    "account": "/compte",
    "sign_in": "/connexion",
}


def here(ask: Ask) -> str:
    """Where that dossier lives."""
    return f"/dossier/{ask.place['dossier']}"


def show(ask: Ask) -> Response:
    """The screen asked for, if it is on the path, else where the dossier stands."""
    page = ask.house.runtime.page(ask.place["dossier"], ask.place.get("screen", ""))
    return drawn_page(ask, page)


def drawn_page(ask: Ask, page: Page, action: str = "") -> Response:
    """Its forms come back here."""
    base = here(ask)
    links = {kind: f"{base}/{at}" if at[0] != "/" else at for kind, at in LINKS.items()}
    if page.kind == "action":
        links.pop("act")
    return shown(
        ask,
        page,
        action=action or f"{base}/ecran/{page.id}",
        leads=leads(links),
        back=lambda screen: f"{base}/ecran/{screen}",
        hidden={ONCE: drawn()},
        documents=documents(ask, page),
        saves=page.kind == "screen" and bool(page.questions or page.documents or page.ticks),
    )


def documents(ask: Ask, page: Page) -> Mapping[str, str]:
    """Where the files of that page are downloaded."""
    base = here(ask)
    found = {one.name: f"{base}/document/{one.name}" for one in page.given}
    return {**found, "list": f"/demarche/{page.procedure}/pieces.pdf"}


def obey(ask: Ask) -> Response:
    """What was typed is kept first, whatever the button; then the button is obeyed."""
    dossier, screen = ask.place["dossier"], ask.place["screen"]
    runtime = ask.house.runtime
    page = runtime.page(dossier, screen)
    if page.id != screen:
        return to(here(ask))
    told = posted(page, ask.form.every)
    verb, _colon, target = ask.form.text(DO).partition(":")
    if verb in ("resend", "open"):
        return _left(ask, page, verb)
    refused = dict(_kept(ask, page, told))
    if verb in ("add", "remove"):
        typed = {**told.raws, **resized(told.raws, verb, target)}
        return drawn_page(ask, runtime.page(dossier, screen, typed))
    if verb == "save":
        return to("/compte" if ask.account else "/")
    if verb in ("attach", "detach", "choose") and not refused:
        return to(f"{here(ask)}/ecran/{screen}")
    if not refused and verb in ("press", "submit"):
        refused = dict(_pressed(ask, screen, verb, told))
        if not refused:
            return to(here(ask))
    return drawn_page(ask, runtime.page(dossier, screen, {**told.raws}, refused))


def _pressed(ask: Ask, screen: str, verb: str, told: Posted) -> Mapping[str, str]:
    """What comes of it is performed at once, for somebody waits for it."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if verb == "submit":
        if refused := _weak(told):
            return refused
        done = runtime.file(dossier, screen, told.secrets, ask.form.text(ONCE))
    else:
        done = runtime.press(dossier, screen)
    if done.effects:
        ask.house.worker.hurry()
    return done.refused


def _weak(told: Posted) -> dict[str, str]:
    """Secrets that everybody would guess, with the reason."""
    found = {name: weakness(str(secret)) for name, secret in told.secrets.items() if secret}
    return {name: why for name, why in found.items() if why}


def _left(ask: Ask, page: Page, verb: str) -> Response:
    """What leaves the dossier as it is: a message sent again, another procedure opened."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if verb == "resend":
        runtime.handle(dossier, do.Resend(page.id), ask.form.text(ONCE))
        ask.house.worker.hurry()
        return to(here(ask))
    opened = next((one.target for one in page.buttons if one.kind == "open"), "")
    if not opened:
        raise Elsewhere(404)
    return begun(ask, opened, runtime.handed_over(dossier))


def _kept(ask: Ask, page: Page, told: Posted) -> Iterator[tuple[str, str]]:
    """Everything that was typed, ticked, chosen and joined; what is refused, with its reason."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if told.raws or told.ticks:
        yield from runtime.answer(dossier, page.id, told.raws, told.ticks).refused.items()
    yield from kept_documents(ask, page, told)


def kept_documents(ask: Ask, page: Page, told: Posted) -> Iterator[tuple[str, str]]:
    """Choices, codes, dates and files; what is refused, with its reason."""
    for command in _about_documents(ask, page, told):
        refused = ask.house.runtime.handle(ask.place["dossier"], command).refused
        yield from refused.items()
    for document in page.documents:
        for slot in document.slots:
            for upload in ask.form.uploads(f"{FILES}.{slot.name}"):
                yield from join(ask, slot, upload)


def _about_documents(ask: Ask, page: Page, told: Posted) -> Iterator[do.Command]:
    chosen = {one.name: one.chosen for one in page.documents}
    for name, element in told.chosen.items():
        if element and element != chosen[name]:
            yield do.Choose(name, element)
    for name, raw in told.codes.items():
        if raw:
            yield do.Code(name, raw)
    for name, raw in told.dates.items():
        if raw and any(raw.values() if isinstance(raw, Mapping) else raw):
            yield do.Date(name, raw)
    verb, _colon, target = ask.form.text(DO).partition(":")
    if verb == "detach":
        slot, _colon, digest = target.rpartition(":")
        yield do.Detach(slot, digest)


def resized(raws: Mapping[str, Raw], verb: str, target: str) -> dict[str, Raw]:
    """The list with one more row, or one less."""
    name, _colon, number = target.partition(":")
    held = raws.get(name, [])
    rows = list(held) if not isinstance(held, str | Mapping) else []
    if verb == "add":
        return {name: [*rows, {}]}
    return {name: [row for index, row in enumerate(rows, 1) if str(index) != number]}
