"""Two tabs, two clicks, the Back button: nothing is done twice, and nobody’s words are lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from parcours.engine.dossier import commands as do
from parcours.engine.page.page import Page
from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.renderings import plain
from parcours.portal.repeats import LASTS, Repeats
from parcours.portal.views import ONCE, VERSION
from parcours.tests.portal_browser import ADDRESS, Browser
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    answered,
    begun,
    clock,
    filed,
    own_house,
    signed_in,
)

__all__ = ["clock", "own_house"]


def test_two_tabs_give_a_choice(house: House) -> None:
    first = signed_in(house)
    dossier = begun(first)
    second = first.tab()
    first.press("Enregistrer et quitter", {**ANSWERS, "motif": "Des tomates"})
    second.press("Continuer", {**ANSWERS, "motif": "Des courges\n\net des fèves"})
    assert second.status == 409
    assert second.read.heading == "Que voulez-vous garder ?"
    assert "Des tomates" in second.read.words
    assert "Des courges" in second.read.words
    assert "Votre nom" not in second.read.words  # the same in both
    assert answered(house, dossier)["motif"] == "Des tomates"
    kept = second.tab().go(second.read.link("Reprendre ce qui est enregistré"))
    assert kept.holds("motif") == "Des tomates"
    second.press("Garder ce que je viens")
    assert answered(house, dossier)["motif"] == "Des courges et des fèves"
    assert second.path == f"/dossier/{dossier}/ecran/plan" or second.read.heading == "Votre plan"


@pytest.mark.parametrize("button", ["Continuer", "Enregistrer et quitter"])
def test_a_tab_that_saves_between_the_look_and_the_writing_gives_the_choice(
    house: House, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    store = house.runtime.store
    came: list[object] = []
    append = store.append

    def slips_in(*told: Any) -> int:
        if not came:
            came.append(told)
            save = (dossier, "projet", {"motif": "Des navets"})
            with ThreadPoolExecutor(1) as other:  # another thread, as another request is
                other.submit(house.runtime.answer, *save).result()
        return append(*told)

    monkeypatch.setattr(store, "append", slips_in)
    browser.press(button, {**ANSWERS, "motif": "Des courges"})
    assert (browser.status, browser.read.heading) == (409, "Que voulez-vous garder ?")
    assert answered(house, dossier) == {**ANSWERS, "motif": "Des navets"}


def answered_in_two_tabs(house: House) -> tuple[str, Browser, Browser]:
    """A first screen kept, and shown again in both."""
    first = signed_in(house)
    dossier = begun(first)
    first.press("Enregistrer et quitter", ANSWERS)
    first.go(f"/dossier/{dossier}/ecran/projet")
    return dossier, first, first.tab()


def test_what_a_tab_did_not_change_says_nothing(house: House) -> None:
    """Nobody is asked about what only the other tab answered, and it stands."""
    dossier, first, second = answered_in_two_tabs(house)
    first.press("Enregistrer et quitter", {"motif": "Des navets", "saison": "automne"})
    second.press("Enregistrer et quitter", {"nom": "Ana Sow"})
    assert second.status == 200, second.read.words
    assert answered(house, dossier) == {
        "nom": "Ana Sow",
        "motif": "Des navets",
        "saison": "automne",
    }


def test_what_is_not_in_question_is_kept_whatever_is_chosen(house: House) -> None:
    dossier, first, second = answered_in_two_tabs(house)
    first.press("Enregistrer et quitter", {"motif": "Des navets"})
    second.press("Continuer", {"nom": "Ana Sow", "motif": "Des courges"})
    assert (second.status, second.read.heading) == (409, "Que voulez-vous garder ?")
    assert "Votre nom" not in second.read.words
    second.follow("Reprendre ce qui est enregistré")
    assert (second.holds("nom"), second.holds("motif")) == ("Ana Sow", "Des navets")
    assert answered(house, dossier) == {**ANSWERS, "nom": "Ana Sow", "motif": "Des navets"}


def test_what_a_tab_kept_itself_is_still_its_own(house: House) -> None:
    """Kept as one types, then answered otherwise elsewhere: both are words of somebody."""
    first = signed_in(house)
    dossier = begun(first)
    second = first.tab()
    typed = {**second.sends("Continuer", {"motif": "Des courges"}), "_do": "keep"}
    path = f"/dossier/{dossier}/ecran/projet"
    assert second.post(path, typed).status == 204
    house.runtime.answer(dossier, "projet", {"motif": "Des navets"})
    second.post(path, {**typed, "_do": "press"})
    assert (second.status, second.read.heading) == (409, "Que voulez-vous garder ?")
    assert answered(house, dossier)["motif"] == "Des navets"


def keeping(browser: Browser, path: str, **words: str) -> Browser:
    """What its script keeps as one types, of the page as it was drawn."""
    return browser.post(path, {**browser.sends("Continuer", words), "_do": "keep"})


def test_what_is_typed_and_taken_back_is_taken_back(house: House) -> None:
    """A page whose words were kept as one typed, put as they were when it was drawn."""
    browser = signed_in(house)
    dossier = begun(browser)
    path = f"/dossier/{dossier}/ecran/projet"
    browser.press("Enregistrer et quitter", ANSWERS)
    browser.go(path)
    assert keeping(browser, path, motif="Des courges").status == 204
    assert answered(house, dossier)["motif"] == "Des courges"
    assert keeping(browser, path).status == 204
    assert answered(house, dossier) == ANSWERS


def test_what_came_before_what_a_page_kept_stands_too(house: House) -> None:
    """Another tab's words, between the drawing of this page and what its script kept first."""
    browser = signed_in(house)
    dossier = begun(browser)
    path = f"/dossier/{dossier}/ecran/projet"
    browser.press("Enregistrer et quitter", ANSWERS)
    browser.go(path)
    house.runtime.answer(dossier, "projet", {"motif": "Des navets"})
    for name in ("Ana S", "Ana Sow", "Ana Diallo"):
        assert keeping(browser, path, nom=name).status == 204
        assert answered(house, dossier) == {**ANSWERS, "nom": name, "motif": "Des navets"}


