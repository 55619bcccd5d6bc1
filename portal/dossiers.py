"""A request being filled in: its screens shown, its forms obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import Response

from ..engine.dossier import commands as do
from ..engine.dossier.not_allowed import NotAllowed
from ..engine.dossier.situation import situation
from ..engine.dossier.time import day_of
from ..engine.fields.field_type import Json, Raw
from ..engine.page.around import DOORS
from ..engine.page.page import Page
from ..renderers.html.appeared import appeared
from ..renderers.html.names import DO, Posted, posted
from .ask import Ask
from .beginning import begun
from .following import confirmation, documents, followed, here, is_filed, is_past
from .passwords import weakness
from .routes import Elsewhere
from .stashing import restored, stashed
from .tabs import overwritten, saved, version
from .typed import is_typed, left
from .uploads import joined
from .views import ONCE, VERSION, leads, shown, to

LINKS = {"act": "action/{}", "go": "ecran/{}", "home": "/", "account": "/compte"}

GOING = ("press", "submit")
"""Buttons that leave a screen: nothing may be missing. Others only keep what is there."""

LEAVING = ("resend", "open")
"""Buttons that leave the dossier as it is."""


def show(ask: Ask) -> Response:
    """The screen asked for, if it is on the path, else where the dossier stands."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    page = runtime.page(dossier, ask.place.get("screen", ""))
    if is_filed(page):
        return to(here(ask)) if is_past(ask) else followed(ask, page)
    if ask.account is None and any(one.kind == "sign_in" for one in page.buttons):
        return to(f"/connexion?suite={here(ask)}")
    is_it = ask.place.get("screen", page.id) == page.id
    if is_it and (kept := stashed(ask, f"{here(ask)}/ecran/{page.id}")):
        page, told = restored(page, kept, lambda raws: runtime.page(dossier, page.id, raws))
        return drawn_page(ask, page, notices=told)
    return drawn_page(ask, page)


def drawn_page(ask: Ask, page: Page, action: str = "", **more: Any) -> Response:
    """Its forms come back here; `more` goes to the frame."""
    base = here(ask)
    links = {kind: f"{base}/{at}" if at[0] != "/" else at for kind, at in LINKS.items()}
    links["sign_in"] = f"/connexion?suite={base}"
    if page.kind == "action":
        links.pop("act")
    address = action or f"{base}/ecran/{page.id}"
    return shown(
        ask,
        page,
        address=address,
        action=address,
        leads=leads(links),
        back=lambda screen: f"{base}/ecran/{screen}",
        documents=documents(ask, page),
        hidden={VERSION: str(version(ask))},
        saves=_saves(page),
        **more,
    )


def _saves(page: Page) -> bool:
    """Whether one may leave it and come back; the way in is no draft, but a few clicks."""
    holds = page.questions or page.documents or page.ticks
    return page.kind == "screen" and page.procedure != DOORS[0] and bool(holds)


def obey(ask: Ask) -> Response:
    """A page from before the deposit, kept by a browser, leads to where the request stands."""
    try:
        return _obeyed(ask)
    except NotAllowed:
        if ask.house.runtime.dossier(ask.place["dossier"])[1].filed:
            return _past(ask, "depose")
        raise


def _past(ask: Ask, said: str) -> Response:
    """To where the request stands; a script that keeps what is typed takes nobody anywhere."""
    is_kept_by_script = ask.form.text(DO) == "keep"
    return Response(status_code=409) if is_kept_by_script else to(here(ask), said)


def _obeyed(ask: Ask) -> Response:
    """What was typed is kept first, whatever the button; then the button is obeyed."""
    dossier, screen = ask.place["dossier"], ask.place["screen"]
    runtime = ask.house.runtime
    page = runtime.page(dossier, screen)
    verb, _colon, target = ask.form.text(DO).partition(":")
    if is_filed(page) and verb not in (*GOING, *LEAVING):
        return _past(ask, "depose")  # meanwhile, elsewhere: nothing of this form is kept
    if page.id != screen:  # no longer on the path of what was answered
        return _past(ask, "" if is_filed(page) else "ailleurs")
    told = posted(page, ask.form.every)
    if verb in LEAVING:
        return _left(ask, page, verb)
    if conflict := overwritten(ask, page, told):
        return conflict
    is_one_step = verb in GOING and not told.secrets and _is_seen_whole(page)
    refused = dict(_stepped(ask, screen, verb, told) if is_one_step else _kept(ask, page, told))
    saved(ask)
    if verb in ("add", "remove"):
        typed, row = resized(told.raws, verb, target)
        return _drawn_again(ask, replace(told, raws=typed), row=row)
    if verb not in GOING:
        refused = {name: why for name, why in refused.items() if is_typed(told, name)}
    elif not (refused or is_one_step):
        if appeared(runtime.page(dossier, screen), ask.form.every):
            return _drawn_again(ask, told)
        refused = dict(_pressed(ask, screen, verb, told))
    if refused:
        return _drawn_again(ask, told, refused)
    response = _gone(ask, verb)
    if told.secrets:
        response.background = BackgroundTask(ask.house.worker.hurry)
    return response


def _is_seen_whole(page: Page) -> bool:
    """Nothing stands between its answers and the button, so that both are durable in one step.

    A file may; so may a question that one may leave blank, and that appears: it is seen first.
    """
    return not page.documents and all(q.is_asked or not q.is_optional for q in page.questions)


