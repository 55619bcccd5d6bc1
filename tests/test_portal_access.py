"""Who may come where: every address and method, for a stranger, its owner and another person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.routing import Route as Address
from starlette.routing import Router
from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.links import RESET
from parcours.portal.routes import Access, Route
from parcours.portal.site import ROUTES
from parcours.portal.views import TOKEN
from parcours.tests.portal_browser import ADDRESS, Browser
from parcours.tests.portal_garden import ANA, BORIS, begun, filed, garden, signed_in

SIGN_IN = "/connexion"
"""Expected of who must sign in first."""

STRANGER, OWNER, OTHER = "stranger", "owner", "other"

Expected = tuple[int | str, int | str, int | str]
"""For a stranger, the owner and another applicant: a status, or where one is sent."""

OPEN: Expected = (200, 200, 200)
OWN: Expected = (SIGN_IN, 200, 404)
SIGNED: Expected = (SIGN_IN, 200, 200)

MATRIX: Mapping[tuple[str, str], Expected] = {
    ("GET", "/"): OPEN,
    ("POST", "/"): (404, 404, 404),  # an empty form: no brick was pressed
    ("GET", "/demarche/{procedure}"): OPEN,
    ("POST", "/demarche/{procedure}"): ("/dossier/", "/dossier/", "/dossier/"),
    ("GET", "/demarche/{procedure}/pieces.pdf"): OPEN,
    ("GET", "/dossier/{dossier}"): OWN,
    ("GET", "/dossier/{dossier}/ecran/{screen}"): (SIGN_IN, "/dossier/", 404),  # it is filed
    ("POST", "/dossier/{dossier}/ecran/{screen}"): (SIGN_IN, "/dossier/", 404),
    ("GET", "/dossier/{dossier}/action/{action}"): OWN,
    ("POST", "/dossier/{dossier}/action/{action}"): OWN,
    ("GET", "/dossier/{dossier}/effacer"): (SIGN_IN, 409, 404),  # it is filed
    ("POST", "/dossier/{dossier}/effacer"): (SIGN_IN, 409, 404),
    ("GET", "/dossier/{dossier}/pieces.pdf"): OWN,
    ("GET", "/dossier/{dossier}/recapitulatif.pdf"): OWN,
    ("GET", "/dossier/{dossier}/document/{name}"): OWN,
    ("GET", "/dossier/{dossier}/fichier/{digest}"): OWN,
    ("GET", "/connexion"): (200, "/compte", "/compte"),
    ("POST", "/connexion"): (422, 422, 422),
    ("GET", "/deconnexion"): OPEN,
    ("POST", "/deconnexion"): ("/", "/", "/"),
    ("GET", "/mot-de-passe-oublie"): OPEN,
    ("POST", "/mot-de-passe-oublie"): OPEN,
    ("GET", "/lien/{name}"): OPEN,
    ("POST", "/lien/{name}"): (422, 422, 422),  # no password was chosen
    ("GET", "/compte"): SIGNED,
    ("GET", "/compte/message/{letter}"): OWN,
    ("GET", "/compte/reglages"): SIGNED,
    ("POST", "/compte/reglages"): (SIGN_IN, 404, 404),  # no button was pressed
    ("GET", "/compte/donnees.zip"): SIGNED,
    ("GET", "/verifier"): OPEN,
    ("POST", "/verifier"): (422, 422, 422),  # nothing to verify
    ("GET", "/courriels"): OPEN,
    ("GET", "/courriels/{mail}"): OPEN,
    ("GET", "/courriels/{mail}/{paper}"): OPEN,
    ("GET", "/demonstration/agent"): OPEN,
    ("GET", "/demonstration/agent/{dossier}"): OPEN,
    ("GET", "/demonstration/agent/{dossier}/{action}"): (409, 409, 409),
    ("POST", "/demonstration/agent/{dossier}/{action}"): (409, 409, 409),
    ("GET", "/aide"): OPEN,
    ("GET", "/accessibilite"): OPEN,
    ("GET", "/mentions-legales"): OPEN,
    ("GET", "/donnees-personnelles"): OPEN,
    ("GET", "/cookies"): OPEN,
    ("GET", "/healthz"): OPEN,
    ("GET", "/readyz"): OPEN,
}
"""A new route without a line here fails, and a line without its route."""

SHOWN = "Zorglub-Ana"
"""Written in Ana’s request: nobody else sees it, but on the demonstration’s own pages."""


def methods_of(app: Router) -> set[tuple[str, str]]:
    """All that the application answers, listed from itself; HEAD is GET without its body."""
    found: set[tuple[str, str]] = set()
    for address in app.routes:
        if isinstance(address, Address):
            found |= {(method, address.path) for method in (address.methods or set()) - {"HEAD"}}
    return found


@dataclass(frozen=True, slots=True)
class Town:
    """A portal with a request of Ana's, and a browser for each person."""

    house: House
    places: Mapping[str, str]
    browsers: Mapping[str, TestClient]

    def sent(self, who: str, method: str, path: str) -> httpx.Response:
        """What that person is answered."""
        client, address = self.browsers[who], path.format(**self.places)
        if method == "GET":
            return client.get(address)
        token = self.house.sessions.token(client.cookies.get("parcours") or "")
        headers = {"origin": ADDRESS}
        return client.post(address, data={TOKEN: token}, headers=headers)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with garden(tmp_path) as house:
        ana = signed_in(house, ANA)
        dossier = filed(ana, nom=SHOWN)
        runtime = house.runtime
        state = runtime.dossier(dossier)[1]
        account = house.accounts.identified(ANA)
        assert account
        letter = house.letters.of(account.id)[0]
        mail = house.mailbox.all()[0]
        ana.go("/")
        browsers = {
            STRANGER: Browser(house).go("/")._client,
            OWNER: ana._client,
            OTHER: signed_in(house, BORIS)._client,
        }
        for client in browsers.values():
            client.follow_redirects = False
        places = {
            "procedure": "jardin",
            "dossier": dossier,
            "screen": "projet",
            "action": "retirer",
            "name": "recu",
            "digest": next(iter(state.files.values()))[0].digest,
            "letter": letter.id,
            "mail": mail.id,
            "paper": mail.attached[0].paper,
        }
        yield Town(house, places, browsers)


