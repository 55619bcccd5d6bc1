"""A request that awaits more than one message: each link answers the one that it was mailed for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.tests.portal_browser import ADDRESS, Browser, opened
from parcours.tests.portal_garden import planted

PROCEDURE = """
procedure: courriels
version: "1"
title: Deux adresses
fields:
  premier: {label: Votre adresse, type: email}
  second: {label: L’adresse de votre conjoint, type: email}
flow:
  - {screen: vous, title: Vous, fields: [premier]}
  - {screen: attente, title: Votre message, await: {event: z_premier, notice: lien_premier}}
  - {screen: conjoint, title: Votre conjoint, fields: [second]}
  - {screen: autre_attente, title: Son message, await: {event: a_second, notice: lien_second}}
  - {screen: depot, title: Relisez, submit: {title: Déposer}}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
notices:
  lien_premier: {to: premier, title: Premier, text: "Ouvrez : {{ link }}"}
  lien_second: {to: second, title: Second, text: "Ouvrez : {{ link }}"}
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, procedures=planted(tmp_path, PROCEDURE)) as found:
        yield found


def mailed(house: House, title: str) -> str:
    """The address in the message of that title."""
    text = next(one.text for one in house.mailbox.all() if one.subject == title)
    found = re.search(rf"{ADDRESS}(/lien/\S+)", text)
    assert found
    return found[1]


def test_each_link_answers_its_own_message(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.limits, "after", lambda *_told: 0.0)
    monkeypatch.setattr(house.limits, "allows", lambda *_told: True)
    browser = Browser(house).go("/demarche/courriels").press("Commencer")
    dossier = browser.path.rpartition("/")[2]
    browser.press("Continuer", {"premier": "ana@exemple.fr"})
    browser.go(mailed(house, "Premier")).press("Confirmer")
    assert (browser.status, browser.read.heading) == (200, "Votre conjoint")
    browser.press("Continuer", {"second": "boris@exemple.fr"})
    assert browser.read.heading == "Son message"
    browser.go(mailed(house, "Second")).press("Confirmer")
    assert (browser.status, browser.read.heading) == (200, "Relisez")
    _compiled, state = house.runtime.dossier(dossier)
    assert state.happened == {"z_premier": "ana@exemple.fr", "a_second": "boris@exemple.fr"}
