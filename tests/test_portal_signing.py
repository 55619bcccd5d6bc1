"""Signing in and out: who is let in, for how long, and what a stranger learns of it."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.keys import digest, drawn
from parcours.portal.limits import Limits, neighbourhood
from parcours.portal.links import EMAIL, EVENT, RESET
from parcours.portal.passwords import (
    DISGUISES,
    LEAST,
    MOST,
    MOST_DISGUISES,
    PLAIN,
    Overloaded,
    Passwords,
    _readable,
    weakness,
)
from parcours.portal.sessions import GRAIN, IDLE, LONGEST
from parcours.portal.settings import BadSettings, read_settings
from parcours.portal.signing import GONE, WRONG
from parcours.portal.views import ONCE, TOKEN
from parcours.tests.portal_browser import ADDRESS, Browser, Clock
from parcours.tests.portal_garden import ANA, BORIS, PASSWORD, begun, garden, signed_in

OTHER_PASSWORD = "quatre mots sans aucun lien"  # noqa: S105 - of people who do not exist


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with garden(tmp_path, clock) as found:
        yield found


def cookie(browser: Browser) -> str:
    return str(browser._client.cookies.get("parcours") or "")


def read(sentence: str) -> str:
    """As a reader of pages gives it: blanks of every kind are one."""
    return " ".join(sentence.split())


def tried(browser: Browser, identifier: str, password: str) -> Browser:
    browser.go("/connexion")
    return browser.press("Se connecter", {"identifier": identifier, "password": password})


# Sessions


def test_the_name_changes_at_both_doors(house: House) -> None:
    browser = Browser(house)
    begun(browser)
    before = cookie(browser)
    tried(browser, ANA, PASSWORD)
    inside = cookie(browser)
    browser.go("/deconnexion").press("Se déconnecter")
    after = cookie(browser)
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
        assert cookie(browser) != planted
        assert house.sessions.found(planted) is None


def test_only_a_digest_is_kept(house: House) -> None:
    browser = signed_in(house)
    (row,) = house.tables.rows("select * from sessions")
    assert row["digest"] == digest(cookie(browser))
    assert cookie(browser) not in str(row)


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
    assert house.sessions.end_all(account.id, digest(cookie(second))) == 1
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
    house.drafts.begun(nobodys, digest(cookie(browser)))
    browser.go("/connexion")
    sent = {TOKEN: house.sessions.token(cookie(browser)), "identifier": BORIS}
    browser.post("/connexion", {**sent, "password": PASSWORD})
    assert browser.path == "/compte"
    for one in (dossier, nobodys):
        assert browser.go(f"/dossier/{one}").status == 404
    assert house.runtime.store.load(dossier).card.owner == ana.owner
    assert not house.runtime.store.load(nobodys).card.owner


# What a stranger learns


def test_the_same_words_whatever_is_wrong(house: House) -> None:
    told = []
    for identifier, password in ((ANA, "faux"), ("9999999999", PASSWORD), ("9999999999", "faux")):
        answer = tried(Browser(house), identifier, password)
        assert answer.status == 422
        assert WRONG in answer.read.words
        told.append(re.sub(r'value="[^"]*"', "", answer.text))
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

    class Spied:
        def __init__(self, app: Any) -> None:
            self._app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            async def spied(message: Any) -> None:
                await send(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    order.append("answered")

            await self._app(scope, receive, spied)

    draw = house.links.draw

    def drawing(_self: object, *told: str) -> str:
        order.append("drawn")
        return draw(*told)

    monkeypatch.setattr(type(house.links), "draw", drawing)
    browser = Browser(house)
    browser._client = TestClient(Spied(application(house)), base_url=ADDRESS)
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
    token = house.sessions.token(cookie(browser))
    browser._client.follow_redirects = False
    answer = browser._client.post("/connexion", data={**sent, TOKEN: token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/compte")


def test_one_comes_back_to_where_one_was_going(house: House) -> None:
    browser = Browser(house).go("/compte/reglages")
    assert browser.path == "/connexion"
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == "/compte/reglages"


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Court1!",
        "a" * LEAST,
        "motdepasse123",
        "password1234",
        "azertyuiop123",
        "123456789012",
        "a" * (MOST + 1),
        "7503120521dia",
        "DialloCamille",
        "P@$$w0rd1234!",
    ],
)
def test_what_everybody_tries_is_refused(password: str) -> None:
    assert weakness(password, (ANA, "DIALLO", "Camille"))


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER_PASSWORD, "Zv9#qLw2!mXr", "é" * 3 + "kW7$vQ2pz"]
)
def test_a_good_password_is_taken(password: str) -> None:
    assert not weakness(password, (ANA, "DIALLO", "Camille"))


def test_a_password_of_many_disguises_costs_no_more_than_another() -> None:
    """zxcvbn would try every reading of every sign: seconds of a processor for each sending."""
    told = "4@8({6391!|0$5+7%2<[" * 3
    read = _readable(told)
    assert len(read) == len(told)
    assert len(set(read) & set(DISGUISES)) == MOST_DISGUISES
    assert len(set(read)) == len(set(told))
    assert len(set(PLAIN) - set(DISGUISES)) == len(DISGUISES)
    assert _readable("P@$$w0rd!") == "P@$$w0rd!"


@given(st.text(max_size=400))
def test_any_text_is_judged(password: str) -> None:
    assert isinstance(weakness(password), str)


def test_a_password_is_kept_as_argon2id_and_known_on_any_keyboard() -> None:
    with closing(Passwords()) as found:
        kept = found.hashed("caf\u00e9 au lait tiède")
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert found.proves("cafe\u0301 au lait tiède", kept)
        assert not found.proves("cafe au lait tiède", kept)
        assert not found.proves("caf\u00e9 au lait tiède", None)
        assert not found.proves("x" * 100_000, kept)


def test_without_an_account_as_much_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is a hash of the same cost, which nothing was ever kept under."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def spied(self: PasswordHasher, kept: str, password: str) -> bool:
        seen.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", spied)
    with closing(Passwords()) as found:
        assert not found.proves(PASSWORD, None)
        assert found.proves(PASSWORD, found.hashed(PASSWORD))
    unknown, known = (kept.rpartition("$")[0].rpartition("$")[0] for kept in seen)
    assert unknown == known == "$argon2id$v=19$m=19456,t=2,p=1"


def test_beyond_its_queue_the_pool_takes_nobody() -> None:
    with closing(Passwords(hashers=1, waiting=2)) as found:
        starts, ends = threading.Event(), threading.Event()

        def held() -> None:
            starts.set()
            assert ends.wait(10)

        with ThreadPoolExecutor(3) as pool:
            tasks = [pool.submit(found._done, held)]
            assert starts.wait(10)
            tasks += [pool.submit(found._done, held) for _number in range(2)]
            while found._places._value:
                threading.Event().wait(0.005)
            with pytest.raises(Overloaded):
                found.hashed(PASSWORD)
            ends.set()
            assert [task.result(10) for task in tasks] == [None] * 3
        assert found.proves(PASSWORD, found.hashed(PASSWORD))


def test_who_comes_too_many_is_asked_to_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: object) -> bool:
        raise Overloaded

    monkeypatch.setattr(Passwords, "proves", full)
    answer = tried(Browser(house), ANA, PASSWORD)
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert "quelques minutes" in answer.read.words


# One-time links


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
    assert any(read(GONE) in words for _path, words in ways)
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
    cookies = {"cookie": f"parcours={cookie(browser)}"}
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
    assert read(GONE) in Browser(house).go(address).read.words
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
        before = cookie(browser)
        told = {"old_password": PASSWORD, "new_password": OTHER_PASSWORD}
        browser.press("Changer de mot de passe", told)
        assert (browser.path, browser.status) == ("/compte/reglages", 200)
        assert cookie(browser) != before
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
