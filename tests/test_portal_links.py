"""One-time links: who opens one proves that they read that mail, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.keys import digest
from parcours.portal.links import EMAIL, EVENT, RESET
from parcours.portal.signing import GONE
from parcours.portal.views import ONCE
from parcours.tests.portal_browser import ADDRESS, Browser, Clock
from parcours.tests.portal_garden import (
    ANA,
    OTHER_PASSWORD,
    PASSWORD,
    clock,
    own_house,
    signed_in,
    tried,
)
from parcours.tests.portal_reading import as_read

__all__ = ["clock", "own_house"]


def link(house: House, purpose: str, value: str = "", identifier: str = ANA) -> str:
    """An address drawn for that account."""
    account = house.accounts.identified(identifier)
    assert account
    return house.links.draw(purpose, account.id, value).removeprefix(ADDRESS)


def test_a_new_password_ends_every_session(house: House) -> None:
    elsewhere = signed_in(house)
    browser = Browser(house).go(link(house, RESET))
    browser.press("Enregistrer", {"password": OTHER_PASSWORD})
    assert browser.path == "/compte"
    assert elsewhere.go("/compte").path == "/connexion"
    assert tried(Browser(house), ANA, PASSWORD).status == 422
    assert tried(Browser(house), ANA, OTHER_PASSWORD).path == "/compte"


def test_a_weak_password_does_not_spend_the_link(house: House) -> None:
    browser = Browser(house).go(link(house, RESET))
    assert browser.press("Enregistrer", {"password": "court"}).status == 422
    assert browser.press("Enregistrer", {"password": "7503120521anason"}).status == 422
    assert browser.press("Enregistrer", {"password": OTHER_PASSWORD}).path == "/compte"


def test_programs_that_open_mails_spend_nothing(house: House) -> None:
    """Before their reader, and more than once."""
    address = link(house, RESET)
    robot = TestClient(application(house), base_url=ADDRESS)
    for _time in range(3):
        assert robot.get(address).status_code == 200
        assert robot.head(address).status_code == 200
    browser = Browser(house).go(address)
    assert browser.press("Enregistrer", {"password": OTHER_PASSWORD}).path == "/compte"


@pytest.mark.parametrize("turn", range(5))
def test_of_two_simultaneous_people_one_uses_a_link(house: House, turn: int) -> None:
    """Two browsers, one link: one password is set, and one person is in."""
    address = link(house, RESET)
    browsers = [Browser(house).go(address) for _number in range(2)]
    words = [f"{OTHER_PASSWORD} {number} {turn}" for number in range(2)]
    barrier = threading.Barrier(2)

    def pressed(number: int) -> tuple[str, str]:
        barrier.wait()
        found = browsers[number].press("Enregistrer", {"password": words[number]})
        return found.path, found.read.words

    with ThreadPoolExecutor(2) as pool:
        ways = list(pool.map(pressed, range(2)))
    assert sorted(path == "/compte" for path, _words in ways) == [False, True]
    assert any(as_read(GONE) in words for _path, words in ways)
    winner = words[[path for path, _words in ways].index("/compte")]
    account = house.accounts.identified(ANA)
    assert house.passwords.proves(winner, house.accounts.password(account))


def test_a_double_click_on_a_link_is_one(house: House) -> None:
    """The same browser, the same page, twice at once: both answers open the same account."""
    address = link(house, RESET)
    browser = Browser(house).go(address)
    sent = browser.sends("Enregistrer", {"password": OTHER_PASSWORD})
    client = browser._client
    client.follow_redirects = False
    cookies = {"cookie": f"parcours={browser.cookie}"}
    barrier = threading.Barrier(2)

    def clicked(_number: int) -> tuple[int, str]:
        alone = TestClient(client.app, base_url=ADDRESS, follow_redirects=False)
        barrier.wait()
        answer = alone.post(address, data=sent, headers={**cookies, "origin": ADDRESS})
        return answer.status_code, answer.headers.get("set-cookie", "")

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(clicked, range(2))
    assert first == second
    assert first[0] == 303
    assert ONCE in sent
    account = house.accounts.identified(ANA)
    assert account
    assert len(house.sessions.of_account(account.id)) == 1


def test_links_end(house: House, clock: Clock) -> None:
    address = link(house, RESET)
    clock.forward(timedelta(hours=1, seconds=1))
    assert as_read(GONE) in Browser(house).go(address).read.words
    assert house.links.sweep() == 1


def test_a_newer_link_replaces_the_former(house: House) -> None:
    former, newer = link(house, RESET), link(house, RESET)
    assert Browser(house).go(former).status == 404
    assert Browser(house).go(newer).status == 200


def test_links_are_kept_as_digests(house: House) -> None:
    name = link(house, RESET).rpartition("/")[2]
    (row,) = house.tables.rows("select * from links")
    assert name not in str(row)
    assert row["digest"] == digest(name)


def test_a_changed_address_makes_mailed_links_worthless(house: House) -> None:
    """Whoever reads the former mailbox has nothing left to open."""
    reset = link(house, RESET)
    confirm = link(house, EMAIL, "nouvelle@exemple.fr")
    browser = signed_in(house).go(confirm)
    browser.press("Confirmer")
    account = house.accounts.identified(ANA)
    assert account
    assert account.email == "nouvelle@exemple.fr"
    assert Browser(house).go(reset).status == 404
    assert "ana@exemple.fr" in [mail.to for mail in house.mailbox.all()]


def test_an_address_is_changed_by_who_knows_the_password(house: House) -> None:
    browser = signed_in(house).go("/compte/reglages")
    told = {"email": "nouvelle@exemple.fr"}
    label = "Changer d’adresse"
    browser.press(label, {**told, "email_password": "faux"})
    assert browser.status == 422
    assert not house.tables.rows("select * from links")
    browser.press(label, {**told, "email_password": PASSWORD})
    (row,) = house.tables.rows("select * from links")
    assert (row["purpose"], row["value"]) == (EMAIL, "nouvelle@exemple.fr")
    account = house.accounts.identified(ANA)
    assert account
    assert account.email == "ana@exemple.fr"  # until the link is opened


@pytest.mark.parametrize("way", ["forgotten", "settings"])
def test_a_new_password_makes_mailed_links_worthless(house: House, way: str) -> None:
    """Whoever held the former one had a link to their own mailbox drawn: it opens nothing now."""
    planted = link(house, EMAIL, "voleur@exemple.fr")
    elsewhere = signed_in(house)
    if way == "forgotten":
        browser = Browser(house).go(link(house, RESET))
        browser.press("Enregistrer", {"password": OTHER_PASSWORD})
        assert browser.path == "/compte"
    else:
        browser = signed_in(house).go("/compte/reglages")
        before = browser.cookie
        told = {"old_password": PASSWORD, "new_password": OTHER_PASSWORD}
        browser.press("Changer de mot de passe", told)
        assert (browser.path, browser.status) == ("/compte/reglages", 200)
        assert browser.cookie != before
        assert house.sessions.found(before) is None
    assert elsewhere.go("/compte").path == "/connexion"
    assert Browser(house).go(planted).status == 404
    assert tried(Browser(house), ANA, OTHER_PASSWORD).path == "/compte"


def test_an_event_s_link_is_used_once(house: House) -> None:
    account = house.accounts.identified(ANA)
    assert account
    name = house.links.draw(EVENT, "dossier-1").rpartition("/")[2]
    found = house.links.found(name)
    assert found
    assert [house.links.used(found), house.links.used(found)] == [True, False]
