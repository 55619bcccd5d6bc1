"""A request being filled in: its screens shown, its forms obeyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import Response

from ..engine.dossier import commands as do
from ..engine.dossier.not_allowed import NotAllowed
from ..engine.dossier.situation import situation
from ..engine.dossier.time import day_of
from ..engine.fields.field_type import Json
from ..engine.page.page import Page
from ..renderers.html.appeared import appeared
from ..renderers.html.names import DO, Posted, posted
from .ask import Ask
from .beginning import begun
from .following import confirmation, followed, here, is_filed, is_past
from .keeping import RESIZING, Faults, kept, lengthened, resized
from .passwords import weakness
from .recovering import recovered
from .remaining import drawn, filed, left_over, remaining, resumed
from .routes import Elsewhere
from .screens import GOING, drawn_page
from .stashing import stashed, unstashed
from .tabs import overwritten, saved, touched
from .typed import is_typed, left
from .views import NEW, ONCE, ROW, to

KEEPING = ("save", "keep", *RESIZING)
"""Those that only ask that nothing be lost: what is refused may wait."""

LONGEST = 2_000
"""Characters of what an address tells: no proxy refuses it."""

LEAVING = ("resend", "open")
"""Buttons that leave the dossier as it is."""


def show(ask: Ask) -> Response:
    """The screen asked for, if it is on the path, else the way to where the dossier stands: no page
    is ever seen under the address of another."""
    dossier, runtime = ask.place["dossier"], ask.house.runtime
    page = runtime.page(dossier, ask.place.get("screen", ""))
    is_it = ask.place.get("screen", page.id) == page.id
    if is_filed(page):
        return followed(ask, page) if is_it and not is_past(ask) else to(here(ask))
    if ask.account is None and any(one.kind == "sign_in" for one in page.buttons):
        return to(f"/connexion?suite={here(ask)}")
    if not is_it:  # not reached yet, or not asked any more
        return to(f"{here(ask)}/ecran/{page.id}", "pas_demande")
    if lost := stashed(ask, f"{here(ask)}/ecran/{page.id}"):
        found = recovered(ask, page, lost)
        return found if isinstance(found, Response) else drawn_page(ask, found[0], notices=found[1])
    if ROW in ask.query or NEW in ask.query:
        return drawn_page(ask, _come_back(ask, page))
    page, told = resumed(ask, page)
    return drawn_page(ask, page, notices=told)


def _come_back(ask: Ask, page: Page) -> Page:
    """As the form that led here was left, with what it asked for: a row more, or what appears."""
    row = ask.query.get(ROW, "")
    page = drawn(ask, page.id)
    if raws := lengthened(page, row):
        page = drawn(ask, page.id, raws)
    names = ask.query.get(NEW, "").split(",")  # those that the page does not ask are passed over
    return replace(page, focus=row, appeared=tuple(filter(None, names)))


def obey(ask: Ask) -> Response:
    """A page from before the deposit, kept by a browser, leads to where the request stands."""
    renderings, once = ask.house.renderings, ask.form.text(ONCE)
    try:
        with renderings.turn(once, by_script=ask.form.text(DO) == "keep") as is_late:
            if is_late:
                return Response(status_code=409)
            response = _obeyed(ask)
            if response.status_code == 303:
                renderings.left(once)
            return response
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
    told = touched(ask, page, told)
    if conflict := overwritten(ask, page, told):
        return conflict
    row = ""
    if verb in RESIZING:
        told, row = resized(page, told, verb, target)
    is_one_step = verb in GOING and not told.secrets and _is_seen_whole(page)
    refused, lost = _stepped(ask, page, told) if is_one_step else kept(ask, page, told)
    saved(ask)
    unstashed(ask)
    if verb not in GOING:
        faults = lost if verb in KEEPING else refused
        refused = {name: why for name, why in faults.items() if is_typed(told, name)}
    elif not (refused or is_one_step):
        if appeared(runtime.page(dossier, screen), ask.form.every):
            return _drawn_again(ask, told, {})
        refused = dict(_pressed(ask, screen, verb, told))
    if refused:
        return _drawn_again(ask, told, refused, row)
    response = _same(ask, ROW, [row]) if row else _gone(ask, verb)
    if told.secrets:
        response.background = BackgroundTask(ask.house.worker.hurry)
    return response


def _is_seen_whole(page: Page) -> bool:
    """Nothing stands between its answers and the button, so that both are durable in one step.

    A file may; so may a question that one may leave blank, and that appears: it is seen first.
    """
    return not page.documents and all(q.is_asked or not q.is_optional for q in page.questions)


def _drawn_again(ask: Ask, told: Posted, refused: Mapping[str, str], row: str = "") -> Response:
    screen = ask.place["screen"]
    page = left(lambda faults: drawn(ask, screen, told.raws, faults), told, ask.form.every, refused)
    if page.errors or len(",".join(page.appeared)) > LONGEST:
        return drawn_page(ask, replace(page, focus=row))
    return _same(ask, NEW, page.appeared)


def _same(ask: Ask, what: str, names: Iterable[str]) -> Response:
    """To the same screen, where all that was typed is kept: Back and reload send nothing again."""
    told = quote(",".join(names), safe=",")
    return to(f"{here(ask)}/ecran/{ask.place['screen']}?{what}={told}")


def _gone(ask: Ask, verb: str) -> Response:
    """Where each button leads once it is obeyed."""
    base, screen = here(ask), ask.place["screen"]
    match verb:
        case "press":
            # Each screen has its own address, so that the browser's Back button goes back one.
            following = standing(ask)
            return to(f"{base}/ecran/{following}" if following else base)
        case "submit":
            filed(ask)
            return to(confirmation(ask) or base)
        case "keep":
            return Response(status_code=204)
        case "save":
            place, said = ("/compte", "enregistre") if ask.account else ("/", "garde")
            is_whole = not remaining(ask.house, ask.place["dossier"])
            return to(place, said if is_whole else f"{said}_a_completer")
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


def _stepped(ask: Ask, page: Page, told: Posted) -> Faults:
    """What was typed and ticked, then the button unless something of it is refused."""
    screen, verb = page.id, ask.form.text(DO)
    commands: list[do.Command] = [do.Submit(screen) if verb == "submit" else do.Press(screen)]
    if told.raws or told.ticks:
        commands.insert(0, do.Answer(screen, told.raws, told.ticks))
    once = ask.form.text(ONCE) if verb == "submit" else ""
    done = ask.house.runtime.handle_all(ask.place["dossier"], commands, once, is_judged=True)
    if done.effects:
        ask.house.worker.hurry()
    left_over(ask, told, done.refused)
    return done.refused, {}


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
    if response.status_code == 303:  # else they are asked first, and what they answered is here
        ask.house.forgetting.draft(dossier)
    return response
