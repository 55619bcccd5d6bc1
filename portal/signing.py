"""Signing in and out, one-time links, a forgotten password."""

from __future__ import annotations

from secrets import token_hex

from starlette.background import BackgroundTask
from starlette.responses import Response

from ..engine.dossier import commands as do
from ..engine.dossier.not_allowed import NotAllowed
from ..engine.dossier.situation import situation
from ..engine.dossier.time import day_of
from ..engine.page.around import DOORS, IDENTIFIER, PASSWORD, sign_in
from ..engine.source.wording import _
from ..engine.store.errors import StoreError
from ..renderers.html.names import DO
from .accounts import Account, tidy_identifier
from .ask import Ask
from .beginning import begun
from .gate import renamed
from .house import House
from .keys import drawn
from .links import EMAIL, RESET, Link
from .passwords import weakness
from .routes import Elsewhere
from .views import leads, shown, to, view

LINKS = {"forgotten": "/mot-de-passe-oublie"}
GONE = _("Ce lien ne marche plus : il a servi, ou son délai est passé.")
WRONG = _("Ce numéro et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez.")


def asked(ask: Ask) -> Response:
    """The sign-in page."""
    if ask.account and ask.session:
        following = _following(ask)
        for dossier in ask.house.drafts.of(ask.session.digest):
            if following == f"/dossier/{dossier}":
                _claimed(ask, dossier, ask.account)  # the registry did not answer at the door
        return to(following)
    return _page(ask)


def _page(ask: Ask, identifier: str = "", error: str = "") -> Response:
    following = _following(ask)
    is_on_the_way = following.startswith(("/demarche/", "/dossier/"))
    page = sign_in(
        identifier,
        error,
        _("Pour continuer, connectez-vous ou créez un compte.") if is_on_the_way else "",
        creates=DOORS[1] in ask.house.runtime.catalogue.ids(),
    )
    hidden = {"suite": following}
    return shown(ask, page, action="/connexion", leads=leads(LINKS), hidden=hidden)


def _following(ask: Ask) -> str:
    """Where one was going: an address of this portal, and of no other."""
    told = ask.form.text("suite") or ask.query.get("suite", "")
    is_ours = told.startswith("/") and not told.startswith(("//", "/\\"))
    return told if is_ours and told.isprintable() else "/compte"


def signed_in(ask: Ask) -> Response:
    """The same words and the same time, whichever of the two is wrong.

    « Créer mon compte » is a button of that page: the form of the account comes next.
    """
    house = ask.house
    if ask.form.text(DO) == f"open:{DOORS[1]}":
        return begun(ask, DOORS[1])
    identifier = tidy_identifier(ask.form.text(IDENTIFIER))
    _count(ask, "sign_in", identifier)
    account = house.accounts.identified(identifier)
    kept = house.accounts.password(account)
    if not house.passwords.proves(ask.form.text(PASSWORD), kept) or account is None:
        return _page(ask, ask.form.text(IDENTIFIER)[:64], WRONG)
    house.limits.forget("sign_in account", identifier)
    return entered(ask, account, _following(ask))


def _count(ask: Ask, what: str, identifier: str) -> None:
    """One try more, from there and for that number. Raises Elsewhere when it is one too many."""
    limits = ask.house.limits
    if not (
        limits.allows(f"{what} address", ask.client)
        and limits.allows(f"{what} account", identifier)
    ):
        raise Elsewhere(429)


def entered(ask: Ask, account: Account, following: str, said: str = "") -> Response:
    """A new session, to which what was begun in this browser now belongs.

    What another account held in it does not.
    """
    house = ask.house
    name, session = house.sessions.begin(account.id, ask.agent)
    if ask.session:
        if not ask.session.account:
            for dossier in house.drafts.of(ask.session.digest):
                _claimed(ask, dossier, account)
            house.drafts.moved(ask.session.digest, session.digest)
        house.sessions.end(ask.session.digest)
    house.stashes.moved(ask.name, name)
    return renamed(to(following, said), name)


def _claimed(ask: Ask, dossier: str, account: Account) -> None:
    """A draft that cannot be had any more does not keep its person out."""
    house = ask.house
    try:
        compiled, _state = house.runtime.dossier(dossier)
        known = house.known(account, compiled.procedure)
        house.runtime.claim(dossier, account.owner, account.particulars, known)
    except (NotAllowed, StoreError):
        return
    house.drafts.claimed(dossier)


def leaving(ask: Ask) -> Response:
    """Asked before, for a link may be followed by a machine."""
    return view(ask, "sign_out.html")


def signed_out(ask: Ask) -> Response:
    """The session is gone from the server, and the browser bears a new name.

    A draft that no account holds yet stays that browser's no more: many share a computer.
    """
    if ask.session:
        ask.house.sessions.end(ask.session.digest)
    response = renamed(to("/"), drawn())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def forgotten(ask: Ask) -> Response:
    """A page that asks for the number."""
    return view(ask, "forgotten.html", is_sent=False)


