"""One's account: messages, requests and drafts, address, sessions, data."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import JSONResponse, Response

from ..engine.dossier.effects import Send
from ..engine.dossier.time import day_of
from ..engine.fields.day import french_date
from ..engine.page.around import DOORS, Card, message
from ..engine.page.around import Letter as Line
from ..engine.page.around import account as account_page
from ..engine.runtime import Request
from ..engine.source.wording import _
from ..renderers.html.names import DO
from .accounts import Account
from .ask import Ask
from .letters import Letter
from .links import EMAIL
from .routes import Elsewhere
from .views import leads, shown, to, view

LINKS = {"read": "/compte/message/{}", "resume": "/dossier/{}", "home": "/"}


def person(ask: Ask) -> Account:
    """Who came; the gate let nobody else in."""
    assert ask.account is not None
    return ask.account


def mine(ask: Ask) -> Response:
    """Messages, then requests and drafts."""
    account = person(ask)
    lines = ask.house.runtime.records.requests(owner=account.owner).lines
    cards = [card(one) for one in lines if one.procedure not in DOORS]
    letters = [
        Line(one.id, one.title, received(one.at, one.read is None))
        for one in ask.house.letters.of(account.id)
    ]
    return shown(ask, account_page(cards, letters), action="/compte", leads=leads(LINKS))


def card(one: Request) -> Card:
    """« Demande n° 9999…, déposée le 2 novembre 2026 : en cours d’instruction »."""
    if one.is_draft:
        said = _("Brouillon, modifié le {day}").format(day=french_date(day_of(one.changed)))
        return Card(one.dossier, one.title, said)
    day = french_date(day_of(one.filed or one.changed))
    said = _("N° {number}, déposée le {day} : {state}")
    return Card(
        one.dossier, one.title, said.format(number=one.number, day=day, state=one.status_title)
    )


def received(at: datetime, is_new: bool) -> str:
    """When, and whether it was opened."""
    day = french_date(day_of(at))
    if is_new:
        return _("Nouveau message du {day}").format(day=day)
    return _("Message du {day}").format(day=day)


def read(ask: Ask) -> Response:
    """One message."""
    letter = ask.house.letters.opened(ask.place["letter"], person(ask).id)
    if letter is None:
        raise Elsewhere(404)
    page = message(_as_sent(letter), _attached(ask, letter), letter.dossier)
    base = f"/dossier/{letter.dossier}/document"
    documents = {name: f"{base}/{name}" for name in letter.attached}
    return shown(ask, page, leads=leads(LINKS), documents=documents)


def _as_sent(letter: Letter) -> Send:
    return Send("", "", letter.title, letter.text, "")


def _attached(ask: Ask, letter: Letter) -> list[tuple[str, str]]:
    found = (ask.house.papers.found(letter.dossier, name) for name in letter.attached)
    return [(paper.id, paper.title) for paper in found if paper]


def settings(ask: Ask) -> Response:
    """The address, the browsers signed in, the data."""
    return _settings(ask)


def _settings(ask: Ask, error: str = "", is_sent: bool = False) -> Response:
    return view(
        ask,
        "settings.html",
        422 if error else 200,
        account=person(ask),
        browsers=ask.house.sessions.of_account(person(ask).id),
        error=error,
        is_sent=is_sent,
    )


def changed(ask: Ask) -> Response:
    """One of the forms of that page."""
    account, house = person(ask), ask.house
    verb, _colon, target = ask.form.text(DO).partition(":")
    match verb:
        case "end":
            house.sessions.end(target, account.id)
        case "end_others":
            assert ask.session is not None
            house.sessions.end_all(account.id, ask.session.digest)
        case "erase":
            house.runtime.records.erase(target, account.owner)
        case "email":
            return _new_email(ask, account)
        case _:
            raise Elsewhere(404)
    return to("/compte/reglages")


def _new_email(ask: Ask, account: Account) -> Response:
    """Proved twice: by the password, and by opening a link that the new address receives."""
    house = ask.house
    if not house.limits.allows("sign_in account", account.identity.identifier):
        raise Elsewhere(429)
    kept = house.accounts.password(account)
    if not house.passwords.proves(ask.form.text("password"), kept):
        return _settings(ask, _("Ce n’est pas votre mot de passe."))
    address = ask.form.text("email").strip()
    if not house.is_address(address):
        return _settings(ask, _("Écrivez une adresse comme nom@exemple.fr."))
    link = house.links.draw(EMAIL, account.id, address)
    text = _("Bonjour,\n\nPour confirmer cette adresse, ouvrez : {link}")
    subject = _("Confirmez votre nouvelle adresse électronique")
    house.performing.mail(ask.id, address, subject, text.format(link=link))
    return _settings(ask, is_sent=True)


def exported(ask: Ask) -> Response:
    """Everything kept on this person, as JSON."""
    account = person(ask)
    found = ask.house.runtime.records.export(account.owner)
    letters = [
        {"at": one.at.isoformat(), "title": one.title, "text": one.text}
        for one in ask.house.letters.of(account.id)
    ]
    particulars = {
        "identifier": account.identity.identifier,
        "family_name": account.identity.family_name,
        "first_names": account.identity.first_names,
        "birth": account.identity.birth,
        "email": account.email,
        "created": account.created.isoformat(),
    }
    data = {**found.data, "account": particulars, "letters": letters}
    name = 'attachment; filename="mes-donnees.json"'
    return JSONResponse(data, headers={"Content-Disposition": name})
