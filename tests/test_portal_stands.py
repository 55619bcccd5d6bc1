"""What remains to be put right: never an answer that may stand again; counted in characters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.stashes import LARGEST
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_garden import ANA, dossier_of, join, planted, signed_in

PROCEDURE = """
procedure: union
version: "1"
title: Votre union
fields:
  couple: {label: Vivez-vous en couple ?, type: boolean}
  lien:
    label: Quel est votre lien ?
    type: choice
    options:
      aucun: Aucun
      mariage: {label: Le mariage, when: couple}
flow:
  - {screen: vous, title: Vous, fields: [couple, lien]}
  - {screen: relecture, title: Relisez, review: all, submit: {title: Déposer}}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
"""
REMAINS = "À corriger ou à compléter"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, procedures=planted(tmp_path, PROCEDURE)) as found:
        join(found, ANA, "Ana")
        yield found


def tells(browser: Browser, couple: str, lien: str) -> Browser:
    """What a page drawn before offered."""
    sent = browser.sends("Continuer") | {"couple": [couple], "lien": [lien]}
    return browser.post(f"/dossier/{dossier_of(browser)}/ecran/vous", sent)


def test_what_stands_again_does_not_remain_to_be_put_right(house: House) -> None:
    browser = signed_in(house).go("/demarche/union").press("Commencer")
    dossier = dossier_of(browser)
    assert tells(browser, "oui", "mariage").read.heading == "Relisez"
    browser.go(f"/dossier/{dossier}/ecran/vous")
    assert tells(browser, "non", "mariage").status == 422
    assert not house.leftovers.has(dossier)
    assert house.runtime.dossier(dossier)[1].answers == {"couple": False, "lien": "mariage"}
    house.runtime.answer(dossier, "vous", {"couple": "oui"})
    assert browser.go(f"/dossier/{dossier}").read.heading == "Relisez"
    assert REMAINS not in browser.go("/compte").read.words


def test_what_was_never_an_answer_remains(house: House) -> None:
    browser = signed_in(house).go("/demarche/union").press("Commencer")
    dossier = dossier_of(browser)
    assert tells(browser, "non", "mariage").status == 422
    assert house.leftovers.of(dossier).keys() == {"lien"}


@pytest.mark.parametrize("sign", ["a", "é", "文"])
def test_what_is_kept_is_counted_in_characters(house: House, sign: str) -> None:
    """Whatever the script: a letter with an accent is one."""
    kept = house.leftovers
    assert kept.keep("a", "page", {"projet": (sign * (LARGEST - 2), "")})  # and its quotes
    assert kept.of("a")["projet"].raw == sign * (LARGEST - 2)
    assert not kept.keep("a", "page", {"nom": (sign, "")})