def reset_asked(ask: Ask) -> Response:
    """The same answer, whether there is such an account or not."""
    identifier = tidy_identifier(ask.form.text(IDENTIFIER))
    _count(ask, "mail", identifier)
    response = view(ask, "forgotten.html", is_sent=True)
    response.background = BackgroundTask(_reset_mailed, ask.house, identifier)
    return response


def _reset_mailed(house: House, identifier: str) -> None:
    """After the answer has left: the time it took tells nobody whether there is an account."""
    account = house.accounts.identified(identifier)
    if account is None:
        return
    link = house.links.draw(RESET, account.id)
    text = _(
        "Bonjour,\n\nVous avez demandé un nouveau mot de passe. Ouvrez cette adresse avant une "
        "heure : {link}\n\nSi ce n’est pas vous, ne faites rien : votre mot de passe ne change "
        "pas."
    )
    subject = _("Choisissez un nouveau mot de passe")
    house.performing.mail(token_hex(16), account.email, subject, text.format(link=link))


def linked(ask: Ask) -> Response:
    """Opening a link does nothing yet: programs open the links of mails before people do."""
    link = _found(ask)
    if link.purpose == RESET:
        return view(ask, "new_password.html", error="")
    return view(ask, "link.html", purpose=link.purpose)


def followed(ask: Ask) -> Response:
    """The button of that page."""
    link = _found(ask)
    if link.purpose == RESET:
        return _reset(ask, link)
    if link.purpose == EMAIL:
        return _new_email(ask, link)
    return _event(ask, link)


def _found(ask: Ask) -> Link:
    link = ask.house.links.found(ask.place["name"])
    if link is None:
        raise Elsewhere(404, GONE)
    return link


def _event(ask: Ask, link: Link) -> Response:
    """What the dossier awaited happened; the draft goes on in the browser that opened the link."""
    house = ask.house
    if not house.links.used(link):
        raise Elsewhere(404, GONE)
    compiled, state = house.runtime.dossier(link.about)
    here = situation(compiled, state, day_of(house.now()))
    visit = here.visit(here.current)
    awaits = visit.screen.await_ if visit else None
    # Only the last message of a dossier has a link: what it stands before is what was mailed about.
    house.runtime.handle(link.about, do.Tell(awaits.event if awaits and awaits.notice else ""))
    response = to(f"/dossier/{link.about}")
    if state.account:
        return response
    session = ask.session
    if session is None:
        name, session = house.sessions.begin(agent=ask.agent)
        response = renamed(response, name)
    house.drafts.begun(link.about, session.digest)
    return response


def password_fault(account: Account, password: str) -> str:
    """Why it cannot be that person's, or nothing."""
    who = account.identity
    about = (who.identifier, who.family_name, who.first_names, who.birth, account.email)
    return weakness(password, about)


def change_password(house: House, account: Account, kept: str) -> None:
    """Whoever held the former one is out, and the links that they may have asked for are dead.

    The account's address is told.
    """
    house.accounts.change_password(account.id, kept)
    house.sessions.end_all(account.id)
    house.links.forget(account.id)
    text = _(
        "Bonjour,\n\nLe mot de passe de votre compte a changé. Si ce n’est pas vous, demandez un "
        "nouveau mot de passe et contactez-nous vite : {phone}."
    )
    told = text.format(phone=house.settings.service["phone"])
    subject = _("Votre mot de passe a changé")
    house.performing.mail(token_hex(16), account.email, subject, told)


def _reset(ask: Ask, link: Link) -> Response:
    """By who reads the mails of that account."""
    house, password = ask.house, ask.form.text(PASSWORD)
    account = house.accounts.found(link.about)
    if account is None:
        raise Elsewhere(404)
    if error := password_fault(account, password):
        return view(ask, "new_password.html", 422, error=error)
    kept = house.passwords.hashed(password)
    if not house.links.used(link):
        raise Elsewhere(404, GONE)
    change_password(house, account, kept)
    house.limits.forget("sign_in account", tidy_identifier(account.identity.identifier))
    return entered(ask, account, "/compte")


def _new_email(ask: Ask, link: Link) -> Response:
    """The former address is told."""
    house = ask.house
    account = house.accounts.found(link.about)
    if account is None or not house.links.used(link):
        raise Elsewhere(404, GONE)
    house.accounts.change_email(account.id, link.value)
    house.links.forget(account.id)
    text = _(
        "Bonjour,\n\nL’adresse électronique de votre compte a changé. Si ce n’est pas vous, "
        "contactez-nous vite : {phone}."
    )
    phone = house.settings.service["phone"]
    subject = _("Votre adresse électronique a changé")
    house.performing.mail(token_hex(16), account.email, subject, text.format(phone=phone))
    return to("/compte" if ask.account else "/connexion", "adresse")