def test_the_choice_is_asked_again_if_it_changed_again(house: House) -> None:
    first = signed_in(house)
    begun(first)
    second = first.tab()
    first.press("Enregistrer et quitter", ANSWERS)
    second.press("Continuer", {**ANSWERS, "motif": "Des courges"})
    third = second.tab()
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
        told = {**sent, "_do": "keep", "motif": motif}
        answer = browser._client.post(f"/dossier/{dossier}/ecran/projet", data=told)
        assert answer.status_code == 204
    browser.press("Continuer", ANSWERS)
    assert browser.status == 200
    assert answered(house, dossier) == ANSWERS


def test_the_same_words_in_two_tabs_are_no_conflict(house: House) -> None:
    first = signed_in(house)
    begun(first)
    second = first.tab()
    first.press("Enregistrer et quitter", ANSWERS)
    assert second.press("Continuer", {**ANSWERS, "nom": " Ana Diallo "}).status == 200


def test_what_changed_elsewhere_in_the_dossier_is_no_conflict(house: House) -> None:
    first = signed_in(house)
    dossier = begun(first)
    first.press("Continuer", ANSWERS)
    second = first.tab().go(f"/dossier/{dossier}/ecran/projet")
    first.press("Joindre", files={"_files.plan": ("a.pdf", PDF)})
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
    begun(browser)  # a page drawn again begins another, once its person has said so
    assert len(house.runtime.records.requests(owner=account.owner).lines) == 2


def test_simultaneous_clicks_file_once(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    sent = browser.sends("Déposer", {"_tick.sincerite": "1"})
    path, headers = browser.path, {"cookie": f"parcours={browser.cookie}", "origin": ADDRESS}
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
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    ticked = {"_tick.sincerite": "1"}
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
