"""Signing in and out: who is let in, for how long, and what a stranger learns of it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.keys import digest, drawn
from parcours.portal.limits import Limits, neighbourhood
from parcours.portal.passwords import Passwords
from parcours.portal.sessions import GRAIN, IDLE, LONGEST
from parcours.portal.settings import BadSettings, read_settings
from parcours.portal.signing import WRONG
from parcours.portal.views import TOKEN
from parcours.renderers.html.names import DRAWING
from parcours.tests.portal_browser import ADDRESS, Answering, Browser, Clock, opened
from parcours.tests.portal_garden import (
    ANA,
    BORIS,
    GARDEN,
    PASSWORD,
    begun,
    clock,
    filed,
    garden,
    join,
    own_house,
    signed_in,
    tried,
)

__all__ = ["clock", "own_house"]


# Sessions


def test_the_name_changes_at_both_doors(house: House) -> None:
    browser = Browser(house)
    begun(browser)
    before = browser.cookie
    tried(browser, ANA, PASSWORD)
    inside = browser.cookie
    browser.go("/deconnexion").press("Se déconnecter")
    after = browser.cookie
    assert len({before, inside, after}) == 3
    for name in (before, inside, after):
        assert house.sessions.found(name) is None
    assert browser.headers.get("clear-site-data") is None  # of the page it led to
    assert browser.go("/compte").path == "/connexion"


def test_a_name_chosen_by_somebody_else_opens_nothing(house: House) -> None:
    """Fixation: the name that an attacker planted is not the one that is signed in."""
    for planted in (drawn(), "A" * 43, "x", "' or 1=1 --"):
        browser = Browser(house)
        browser._client.cookies.set("parcours", planted, "testserver.local", "/")
        tried(browser, ANA, PASSWORD)
        assert browser.cookie != planted
        assert house.sessions.found(planted) is None


def test_only_a_digest_is_kept(house: House) -> None:
    browser = signed_in(house)
    (row,) = house.tables.rows("select * from sessions")
    assert row["digest"] == digest(browser.cookie)
    assert browser.cookie not in str(row)


def test_a_session_left_alone_ends(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    clock.forward(IDLE)
    assert browser.go("/compte").path == "/compte"
    clock.forward(IDLE + 2 * GRAIN)
    assert browser.go("/compte").path == "/connexion"
    assert not house.tables.rows("select * from sessions where account <> ''")


def test_a_session_ends_however_busy(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    for _number in range(int(LONGEST / IDLE) - 1):
        clock.forward(IDLE)
        assert browser.go("/compte").path == "/compte"
    clock.forward(IDLE)
    assert browser.go("/compte").path == "/connexion"


def test_ended_sessions_are_swept(house: House, clock: Clock) -> None:
    signed_in(house)
    begun(Browser(house))
    assert house.sessions.sweep() == 0
    clock.forward(IDLE + 2 * GRAIN)
    assert house.sessions.sweep() == 1
    clock.forward(timedelta(days=8))
    assert house.sessions.sweep() == 1


def test_a_browser_signed_out_elsewhere(house: House) -> None:
    first, second = signed_in(house), signed_in(house)
    account = house.accounts.identified(ANA)
    assert account
    assert house.sessions.end_all(account.id, digest(second.cookie)) == 1
    assert first.go("/compte").path == "/connexion"
    assert second.go("/compte").path == "/compte"


def test_what_was_begun_here_follows_its_person_alone(house: House) -> None:
    """On a shared computer, Boris does not take what Ana left open."""
    browser = Browser(house)
    dossier = begun(browser)
    tried(browser, ANA, PASSWORD)
    ana = house.accounts.identified(ANA)
    assert ana
    assert house.runtime.store.load(dossier).card.owner == ana.owner
    nobodys = house.runtime.start("jardin")
    house.drafts.begun(nobodys, digest(browser.cookie))
    browser.go("/connexion")
    sent = {TOKEN: house.sessions.token(browser.cookie), "identifier": BORIS}
    browser.post("/connexion", {**sent, "password": PASSWORD})
    assert browser.path == "/compte"
    for one in (dossier, nobodys):
        assert browser.go(f"/dossier/{one}").status == 404
    assert house.runtime.store.load(dossier).card.owner == ana.owner
    assert not house.runtime.store.load(nobodys).card.owner


def test_a_draft_saved_before_signing_in_is_found_again(house: House) -> None:
    browser = Browser(house)
    draft = f"/dossier/{begun(browser)}"
    browser.press("Enregistrer et quitter", {"nom": "Ana Diallo"})
    assert "gardé dans ce navigateur" in browser.read.words
    browser.follow("Reprendre : Demande de jardin partagé")
    assert browser.sends("Continuer")["nom"] == ["Ana Diallo"]
    assert Browser(house).go(draft).path == "/connexion"
    browser.go("/").follow("Se connecter")
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == "/"
    browser.go("/compte").follow("Demande de jardin partagé")
    assert browser.path == draft
    assert browser.sends("Continuer")["nom"] == ["Ana Diallo"]


def test_what_was_filed_without_an_account_is_found_again(tmp_path: Path) -> None:
    """By the browser that filed it, signed in meanwhile or not; its mail invites nobody to."""
    folder = tmp_path / "procedures"
    folder.mkdir()
    text = GARDEN.replace(
        "  nom: {label", "  courriel: {label: Courriel, type: email}\n  nom: {label"
    )
    text = text.replace("fields: [nom, motif,", "fields: [courriel, nom, motif,")
    text = text.replace('    title: "Demande de', '    to: courriel\n    title: "Demande de')
    (folder / "jardin.yaml").write_text(text, "utf-8")
    with opened(tmp_path, procedures=folder) as house:
        join(house, ANA, "Ana")
        browser, signed = Browser(house), signed_in(house)
        for one in browser, signed:
            filed(one, courriel="vous@exemple.fr")
        while house.runtime.perform(house.performing.perform):
            pass
        mails = {mail.text.count("Se connecter") for mail in house.mailbox.all()}
        assert len(house.mailbox.all()) == 2
        assert mails == {0, 1}
        browser.go("/").follow("Suivre : Demande de jardin partagé")
        assert browser.read.heading == "Demande reçue"
        browser.go("/connexion")
        browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
        browser.go("/").follow("Suivre : Demande de jardin partagé")
        assert browser.read.heading == "Demande reçue"
        assert "Suivre" not in Browser(house).go("/").read.words
        assert "Suivre" not in signed.go("/").read.words


def test_where_no_account_is_created_none_is_offered(house: House) -> None:
    browser = Browser(house).go("/connexion")
    assert not browser.offers("Créer mon compte")
    sent = {**browser.sends("Se connecter"), "_do": "open:account"}
    assert browser.post("/connexion", sent).status == 404


# What a stranger learns


def test_the_same_words_whatever_is_wrong(house: House) -> None:
    told = []
    for identifier, password in ((ANA, "faux"), ("9999999999", PASSWORD), ("9999999999", "faux")):
        answer = tried(Browser(house), identifier, password)
        assert answer.status == 422
        assert WRONG in answer.read.words
        drawn_anew = rf'value="[^"]*"|"{re.escape(DRAWING)}[^"]*"'
        told.append(re.sub(drawn_anew, "", answer.text))
    assert len(set(told)) == 1


def test_a_forgotten_password_tells_nothing(house: House) -> None:
    told = []
    for identifier in (ANA, "9999999999"):
        browser = Browser(house).go("/mot-de-passe-oublie")
        browser.press("Recevoir le lien", {"identifier": identifier})
        told.append((browser.status, re.sub(r'value="[^"]*"', "", browser.text)))
    assert told[0] == told[1]
    assert [mail.to for mail in house.mailbox.all()] == ["ana@exemple.fr"]


def test_the_answer_leaves_before_the_mail_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done for an account alone is done after the answer, and takes no time from it."""
    order: list[str] = []

    draw = house.links.draw

    def drawing(_self: object, *told: str) -> str:
        order.append("drawn")
        return draw(*told)

    monkeypatch.setattr(type(house.links), "draw", drawing)
    browser = Browser(house)
    browser._client = TestClient(Answering(application(house), order), base_url=ADDRESS)
    browser.go("/mot-de-passe-oublie").press("Recevoir le lien", {"identifier": ANA})
    assert order[-2:] == ["answered", "drawn"]