def _drawn_again(
    ask: Ask, told: Posted, refused: Mapping[str, str] | None = None, row: str = ""
) -> Response:
    dossier, screen, runtime = ask.place["dossier"], ask.place["screen"], ask.house.runtime
    page = left(
        lambda faults: runtime.page(dossier, screen, told.raws, faults),
        told,
        ask.form.every,
        refused or {},
    )
    return drawn_page(ask, replace(page, focus=row))


def _gone(ask: Ask, verb: str) -> Response:
    """Where each button leads once it is obeyed."""
    base, screen = here(ask), ask.place["screen"]
    match verb:
        case "press":
            # Each screen has its own address, so that the browser's Back button goes back one.
            following = standing(ask)
            return to(f"{base}/ecran/{following}" if following else base)
        case "submit":
            return to(confirmation(ask) or base)
        case "keep":
            return Response(status_code=204)
        case "save":
            return to("/compte", "enregistre") if ask.account else to("/", "garde")
    return to(f"{base}/ecran/{screen}")


def standing(ask: Ask) -> str:
    """The screen to complete; empty at an end, and once filed."""
    house = ask.house
    compiled, state = house.runtime.dossier(ask.place["dossier"])
    return "" if state.filed else situation(compiled, state, day_of(house.now())).current


def _pressed(ask: Ask, screen: str, verb: str, told: Posted) -> Mapping[str, str]:
    """What comes of it is performed at once, for somebody waits for it.

    Not what comes of a secret: an account is created where there is none, and done after the
    answer, the time it took tells nobody whether there was one.
    """
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if verb == "submit":
        if refused := _weak(told, runtime.dossier(dossier)[1].answers):
            return refused
        done = runtime.file(dossier, screen, told.secrets, ask.form.text(ONCE))
    else:
        done = runtime.press(dossier, screen)
    if done.effects and not told.secrets:
        ask.house.worker.hurry()
    return done.refused


def _stepped(ask: Ask, screen: str, verb: str, told: Posted) -> Mapping[str, str]:
    """What was typed and ticked, then the button unless something of it is refused."""
    commands: list[do.Command] = [do.Submit(screen) if verb == "submit" else do.Press(screen)]
    if told.raws or told.ticks:
        commands.insert(0, do.Answer(screen, told.raws, told.ticks))
    once = ask.form.text(ONCE) if verb == "submit" else ""
    done = ask.house.runtime.handle_all(ask.place["dossier"], commands, once)
    if done.effects:
        ask.house.worker.hurry()
    return done.refused


def _weak(told: Posted, answers: Mapping[str, Json]) -> dict[str, str]:
    """Secrets that everybody would guess, or who knows the person, with the reason."""
    known = [one for one in answers.values() if isinstance(one, str)]
    secrets = {name: str(secret) for name, secret in told.secrets.items() if secret}
    found = {name: weakness(secret, known) for name, secret in secrets.items()}
    return {name: why for name, why in found.items() if why}


def _left(ask: Ask, page: Page, verb: str) -> Response:
    """What leaves the dossier as it is: a message sent again, another procedure opened."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if verb == "resend":
        runtime.handle(dossier, do.Resend(page.id), ask.form.text(ONCE))
        ask.house.worker.hurry()
        return to(here(ask), "renvoye")
    opened = next((one.target for one in page.buttons if one.kind == "open"), "")
    if not opened:
        raise Elsewhere(404)
    if ask.account is None and runtime.catalogue.present(opened).procedure.requires:
        return to(f"/connexion?suite={here(ask)}")
    response = begun(ask, opened, runtime.handed_over(dossier))
    ask.house.forgetting.erase(dossier, ask.owner)
    return response


def _kept(ask: Ask, page: Page, told: Posted) -> Iterator[tuple[str, str]]:
    """Everything that was typed, ticked, chosen and joined; what is refused, with its reason."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    if told.raws or told.ticks:
        yield from runtime.answer(dossier, page.id, told.raws, told.ticks).refused.items()
    yield from kept_documents(ask, page, told).items()


def kept_documents(ask: Ask, page: Page, told: Posted) -> dict[str, str]:
    """Choices, codes, dates and files; what is refused, with its reasons, a line each."""
    found: dict[str, str] = {}
    for name, why in _refused_documents(ask, page, told):
        found[name] = f"{found[name]}\n{why}" if name in found else why
    return found


def _refused_documents(ask: Ask, page: Page, told: Posted) -> Iterator[tuple[str, str]]:
    for command in _about_documents(ask, page, told):
        refused = ask.house.runtime.handle(ask.place["dossier"], command).refused
        yield from refused.items()
    for document in page.documents:
        for slot in document.every_slot:
            yield from joined(ask, slot)


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


def resized(raws: Mapping[str, Raw], verb: str, target: str) -> tuple[dict[str, Raw], str]:
    """With one more row in a list, or one less; and the row where its person goes on."""
    name, _colon, number = target.partition(":")
    held = raws.get(name, [])
    rows = list(held) if not isinstance(held, str | Mapping) else []
    if verb == "add":
        rows, place = [*rows, {}], len(rows) + 1
    else:
        rows = [row for index, row in enumerate(rows, 1) if str(index) != number]
        place = min(int(number), len(rows)) if number.isdecimal() else 0
    return {**raws, name: rows}, f"{name}.{max(place, 1)}"