def placed(town: Town, path: str) -> Town:
    """`{name}` is a document of a dossier, and elsewhere a link's."""
    if not path.startswith("/lien/"):
        return town
    account = town.house.accounts.identified(ANA)
    assert account
    link = town.house.links.draw(RESET, account.id).rpartition("/")[2]
    return Town(town.house, {**town.places, "name": link}, town.browsers)


def differing(app: Router) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What is answered without an expectation, and expected without an answer."""
    found = methods_of(app)
    return found - MATRIX.keys(), MATRIX.keys() - found


def test_every_address_is_in_the_matrix(town: Town) -> None:
    assert differing(application(town.house)) == (set(), set())


def test_control_a_new_route_is_missed(town: Town) -> None:
    new = Route("/nouveau", Access.ANYONE, lambda ask: ask.form, lambda ask: ask.form)  # type: ignore[arg-type,return-value]
    others = (route for route in ROUTES if route.path != "/")
    app = application(town.house, (*others, new))
    assert differing(app) == (
        {("GET", "/nouveau"), ("POST", "/nouveau")},
        {("GET", "/"), ("POST", "/")},
    )


@pytest.mark.parametrize("who", [STRANGER, OWNER, OTHER])
def test_the_matrix_holds(town: Town, who: str) -> None:
    """The sign-out comes last: nobody may be asked anything after it."""
    wrong = []
    for key in sorted(MATRIX, key=lambda key: key == ("POST", "/deconnexion")):
        method, path = key
        expected = MATRIX[key][(STRANGER, OWNER, OTHER).index(who)]
        answer = placed(town, path).sent(who, method, path)
        if not is_as(answer, expected):
            wrong.append((who, *key, expected, answer.status_code, answer.headers.get("location")))
        if who != OWNER and not path.startswith(("/courriels", "/demonstration")):
            assert SHOWN not in answer.text, (who, *key)
            assert SHOWN.encode() not in answer.content
    assert not wrong


def is_as(answer: Any, expected: int | str) -> bool:
    """A page of that status, or a way to that place."""
    if isinstance(expected, int):
        return bool(answer.status_code == expected)
    place = answer.headers.get("location", "")
    is_there = place == expected or (expected != "/" and place.startswith(expected))
    return bool(answer.status_code == 303 and is_there)


def test_control_a_door_left_open_is_seen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the owner's comparison, the matrix finds what another person then reads."""
    monkeypatch.setattr("parcours.portal.gate._owner_refusal", lambda _ask: None)
    answer = town.sent(OTHER, "GET", "/dossier/{dossier}")
    assert answer.status_code == 200
    assert SHOWN in town.sent(OTHER, "GET", "/dossier/{dossier}").text


