"""When things go wrong: what is said, what is kept, and what is never done twice."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from parcours import Folder, check
from parcours.engine.dossier import commands as do
from parcours.engine.page.page import Page
from parcours.portal.app import SMALL, application
from parcours.portal.errors import TOLD
from parcours.portal.gate import refused
from parcours.portal.house import House
from parcours.portal.keys import digest
from parcours.portal.renderings import plain
from parcours.portal.repeats import LASTS, Repeats
from parcours.portal.sessions import GRAIN, IDLE
from parcours.portal.stashes import LASTS as STASHED
from parcours.portal.stashing import NOTICE, secrets
from parcours.portal.uploads import TOO_MUCH
from parcours.portal.views import ONCE, TOKEN, VERSION
from parcours.tests.portal_browser import ADDRESS, Browser, Clock
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    BORIS,
    PASSWORD,
    answered,
    begun,
    dossier_of,
    filed,
    garden,
    signed_in,
)

LARGEST = 300_000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with garden(tmp_path, clock, largest_request=LARGEST) as found:
        yield found


def cookie(browser: Browser) -> str:
    return str(browser._client.cookies.get("parcours") or "")


def read(sentence: str) -> str:
    """As a reader of pages gives it: blanks of every kind are one."""
    return " ".join(sentence.split())


def holds(browser: Browser, name: str) -> str:
    """What that control of the page holds."""
    controls = (one for form in browser.read.forms for one in form.controls)
    return next(one.value for one in controls if one.name == name)


def again(browser: Browser) -> Browser:
    """Another tab of the same browser."""
    tab = Browser(browser.house)
    tab._client = browser._client
    return tab.go(browser.path)


# What is said


@pytest.mark.parametrize("status", sorted(TOLD))
def test_each_error_has_its_page(
    house: House, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    client = TestClient(application(house), base_url=ADDRESS)
    if status == 404:
        answer: Any = client.get("/nulle-part")
    elif status == 405:
        answer = client.put("/")
        assert answer.headers["allow"]
    else:
        app = application(house)
        app.routes.insert(0, _failing(house, status))
        answer = TestClient(app, base_url=ADDRESS).get("/panne")
    title, cure = TOLD[status]
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert read(cure) in read(answer.text)
    assert answer.headers["x-request-id"] in answer.text
    assert 'href="/"' in answer.text
    assert "Traceback" not in answer.text


def _failing(house: House, status: int) -> Any:
    async def failing(request: Any) -> Any:
        return await run_in_threadpool(refused, house, request, status)

    return Route("/panne", failing)


def test_a_fault_keeps_what_was_typed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(house)
    begun(browser)
    page = browser.path

    def broken(*_told: object) -> None:
        raise RuntimeError("le mot de passe est 1234")

    with monkeypatch.context() as patched:
        patched.setattr("parcours.portal.dossiers.overwritten", broken)
        browser.press("Continuer", ANSWERS)
    assert browser.status == 500
    assert "1234" not in browser.text
    assert "demi-heure" in browser.read.words
    browser.follow("Revenir à la page")
    assert browser.path.startswith(page)
    assert (holds(browser, "nom"), holds(browser, "motif")) == ("Ana Diallo", "Des tomates")
    assert not answered(house, dossier_of(browser))
    browser.press("Continuer")
    assert answered(house, dossier_of(browser)) == ANSWERS


def test_when_the_tables_fail_there_is_a_page_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(house)

    def broken(*_told: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(type(house.tables), "row", broken)
    monkeypatch.setattr(type(house.tables), "rows", broken)
    assert browser.go("/").status == 200
    assert browser.go("/readyz").status == 503
    assert browser.go("/healthz").status == 200
    assert browser.go("/mot-de-passe-oublie").status == 200
    answer = browser.go("/lien/abc")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


# What is too heavy


def test_a_heavy_form_loses_its_files_alone(house: House) -> None:
    """Everything that was typed is read and kept, wherever in the form it stands."""
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"files.plan": ("grand.pdf", PDF + bytes(LARGEST))})
    assert browser.status == 422
    assert read(TOO_MUCH) in browser.read.words
    assert not house.runtime.dossier(dossier)[1].files.get("plan")
    browser.press("Joindre", files={"files.plan": ("petit.pdf", PDF)})
    assert "petit.pdf" in browser.read.words


def test_a_form_beyond_all_measure(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"files.plan": ("énorme.pdf", bytes(5 * LARGEST))})
    assert browser.status == 413
    assert "gardé" in browser.read.words
    assert answered(house, dossier) == ANSWERS


def test_files_are_not_even_kept_of_who_may_not_send_any(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(house)
    path = f"/dossier/{begun(browser)}/ecran/plan"
    browser.press("Continuer", ANSWERS)
    sizes: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        "parcours.portal.gate._sent",
        lambda ask, _route: (_ for _ in ()).throw(
            _Seen(sizes, [(one.size, one.is_whole) for _name, one in ask.form.files])
        ),
    )
    sent = {TOKEN: "x", **browser.sends("Joindre")}
    heavy = PDF + bytes(SMALL)
    files = {"files.plan": ("a.pdf", heavy)}
    browser._client.post(path, data=sent, files=files)
    TestClient(application(house), base_url=ADDRESS).post(path, data=sent, files=files)
    browser._client.post("/", data=sent, files=files)
    assert sizes == [(len(heavy), True), (0, False), (0, False)]


class _Seen(Exception):
    def __init__(self, kept: list[Any], seen: list[Any]) -> None:
        kept += seen


# A session lost


@pytest.mark.parametrize("why", ["left alone", "ended elsewhere", "signed out in another tab"])
def test_a_lost_session_gives_back_what_was_typed(house: House, clock: Clock, why: str) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    screen = f"/dossier/{dossier}/ecran/projet"
    tab = again(browser)
    match why:
        case "left alone":
            clock.forward(IDLE + 2 * GRAIN)
        case "ended elsewhere":
            house.sessions.end(digest(cookie(browser)))
        case _:
            tab.go("/deconnexion").press("Se déconnecter")
    browser.press("Continuer", ANSWERS)
    assert browser.path == "/connexion"
    assert not answered(house, dossier)
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == screen
    assert read(NOTICE) in browser.read.words
    assert (holds(browser, "nom"), holds(browser, "motif")) == ("Ana Diallo", "Des tomates")
    assert not answered(house, dossier)  # shown, and kept by who presses the button
    assert not house.tables.rows("select * from stashes")
    browser.press("Continuer")
    assert answered(house, dossier) == ANSWERS


def test_a_tab_from_before_the_sign_in_loses_nothing(house: House) -> None:
    browser = Browser(house)
    dossier = begun(browser)
    tab = again(browser)
    tab.go("/connexion").press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    browser.press("Continuer", ANSWERS)
    assert browser.path == f"/dossier/{dossier}/ecran/projet"
    assert browser.status == 200
    assert holds(browser, "nom") == "Ana Diallo"
    browser.press("Continuer")
    assert answered(house, dossier) == ANSWERS


def test_what_was_kept_is_its_person_s_alone(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    (row,) = house.tables.rows("select * from stashes")
    assert cookie(browser) not in str(row)
    browser.press("Se connecter", {"identifier": BORIS, "password": PASSWORD})
    assert browser.status == 404
    assert "Des tomates" not in browser.text
    ana = signed_in(house)
    assert "Des tomates" not in ana.go(f"/dossier/{dossier}/ecran/projet").text


def test_what_was_kept_does_not_last(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    assert house.stashes.sweep() == 0
    clock.forward(STASHED + timedelta(seconds=1))
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert "Des tomates" not in browser.text
    assert house.stashes.sweep() == 0  # erased when it was looked for


def test_what_is_kept_is_bounded(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", {**ANSWERS, "motif": "x" * 150_000})
    assert not house.tables.rows("select * from stashes")
    for _time in range(3):
        other = signed_in(house)
        begun(other)
        clock.forward(IDLE + 2 * GRAIN)
        other.press("Continuer", ANSWERS)
        other.go("/connexion")
    assert len(house.tables.rows("select * from stashes")) == 3


def test_a_secret_is_never_kept(root: Path) -> None:
    checked, _report = check(Folder(root / "procedures"), "account.yaml")
    assert checked
    assert secrets(checked.procedure) == {"mot_de_passe"}


def test_what_is_secret_is_left_out(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.portal.stashing.secrets", lambda _procedure: {"motif"})
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    (row,) = house.tables.rows("select * from stashes")
    assert ANSWERS["nom"] in row["form"]
    assert ANSWERS["motif"] not in row["form"]
    assert TOKEN not in row["form"]


# Two tabs


def test_two_tabs_give_a_choice(house: House) -> None:
    first = signed_in(house)
    dossier = begun(first)
    second = again(first)
    first.press("Enregistrer et quitter", {**ANSWERS, "motif": "Des tomates"})
    second.press("Continuer", {**ANSWERS, "motif": "Des courges\n\net des fèves"})
    assert second.status == 409
    assert second.read.heading == "Que voulez-vous garder ?"
    assert "Des tomates" in second.read.words
    assert "Des courges" in second.read.words
    assert "Votre nom" not in second.read.words  # the same in both
    assert answered(house, dossier)["motif"] == "Des tomates"
    kept = again(second).go(second.read.link("Reprendre ce qui est enregistré"))
    assert holds(kept, "motif") == "Des tomates"
    second.press("Garder ce que je viens")
    assert answered(house, dossier)["motif"] == "Des courges et des fèves"
    assert second.path == f"/dossier/{dossier}/ecran/plan" or second.read.heading == "Votre plan"


def test_the_choice_is_asked_again_if_it_changed_again(house: House) -> None:
    first = signed_in(house)
    begun(first)
    second = again(first)
    first.press("Enregistrer et quitter", ANSWERS)
    second.press("Continuer", {**ANSWERS, "motif": "Des courges"})
    third = again(second)
    third.press("Enregistrer et quitter", {"motif": "Des navets"})
    second.press("Garder ce que je viens")
    assert second.status == 409
    assert "Des navets" in second.read.words


def test_one_tab_is_never_asked(house: House) -> None:
    """Saving, being refused, going back, saving again: nobody else wrote."""
    browser = signed_in(house)
    dossier = begun(browser)
    page = browser.path
    browser.press("Continuer", {"nom": "Ana", "motif": ""})
    assert browser.status == 422
    browser.press("Continuer", {"nom": "Anna", "motif": "a", "saison": "automne"})
    assert browser.status == 200
    browser.go(f"/dossier/{dossier}/ecran/projet")
    browser.press("Continuer", {"nom": "Hannah"})
    assert browser.status == 200
    assert answered(house, dossier)["nom"] == "Hannah"
    assert page


def test_a_page_that_saves_itself_knows_of_it(house: House) -> None:
    """One drawing of the page sends many forms: what it saved before is its own."""
    browser = signed_in(house)
    dossier = begun(browser)
    sent = browser.sends("Continuer", ANSWERS)
    for motif in ("Des t", "Des tom", "Des tomates"):
        told = {**sent, "do": "keep", "motif": motif}
        answer = browser._client.post(f"/dossier/{dossier}/ecran/projet", data=told)
        assert answer.status_code == 204
    browser.press("Continuer", ANSWERS)
    assert browser.status == 200
    assert answered(house, dossier) == ANSWERS


def test_the_same_words_in_two_tabs_are_no_conflict(house: House) -> None:
    first = signed_in(house)
    begun(first)
    second = again(first)
    first.press("Enregistrer et quitter", ANSWERS)
    assert second.press("Continuer", {**ANSWERS, "nom": " Ana Diallo "}).status == 200


def test_what_changed_elsewhere_in_the_dossier_is_no_conflict(house: House) -> None:
    first = signed_in(house)
    dossier = begun(first)
    first.press("Continuer", ANSWERS)
    second = again(first).go(f"/dossier/{dossier}/ecran/projet")
    first.press("Joindre", files={"files.plan": ("a.pdf", PDF)})
    assert second.press("Continuer", {"nom": "Anna"}).status == 200
    assert answered(house, dossier)["nom"] == "Anna"


def test_a_form_that_tells_no_version_is_obeyed(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    for version in ("", "-1", "²", "9" * 30):
        sent = {**browser.sends("Enregistrer et quitter", ANSWERS), VERSION: version}
        answer = browser._client.post(f"/dossier/{dossier}/ecran/projet", data=sent)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" a ", "a"),
        ({"day": "", "month": " "}, ""),
        ({"day": "1", "month": ""}, {"day": "1"}),
        ([{}, {"a": "x"}, ""], [{"a": "x"}]),
        ([], ""),
    ],
)
def test_two_ways_of_leaving_a_box_alone(raw: Any, expected: object) -> None:
    assert plain(raw) == expected


# Twice


def test_a_double_click_begins_one_request(house: House) -> None:
    browser = signed_in(house)
    browser.go("/demarche/jardin")
    sent = browser.sends("Commencer")
    places = [
        browser._client.post("/demarche/jardin", data=sent, follow_redirects=False).headers[
            "location"
        ]
        for _click in range(2)
    ]
    assert places[0] == places[1]
    account = house.accounts.identified(ANA)
    assert account
    assert len(house.runtime.records.requests(owner=account.owner).lines) == 1
    browser.go("/demarche/jardin").press("Commencer")  # a page drawn again begins another
    assert len(house.runtime.records.requests(owner=account.owner).lines) == 2


def test_simultaneous_clicks_file_once(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"files.plan": ("plan.pdf", PDF)})
    sent = browser.sends("Déposer", {"tick.sincerite": "1"})
    path, headers = browser.path, {"cookie": f"parcours={cookie(browser)}", "origin": ADDRESS}
    app = application(house)
    barrier = threading.Barrier(4)

    def clicked(_number: int) -> tuple[int, str]:
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        barrier.wait()
        address = f"/dossier/{dossier}/ecran/relecture"
        answer = client.post(address, data=sent, headers=headers)
        return answer.status_code, answer.headers.get("location", "")

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(clicked, range(4)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 303
    assert path
    events = [type(one.event).__name__ for one in house.runtime.history(dossier)]
    assert events.count("Filed") == 1
    assert len(house.mailbox.all()) == 1


def test_going_back_after_filing_harms_nothing(house: House) -> None:
    """Pages kept by the browser are sent again: nothing changes, and one sees where things are."""
    browser = signed_in(house)
    dossier = begun(browser)
    first = (f"/dossier/{dossier}/ecran/projet", browser.sends("Continuer", {**ANSWERS}))
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"files.plan": ("plan.pdf", PDF)})
    ticked = {"tick.sincerite": "1"}
    last = (f"/dossier/{dossier}/ecran/relecture", browser.sends("Déposer", ticked))
    browser.press("Déposer", ticked)
    before = house.runtime.history(dossier)
    for path, sent in (first, last):
        for changed in ({}, {ONCE: "autre"}, {"nom": "Autre"}):
            answer = browser.post(path, {**sent, **changed})
            assert answer.status == 200, (path, changed)
            assert answer.path.startswith(f"/dossier/{dossier}")
    assert house.runtime.history(dossier) == before


def test_a_key_drawn_for_something_else_shows_where_things_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An action's page was kept by the browser; its person changes their words and sends it."""
    browser = signed_in(house)
    dossier = filed(browser)
    browser.go(f"/dossier/{dossier}/action/retirer")
    sent = browser.sends("Retirer", {"raison": "Je déménage"})
    path = f"/dossier/{dossier}/action/retirer"
    told = do.Act("retirer", "applicant", {"raison": "Autre"}, {})
    house.runtime.handle(dossier, told, str(sent[ONCE][0]))
    monkeypatch.setattr("parcours.portal.actions.offered", lambda *_told: _retirer())
    answer = browser.post(path, sent)
    assert (answer.status, answer.path) == (200, f"/dossier/{dossier}")


