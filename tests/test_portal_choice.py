"""« Que voulez-vous garder ? » tells both answers as people read them: a line a part, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.tests.portal_browser import Browser, opened

FAMILY = """
procedure: famille
version: "1"
title: Demande de carte
fields:
  conjoint:
    label: Votre conjoint
    type: group
    fields:
      nom: {label: Nom, type: text}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
      naissance: {label: Naissance, type: date}
      nationalite: {label: Nationalité, type: country}
      en_france: {label: Vit en France, type: boolean}
  enfants:
    label: Vos enfants
    type: list
    item:
      prenom: {label: Prénom, type: text}
      naissance: {label: Naissance, type: date}
attestations:
  exactitude: {text: J’atteste l’exactitude.}
flow:
  - screen: famille
    title: Votre famille
    fields: [conjoint, enfants]
    attest: [exactitude]
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Déposer}
examination: {opens: recue, states: {recue: {title: Demande reçue, final: oui}}}
"""
ROSSI = {
    "conjoint.nom": "Rossi",
    "conjoint.sexe": "feminin",
    "conjoint.naissance.day": "3",
    "conjoint.naissance.month": "4",
    "conjoint.naissance.year": "1990",
    "conjoint.nationalite": "AG",
    "conjoint.en_france": "oui",
    "enfants.1.prenom": "Awa",
    "enfants.1.naissance.day": "1",
    "enfants.1.naissance.month": "2",
    "enfants.1.naissance.year": "2015",
    "_tick.exactitude": "1",
}
BIANCHI = {"conjoint.nom": "Bianchi", "conjoint.naissance.day": "3", "enfants.1.prenom": "Binta"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    procedures = tmp_path / "procedures"
    procedures.mkdir()
    (procedures / "famille.yaml").write_text(FAMILY, "utf-8")
    with opened(tmp_path, procedures=procedures) as found:
        yield found


def in_order(browser: Browser, *told: str) -> None:
    """The page says all that, one after the other."""
    words, place = browser.read.words.replace("\xa0", " "), 0
    for one in told:
        assert one in words[place:], f"{one} after {words[:place][-60:]!r} in {words}"
        place = words.index(one, place) + len(one)


@pytest.mark.parametrize("is_whole", [True, False])
def test_both_answers_are_told_part_by_part(house: House, is_whole: bool) -> None:
    """What is half typed, and no answer yet, is told alike."""
    browser = Browser(house).go("/").press("Demande de carte")
    page = browser.read.forms[0].action
    old = browser.sends("Continuer", BIANCHI)
    browser.go(page)
    first = dict(ROSSI)
    if not is_whole:
        del first["conjoint.naissance.year"], first["conjoint.en_france"]
    browser.press("Enregistrer et quitter", first)
    browser.post(page, old)
    assert (browser.status, browser.read.heading) == (409, "Que voulez-vous garder ?")
    day = "3 avril 1990" if is_whole else "3/4/–"
    in_order(browser, "Votre conjoint", "Ce qui est enregistré", "Nom", "Rossi", "Sexe", "Féminin")
    in_order(browser, "Naissance", day, "Nationalité", "Antigua-et-Barbuda", "Ce que vous venez")
    in_order(browser, "Ce que vous venez d’écrire", "Nom", "Bianchi", "Naissance", "3/–/–")
    if is_whole:
        in_order(browser, "Vit en France", "Oui", "Ce que vous venez d’écrire")
        in_order(browser, "Vos enfants", "N° 1", "Prénom", "Awa", "Naissance", "1er février 2015")
        in_order(browser, "N° 1", "Prénom", "Binta")
        assert "J’atteste l’exactitude." not in browser.read.words  # ticked there, untouched here
    shown = browser.text.partition("<form")[0]
    assert "feminin" not in shown
    assert ">AG<" not in shown