def test_another_s_is_as_if_it_were_not_there(town: Town) -> None:
    """Word for word, but for the names of the request and of the page."""
    others = town.sent(OTHER, "GET", "/dossier/{dossier}")
    nobodys = town.browsers[OTHER].get("/dossier/" + "A" * 22)
    assert (others.status_code, nobodys.status_code) == (404, 404)

    def told(answer: Any) -> str:
        text = str(answer.text)
        for name in (answer.headers["x-request-id"], town.places["dossier"], "A" * 22):
            text = text.replace(name, "")
        return text.partition("<h1>")[2]

    assert told(others) == told(nobodys)


def test_a_stranger_cannot_tell_what_is_there_from_what_is_not(town: Town) -> None:
    """Signing in is asked for whatever the address names; nothing is looked for before."""
    stranger = town.browsers[STRANGER]
    draft = begun(Browser(town.house))  # another browser's, and no account's
    for method, path in MATRIX:
        for part in ("dossier", "letter"):
            if f"{{{part}}}" not in path or path.startswith("/demonstration"):
                continue
            told = []
            for one in (town.places[part], draft, "A" * 22, "~"):
                there = Town(town.house, {**town.places, part: one}, {STRANGER: stranger})
                answer = there.sent(STRANGER, method, path)
                place = answer.headers["location"].replace(one, "")
                told.append((answer.status_code, place, answer.text))
            assert len(set(told)) == 1, (method, path, told)
            assert told[0][0] == 303


def test_what_belongs_to_one_dossier_is_not_had_through_another(town: Town) -> None:
    boris = town.browsers[OTHER]
    boris.follow_redirects = True
    browser = Browser(town.house)
    browser._client = boris
    mine = begun(browser)
    boris.follow_redirects = False
    for path in ("document/{name}", "fichier/{digest}", "action/{action}"):
        answer = boris.get(f"/dossier/{mine}/{path}".format(**town.places))
        assert answer.status_code in (404, 409), path
        assert SHOWN not in answer.text


def test_a_session_of_another_account_cannot_be_ended(town: Town) -> None:
    ana = town.house.accounts.identified(ANA)
    assert ana
    (session,) = town.house.sessions.of_account(ana.id)
    boris = town.browsers[OTHER]
    token = town.house.sessions.token(boris.cookies["parcours"])
    boris.post("/compte/reglages", data={TOKEN: token, "_do": f"end:{session.digest}"})
    assert town.house.sessions.of_account(ana.id) == [session]


def test_an_anonymous_draft_is_its_browser_s(tmp_path: Path) -> None:
    with garden(tmp_path) as house:
        first = Browser(house)
        dossier = begun(first)
        assert first.go(f"/dossier/{dossier}").status == 200
        assert Browser(house).go(f"/dossier/{dossier}").path == SIGN_IN
        assert signed_in(house).go(f"/dossier/{dossier}").status == 404


def test_outside_a_demonstration_nobody_reads_the_mails(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.portal.settings.Settings.is_demonstration", False)
    for method, path in MATRIX:
        if path.startswith(("/courriels", "/demonstration")):
            for who in town.browsers:
                assert town.sent(who, method, path).status_code == 404