def test_tries_are_counted_before_anything_is_hashed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an account that is there, and of one that is not: counting tells nothing either."""
    hashed: list[str] = []
    verified = Passwords._verified

    def spied(self: Passwords, password: str, kept: str | None) -> bool:
        hashed.append(password)
        return verified(self, password, kept)

    monkeypatch.setattr(Passwords, "_verified", spied)
    for identifier in (ANA, "9999999999"):
        hashed.clear()
        statuses = [tried(Browser(house), identifier, "faux").status for _try in range(12)]
        assert statuses == [422] * 10 + [429] * 2
        assert len(hashed) == 10
    answer = tried(Browser(house), ANA, PASSWORD)
    assert (answer.status, answer.headers["retry-after"]) == (429, "900")
    assert "quart d’heure" in answer.read.words


def test_signing_in_forgets_the_tries(house: House) -> None:
    for _turn in range(3):
        for _try in range(9):
            tried(Browser(house), ANA, "faux")
        assert tried(Browser(house), ANA, PASSWORD).path == "/compte"


def test_an_address_has_its_own_count(house: House) -> None:
    limits = house.limits
    assert [limits.allows("sign_in address", "192.0.2.1") for _try in range(61)][-2:] == [
        True,
        False,
    ]
    assert limits.allows("sign_in address", "192.0.2.2")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        (ANA, ANA, True),
        ("", "", True),
    ],
)
def test_a_neighbourhood_is_a_subscriber(one: str, other: str, is_same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is is_same


def test_limits_are_each_somebody_s() -> None:
    limits = Limits()
    assert [limits.allows("mail account", "a") for _try in range(6)] == [True] * 5 + [False]
    assert limits.allows("mail account", "b")
    limits.forget("mail account", "a")
    assert limits.allows("mail account", "a")


# Whom a request comes from


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        ((), "198.51.100.7", "testclient"),
        (("10.0.0.0/8",), "198.51.100.7", "testclient"),  # the one who speaks is not trusted
        (("192.0.2.0/24",), "198.51.100.7", "198.51.100.7"),
        (("192.0.2.0/24",), "203.0.113.9, 198.51.100.7, 192.0.2.8", "198.51.100.7"),
        (("192.0.2.0/24",), "", "192.0.2.5"),
    ],
)
def test_who_speaks_for_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: tuple[str, ...], told: str, seen: str
) -> None:
    """A forged first address is not believed: the last one that no proxy of ours bears is."""
    asked: list[str] = []

    def allows(_self: Limits, rule: str, who: str) -> bool:
        if rule == "verify address":
            asked.append(who)
        return rule != "verify address"

    with garden(tmp_path, proxies=proxies) as house:
        monkeypatch.setattr(Limits, "allows", allows)
        speaker = ("192.0.2.5", 1) if "192.0.2.0/24" in proxies else ("testclient", 1)
        client = TestClient(application(house), base_url=ADDRESS, client=speaker)
        client.get("/verifier")
        token = house.sessions.token(client.cookies["parcours"])
        client.post("/verifier", data={TOKEN: token}, headers={"x-forwarded-for": told})
    assert asked == [seen]


def test_proxies_are_addresses(tmp_path: Path) -> None:
    (tmp_path / "parcours.toml").write_text('proxies = ["10.0.0.5", "fd00::/8"]')
    assert read_settings(tmp_path).proxies == ("10.0.0.5/32", "fd00::/8")
    for wrong in ('["*"]', '["example.fr"]', '"10.0.0.5"', "[3.5]"):
        (tmp_path / "parcours.toml").write_text(f"proxies = {wrong}")
        with pytest.raises(BadSettings, match="proxies"):
            read_settings(tmp_path)


# Where one goes then


@pytest.mark.parametrize(
    "told",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "compte/reglages",
        " /compte",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(house: House, told: str) -> None:
    browser = Browser(house)
    browser._client.get("/connexion", params={"suite": told})
    sent = {"suite": told, "identifier": ANA, "password": PASSWORD}
    token = house.sessions.token(browser.cookie)
    browser._client.follow_redirects = False
    answer = browser._client.post("/connexion", data={**sent, TOKEN: token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/compte")


def test_from_the_home_page_one_sees_it_again(house: House) -> None:
    """By its button and by the menu; from any other page, one's account comes first."""
    browser = Browser(house).go("/")
    addresses = {at for label, at in browser.read.links if label == "Se connecter"}
    assert addresses == {"/connexion?suite=/"}
    browser.follow("Se connecter")
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == "/"
    assert browser.offers("Demande de jardin partagé")
    elsewhere = Browser(house).go("/aide").follow("Se connecter")
    elsewhere.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert elsewhere.path == "/compte"


def test_one_comes_back_to_where_one_was_going(house: House) -> None:
    browser = Browser(house).go("/compte/reglages")
    assert browser.path == "/connexion"
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == "/compte/reglages"
