"""A request whose journal is damaged: a fault of the portal's, told as one, that stops no other."""

import logging
import sqlite3
from contextlib import closing

import pytest

from parcours.portal.house import House
from parcours.tests.portal_browser import Browser
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import ANSWERS, at_first, clock, dossier_of, own_house, signed_in

__all__ = ["clock", "own_house"]

NOTHING = '{"v": 1, "type": "nothing", "at": "2026-01-01T00:00:00+00:00"}'


def damaged(house: House, dossier: str) -> None:
    """An event that no version knows, in the middle."""
    with closing(sqlite3.connect(house.settings.data / "dossiers" / "dossiers.db")) as db, db:
        query = "update entries set event = ? where dossier = ? and seq = 2"
        assert db.execute(query, (NOTHING, dossier)).rowcount == 1
    house.runtime._loading.forget(dossier)


def saved(browser: Browser) -> str:
    """The dossier of a draft that holds something."""
    dossier = dossier_of(at_first(browser, "jardin"))
    browser.press("Enregistrer et quitter", ANSWERS)
    return dossier


def test_its_person_is_not_told_to_mend_it_and_its_operator_is(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    browser = signed_in(house)
    dossier = saved(browser)
    damaged(house, dossier)
    with caplog.at_level(logging.ERROR, "parcours.portal"):
        browser.go(f"/dossier/{dossier}")
    assert (browser.status, browser.read.heading) == (500, "Une erreur est arrivée de notre côté")
    assert dossier not in browser.read.words
    assert [one.message for one in caplog.records] == ["fault"]


def test_a_file_that_is_gone_is_a_fault_too(house: House) -> None:
    browser = signed_in(house)
    dossier = dossier_of(at_first(browser, "jardin"))
    browser.press("Continuer", ANSWERS)
    assert house.runtime.attach(dossier, "plan", "a.pdf", "application/pdf", PDF, 9_999).is_accepted
    ((file,),) = house.runtime.dossier(dossier)[1].files.values()
    address = f"/dossier/{dossier}/fichier/{file.digest}"
    assert browser.go(address).status == 200
    for kept in (house.settings.data / "dossiers" / "files").rglob("*"):
        if kept.is_file():
            kept.unlink()
    assert browser.go(address).status == 500


def test_a_browser_whose_draft_is_damaged_may_begin_another(house: House) -> None:
    browser = Browser(house)
    dossier = saved(browser)
    assert browser.go("/").read.link("Reprendre") == f"/dossier/{dossier}"
    damaged(house, dossier)
    assert browser.go("/").status == 200
    assert dossier not in browser.text
    browser.go("/demarche/jardin").press("Commencer")
    assert (browser.status, browser.read.heading) == (200, "Votre projet")
    assert dossier_of(browser) != dossier
