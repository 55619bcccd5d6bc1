"""A blank screen is drawn once for everybody; what is each person's own is put in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parcours.engine.page.page import Document, Given, Line, Page, Question, Section, Tick
from parcours.portal import screens
from parcours.portal.house import House
from parcours.portal.views import ONCE, TOKEN, VERSION
from parcours.renderers.html.frame import Frame
from parcours.tests.portal_browser import Browser
from parcours.tests.portal_garden import ANA, ANSWERS, BORIS, begun, shared_house, signed_in

__all__ = ["shared_house"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    screens._kept.cache_clear()
    screens._MET.clear()


def own(browser: Browser, dossier: str) -> list[str]:
    """What the page of that person must hold, and no other's."""
    held = [browser.holds(name) for name in (ONCE, TOKEN)]
    return [f"/dossier/{dossier}/ecran/projet", f"_drawing.{held[0]}", *held]


def shared(one: Browser, other: Browser) -> list[str]:
    """What is one's own, and is on the page of the other."""
    told = own(one, begun(one))
    theirs = own(other, begun(other))
    assert all(text in one.text for text in told)
    assert all(text in other.text for text in theirs)
    assert screens._STANDS not in one.text + other.text
    return [text for text in told if text in other.text]


def test_several_are_shown_one_drawing_each_with_what_is_theirs(house: House) -> None:
    ana, boris = signed_in(house, ANA), signed_in(house, BORIS)
    assert shared(ana, boris) == []
    assert screens._kept.cache_info()[:2] == (0, 1)
    assert shared(ana, boris) == []
    assert screens._kept.cache_info()[:2] == (2, 1)
    assert ana.holds(VERSION) == boris.holds(VERSION) == "1"
    boris.press("Continuer", ANSWERS)
    assert (boris.status, boris.path.rpartition("/")[2]) == (200, "plan")


def test_control_what_is_not_put_in_its_place_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above sees a drawing given as it is to the next person."""

    def as_it_is(ask: Any, page: Any, **_told: Any) -> Any:
        found = real(ask, page)
        first.append(found.body)
        found.body = first[0]
        found.headers["content-length"] = str(len(found.body))
        return found

    real, first = screens.drawn_page, list[Any]()
    ana, boris = signed_in(house, ANA), signed_in(house, BORIS)
    monkeypatch.setattr("parcours.portal.dossiers.drawn_page", as_it_is)
    with pytest.raises(AssertionError):
        shared(ana, boris)


def test_what_one_request_alone_is_shown_is_not_kept(house: House) -> None:
    """Its texts and conditions may tell of its person."""
    browser = signed_in(house)
    begun(browser)
    for _time in range(3):
        browser.go(browser.path)
    assert screens._kept.cache_info().currsize == 0


def test_nothing_that_was_answered_or_is_wrong_is_kept(house: House) -> None:
    for browser in (signed_in(house, ANA), signed_in(house, BORIS)):
        begun(browser)
        browser.press("Continuer", {"nom": "Ana Diallo"})
        assert browser.status == 422
        browser.go(browser.path)
        assert "Ana Diallo" in browser.text
    assert screens._kept.cache_info().currsize == 1


QUESTION = Question("nom", "Votre nom", "line", "text")
BLANK = Page("screen", "projet", "jardin", "Jardin", "Projet", questions=(QUESTION,))
LINES = (Line("Nom", "Ana"),)


@pytest.mark.parametrize(
    "more",
    [
        {"errors": (("nom", "Donnez votre nom."),)},
        {"facts": LINES},
        {"review": (Section("projet", "Projet", LINES),)},
        {"given": (Given("recu", "Reçu"),)},
        {"documents": (Document("plan", "Plan", "", is_optional=False, is_complete=True),)},
        {"appeared": ("nom",)},
        {"focus": "enfants.2"},
        {"ticks": (Tick("vrai", "Vrai", is_ticked=True),)},
        {"ticks": (Tick("vrai", "Vrai", error="Cochez."),)},
        {"questions": (replace(QUESTION, raw="Ana"),)},
        {"questions": (replace(QUESTION, shown="Ana", is_verified=True),)},
        {"questions": (replace(QUESTION, error="Donnez votre nom."),)},
    ],
)
def test_what_somebody_began_is_not_blank(more: dict[str, Any]) -> None:
    assert screens._is_blank(BLANK)
    assert not screens._is_blank(replace(BLANK, **more))


def test_what_changes_around_a_screen_is_drawn_anew(house: House) -> None:
    """A message unread, counted in the menu: the drawing of before is not shown again."""
    ana, boris = signed_in(house, ANA), signed_in(house, BORIS)
    shared(ana, boris)
    account = house.accounts.identified(ANA)
    assert account
    house.letters.keep("l", account.id, "d", "Un message", "Bonjour", ())
    before = ana.text
    ana.go(ana.path)
    assert ("non lu" in before, "non lu" in ana.text) == (False, True)
    assert "non lu" not in boris.go(boris.path).text


def test_what_was_met_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "MOST_MET", 2)
    for number in range(9):
        page = replace(BLANK, id=f"s{number}")
        assert not screens._is_met_again(page, Frame("Site"), "/dossier/a")
        assert len(screens._MET) <= 3
    screens._MET.clear()
    met = [screens._is_met_again(BLANK, Frame("Site"), base) for base in "aab"]
    assert met == [False, False, True]


def test_conditions_that_know_of_somebody_are_met_by_nobody_else() -> None:
    """« loyer > salaire », where the salary was answered before: the page holds what it is."""
    for number, base in enumerate("ab"):
        asked = replace(QUESTION, when=[">", ["name", "loyer"], ["number", str(number)]])
        page = replace(BLANK, questions=(asked,))
        assert not screens._is_met_again(page, Frame("Site"), base)
