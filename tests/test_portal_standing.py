"""Where a draft or a request stands: its address, what one may leave, what is told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.sessions import GRAIN, IDLE
from parcours.portal.stashing import NOTICE
from parcours.portal.views import NOTICES
from parcours.tests.portal_browser import Browser, Clock, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    PASSWORD,
    begun,
    clock,
    filed,
    own_house,
    planted,
    signed_in,
)
from parcours.tests.portal_people import PROTECTED, account_of
from parcours.tests.portal_people import signed_in as signed_in_resident
from parcours.tests.portal_reading import as_read

__all__ = ["clock", "own_house"]

SAVE = "Enregistrer et quitter"
NOT_ASKED = as_read(NOTICES["pas_demande"])


def reviewed(browser: Browser) -> str:
    """A draft at its review; its address."""
    dossier = f"/dossier/{begun(browser)}"
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    assert browser.read.heading == "Relisez"
    return dossier


@pytest.mark.parametrize("screen", ["plan", "relecture", "fin", "jamais"])
def test_a_screen_not_reached_leads_to_the_one_that_stands(house: House, screen: str) -> None:
    browser = signed_in(house)
    dossier = f"/dossier/{begun(browser)}"
    answer = browser._client.get(f"{dossier}/ecran/{screen}", follow_redirects=False)
    assert answer.status_code == 303
    browser.go(f"{dossier}/ecran/{screen}")
    assert (browser.path, browser.read.heading) == (f"{dossier}/ecran/projet", "Votre projet")
    assert NOT_ASKED in browser.read.words
    assert NOT_ASKED not in browser.go(dossier).read.words


def test_a_screen_met_has_its_own_address(house: House) -> None:
    browser = signed_in(house)
    dossier = reviewed(browser)
    for screen in ("projet", "plan", "relecture"):
        assert browser.go(f"{dossier}/ecran/{screen}").path == f"{dossier}/ecran/{screen}"
        assert NOT_ASKED not in browser.read.words


@pytest.mark.parametrize("screen", ["projet", "relecture", "jamais"])
def test_of_a_request_every_screen_leads_to_it(house: House, screen: str) -> None:
    browser = signed_in(house)
    dossier = f"/dossier/{filed(browser)}"
    assert browser.go(f"{dossier}/ecran/fin").path == f"{dossier}/ecran/fin"
    browser.go(f"{dossier}/ecran/{screen}")
    assert (browser.path, browser.read.heading) == (dossier, "Demande reçue")


def test_a_lost_session_gives_back_only_what_is_asked(house: House, clock: Clock) -> None:
    """What was typed on a screen that another tab took off the path is not shown elsewhere."""
    browser = signed_in(house)
    dossier = reviewed(browser)
    other = browser.tab().go(f"{dossier}/ecran/plan")
    button = next(one.label for _form, one in other.read.buttons() if "Retirer" in one.label)
    other.press(button)  # the review is out of reach again
    clock.forward(IDLE + 2 * GRAIN)
    browser.press(SAVE, {"_tick.sincerite": "1"})
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == f"{dossier}/ecran/plan"
    assert NOT_ASKED in browser.read.words
    assert as_read(NOTICE) not in browser.read.words


def test_an_end_is_where_a_dossier_stands_too(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        account_of(house, PROTECTED.identifier)
        browser = signed_in_resident(house, PROTECTED.identifier)
        browser.go("/").press("Je fais une autre démarche")
        dossier = browser.path.partition("/ecran")[0]
        heading = browser.go(dossier).read.heading
        browser.go(f"{dossier}/ecran/profil")
        assert browser.read.heading == heading
        assert browser.go(browser.path).read.heading == heading


def test_a_review_and_a_preamble_are_saved_too(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        account_of(house, PROTECTED.identifier)
        browser = signed_in_resident(house, PROTECTED.identifier)
        browser.go("/demarche/bpi_case_2").press("Commencer")
        assert browser.read.heading == "Avant de commencer"
        assert browser.press(SAVE).path == "/compte"
        assert "Votre brouillon est enregistré." in browser.read.words
        assert "Brouillon, modifié le" in browser.read.words


NOTICE_GIVEN = """
procedure: avis
version: "1"
title: Donner un avis
fields: {avis: {label: Votre avis, type: text}}
flow:
  - screen: preambule
    title: Avant de commencer
    text: Quelques mots suffisent.
  - screen: avis
    title: Votre avis
    fields: [avis]
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Envoyer}
examination: {opens: recue, states: {recue: {title: Avis reçu, final: oui}}}
"""
"""Its review asks nothing: no box to tick, no document."""


def test_without_an_account_what_holds_something_is_saved(tmp_path: Path) -> None:
    """Of a preamble the home page would find nothing again: it offers no promise."""
    with opened(tmp_path, procedures=planted(tmp_path, NOTICE_GIVEN)) as house:
        browser = Browser(house).go("/demarche/avis").press("Commencer")
        dossier = browser.path
        assert not browser.offers(SAVE)
        browser.press("Continuer").press("Continuer", {"avis": "Très bien."})
        assert browser.read.heading == "Relisez"
        assert browser.press(SAVE).path == "/"
        assert as_read(NOTICES["garde"]) in browser.read.words
        assert browser.follow("Reprendre : Donner un avis").path == dossier
        assert browser.read.heading == "Relisez"


def test_the_way_in_is_no_draft_to_save(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        browser = Browser(house).go("/").press("Je demande ou renouvelle un titre de séjour")
        assert not browser.offers(SAVE)


def test_what_happened_is_told_as_facts_and_withdrawing_has_a_way_back(house: House) -> None:
    browser = signed_in(house)
    dossier = f"/dossier/{filed(browser)}"
    browser.go(dossier).follow("Retirer ma demande")
    assert browser.read.link("Retour") == dossier
    assert browser.follow("Retour").read.heading == "Demande reçue"
    browser.follow("Retirer ma demande").press("Retirer ma demande", {"raison": "Déménagement."})
    assert browser.read.heading == "Demande retirée"
    story = browser.text.partition('class="story"')[2].partition("</ol>")[0]
    told = re.findall(r"</span> (.*)</li>", story)
    assert [one.replace("\u00a0", " ") for one in told][2:] == [
        "État de la demande : Demande reçue",
        "Document délivré : Reçu de dépôt",
        "Message reçu : Demande de Ana Diallo",
        "Votre action : Retirer ma demande",
        "État de la demande : Demande retirée",
    ]
