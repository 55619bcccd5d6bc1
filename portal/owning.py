"""The settings of one's account: address, password, browsers signed in, data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from secrets import token_hex

from starlette.responses import Response

from ..engine.source.wording import _
from ..renderers.html.names import DO
from .account import person
from .accounts import Account
from .ask import Ask
from .links import EMAIL
from .routes import Elsewhere
from .signing import change_password, entered, password_fault
from .views import to, view

HERE = "/compte/reglages"


def settings(ask: Ask) -> Response:
    """The page."""
    return _page(ask, {})


def _page(ask: Ask, errors: Mapping[str, str], typed: str = "", is_sent: bool = False) -> Response:
    account = person(ask)
    return view(
        ask,
        "settings.html",
        422 if errors else 200,
        account=account,
        named=named,
        browsers=ask.house.sessions.of_account(account.id),
        errors=errors,
        typed=typed,
        is_sent=is_sent,
    )


BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
"""In this order: each name also stands in what those below it say of themselves."""


def named(agent: str) -> str:
    """« Firefox, Windows », from what a browser says of itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    browser = browser or ("Safari" if "Safari/" in agent else _("Navigateur inconnu"))
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return f"{browser}, {system}" if system else browser


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
        case "email":
            return _new_email(ask, account)
        case "password":
            return _new_password(ask, account)
        case _:
            raise Elsewhere(404)
    return to(HERE, "regle")


def _is_proved(ask: Ask, account: Account, name: str) -> bool:
    """By the password, tried as seldom as at the door."""
    house = ask.house
    if not house.limits.allows("sign_in account", account.identity.identifier):
        raise Elsewhere(429)
    return house.passwords.proves(ask.form.text(name), house.accounts.password(account))


def _new_email(ask: Ask, account: Account) -> Response:
    """Proved twice: by the password, and by opening a link that the new address receives."""
    house, address = ask.house, ask.form.text("email").strip()
    errors = dict(_email_faults(ask, account, address))
    if errors:
        return _page(ask, errors, address)
    link = house.links.draw(EMAIL, account.id, address)
    text = _("Bonjour,\n\nPour confirmer cette adresse, ouvrez : {link}")
    subject = _("Confirmez votre nouvelle adresse électronique")
    house.performing.mail(token_hex(16), address, subject, text.format(link=link), signs_in=False)
    return _page(ask, {}, is_sent=True)


def _email_faults(ask: Ask, account: Account, address: str) -> Iterator[tuple[str, str]]:
    if not ask.house.is_address(address):
        yield "email", _("Écrivez une adresse comme nom@exemple.fr.")
    elif not _is_proved(ask, account, "email_password"):
        yield "email_password", _("Ce n’est pas votre mot de passe.")
    elif not ask.house.limits.allows("mail account", account.identity.identifier):
        raise Elsewhere(429)


def _new_password(ask: Ask, account: Account) -> Response:
    """Every browser is signed out but this one, under a new name."""
    house, password = ask.house, ask.form.text("new_password")
    if error := password_fault(account, password):
        return _page(ask, {"new_password": error})
    if not _is_proved(ask, account, "old_password"):
        return _page(ask, {"old_password": _("Ce n’est pas votre mot de passe.")})
    change_password(house, account, house.passwords.hashed(password))
    return entered(ask, account, HERE, "regle")
