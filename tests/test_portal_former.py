"""A procedure opened again while a draft of it is there: its person is asked which they mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.keys import digest
from parcours.portal.views import ANEW, day
from parcours.tests.portal_browser import Browser, Clock, opened
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    BORIS,
    GARDEN,
    PASSWORD,
    clock,
    dossier_of,
    filed,
    join,
    own_house,
    planted,
    signed_in,
)
from parcours.tests.portal_people import SPOUSE, account_of
from parcours.tests.portal_people import signed_in as signed_in_resident
from parcours.tests.portal_reading import as_read

__all__ = ["clock", "own_house"]

ASKED = "Reprendre votre brouillon ?"
RESUMED, ANEW_BUTTON = "Reprendre ce brouillon", "Commencer une nouvelle demande"
BRICK = "Je demande ou renouvelle un titre de séjour"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[House]:
    """The shipped procedures, and a spouse who came with a visa."""
    with opened(tmp_path) as found:
        account_of(found, SPOUSE.identifier)
        yield found


def kept(house: House) -> list[str]:
    """Every dossier there is."""
    return sorted(one.dossier for one in house.runtime.records.requests(limit=99).lines)


def begins(browser: Browser) -> Browser:
    return browser.go("/demarche/jardin").press("Commencer")


@pytest.mark.parametrize("who", ["account", "browser"])
def test_a_draft_is_resumed_or_left_beside_another(house: House, clock: Clock, who: str) -> None:
    browser = signed_in(house) if who == "account" else Browser(house)
    first = dossier_of(begins(browser))
    began = house.runtime.dossier(first)[1].opened
    assert began
    browser.press("Continuer", ANSWERS)
    clock.forward(timedelta(minutes=3))
    begins(browser)
    assert (browser.status, browser.read.heading) == (409, ASKED)
    assert as_read(f"commencé le {day(began)}.") in browser.read.words
    assert kept(house) == [first]  # nothing has begun
    assert browser.read.link(RESUMED) == f"/dossier/{first}"
    assert browser.follow(RESUMED).read.heading == "Votre plan"
    begins(browser).press(ANEW_BUTTON)
    second = dossier_of(browser)
    assert kept(house) == sorted([first, second])
    assert browser.read.heading == "Votre projet"
    assert not house.runtime.dossier(second)[1].answers
    assert house.runtime.dossier(first)[1].answers  # the other one stays as it was
    assert begins(browser).read.link(RESUMED) == f"/dossier/{second}"


def test_one_is_asked_of_their_own_drafts_alone(house: House) -> None:
    begins(signed_in(house, ANA))
    begins(Browser(house))
    assert begins(signed_in(house, BORIS)).status == 200
    assert begins(Browser(house)).status == 200


def test_a_draft_of_another_procedure_is_another_matter(tmp_path: Path) -> None:
    orchard = GARDEN.replace("procedure: jardin", "procedure: verger")
    with opened(tmp_path, procedures=planted(tmp_path, GARDEN, orchard)) as house:
        join(house, ANA, "Ana")
        for browser in (Browser(house), signed_in(house)):
            begins(browser)
            assert browser.go("/demarche/verger").press("Commencer").status == 200
            assert begins(browser).status == 409


def test_what_is_filed_is_no_draft(house: House) -> None:
    browser = signed_in(house)
    filed(browser)
    assert begins(browser).read.heading == "Votre projet"


def test_a_draft_of_this_browser_is_one_s_own_after_signing_in(house: House) -> None:
    browser = Browser(house)
    first = dossier_of(begins(browser).press("Continuer", ANSWERS))
    browser.go("/connexion").press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert begins(browser).read.link(RESUMED) == f"/dossier/{first}"


def oriented(browser: Browser) -> Browser:
    """Up to the page that offers the procedure found."""
    browser.go("/").press(BRICK)
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    browser.press("Continuer", {"entree": "visa"})
    return browser.press("Je commence", {"profil": "famille_visa"})


def test_what_the_orientation_answered_goes_on_with_who_begins_anew(portal: House) -> None:
    browser = signed_in_resident(portal, SPOUSE.identifier)
    oriented(browser).press("Je commence", {"lien": "conjoint"}).press("Commencer")
    first = dossier_of(browser)
    oriented(browser).press("Je commence", {"lien": "partenaire"})
    orientation = dossier_of(browser)
    before = kept(portal)
    browser.press("Commencer")
    assert (browser.status, browser.read.heading) == (409, ASKED)
    assert kept(portal) == before == sorted([first, orientation])
    assert browser.read.link(RESUMED) == f"/dossier/{first}"
    browser.press(ANEW_BUTTON)
    second = dossier_of(browser)
    assert browser.read.heading == "Avant de commencer"
    assert kept(portal) == sorted([first, second])  # the orientation has served
    links = {one: portal.runtime.dossier(one)[1].answers["lien"] for one in (first, second)}
    assert links == {first: "conjoint", second: "partenaire"}
    entries = {portal.runtime.dossier(one)[1].answers["entree"] for one in (first, second)}
    assert entries == {"visa"}


def test_a_session_lost_on_that_page_leaves_nothing_to_give_back(portal: House) -> None:
    """It holds a choice, and nothing that was typed: signing in leads to where the choice is."""
    browser = signed_in_resident(portal, SPOUSE.identifier)
    oriented(browser).press("Je commence", {"lien": "conjoint"}).press("Commencer")
    oriented(browser).press("Je commence", {"lien": "conjoint"})
    sent = browser.press("Commencer").sends(ANEW_BUTTON)
    assert sent[ANEW] == ["1"]
    portal.sessions.end(digest(browser.cookie))
    browser.press(ANEW_BUTTON)
    assert browser.path == "/connexion"
    assert not portal.tables.rows("select * from stashes")


def test_the_way_in_and_the_account_begin_without_a_question(portal: House) -> None:
    browser = Browser(portal)
    for _time in range(2):
        assert browser.go("/").press(BRICK).status == 200
        assert browser.go("/").press("Créer mon compte").read.heading.startswith("Votre numéro")