def _retirer() -> Page:
    """The page as it was when the action could still be done."""
    return Page("action", "retirer", "jardin", "", "Retirer")


def test_repeats_are_of_the_last_thing_sent() -> None:
    """Saving A, B, then A again leaves A."""
    now = [0.0]
    repeats, done = Repeats(lambda: now[0]), []

    def sent(told: str, status: int = 303) -> Any:
        def act() -> Response:
            done.append(told)
            return Response(status_code=status, headers={"location": told})

        return repeats.once("page", told, act)

    for told in ("A", "A", "B", "A", "A"):
        assert sent(told).headers["location"] == told
    assert done == ["A", "B", "A"]
    now[0] += LASTS + 1
    sent("A")
    sent("C", 200)
    sent("C", 200)
    assert done == ["A", "B", "A", "A", "C", "C"]


def test_a_first_click_that_fails_leaves_the_second_its_chance() -> None:
    repeats, tries = Repeats(), []

    def act() -> Response:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError
        return Response(status_code=303)

    with pytest.raises(RuntimeError):
        repeats.once("page", "A", act)
    assert repeats.once("page", "A", act).status_code == 303
    assert len(tries) == 2


def test_repeats_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcours.portal.repeats.MOST", 10)
    repeats = Repeats()
    for number in range(50):
        repeats.once(f"page {number}", "A", lambda: Response(status_code=303))
    assert len(repeats._turns) <= 11
