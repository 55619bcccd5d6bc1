"""Messages to addresses that nobody has proved: whoever asks for many sends few."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.limits import Limits
from parcours.portal.sendings import Sendings, TooSoon
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_garden import dossier_of
from parcours.tests.test_portal_account import FORM, WHO, asked, mailed

STRANGER = "inconnu@exemple.fr"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as found:
        yield found


def begun(house: House) -> Browser:
    """Another browser, up to the question of the address."""
    browser = Browser(house).go("/").press("Créer mon compte")
    assert browser.read.heading == FORM
    return browser.press("Continuer", {"type_identifiant": "titre"}).press("Continuer", WHO)


def to(house: House, address: str) -> int:
    return sum(one.to == address for one in house.mailbox.all())


def test_a_message_asked_forty_times_leaves_once(house: House) -> None:
    browser = asked(Browser(house), STRANGER)
    dossier = dossier_of(browser)
    link = mailed(house, "Confirmez la création")
    page = browser.path
    for _time in range(40):
        browser.go(page).press("Renvoyer le message")
        assert browser.status == 429
    assert browser.read.heading == "Trop d’essais"
    assert "Un message est déjà parti il y a peu" in browser.read.words
    assert "Le prochain pourra partir dans 1 minute." in browser.read.words
    assert "quart d’heure" not in browser.read.words
    assert "venez d’écrire" not in browser.read.words
    assert browser.headers["retry-after"] == "60"
    assert to(house, STRANGER) == 1
    assert Browser(house).go(link).status == 200  # what left before is worth what it was
    for rule, who in (("dossier", dossier), ("recipient", STRANGER)):
        house.limits.forget(f"await {rule}", who)
    browser.go(page).press("Renvoyer le message")
    assert "Le message est reparti." in browser.read.words
    assert to(house, STRANGER) == 2


@pytest.mark.parametrize(
    "address", [STRANGER, STRANGER.upper().replace("EXEMPLE.FR", "exemple.fr")]
)
def test_another_browser_does_not_write_to_the_same_stranger(house: House, address: str) -> None:
    asked(Browser(house), STRANGER)
    browser = begun(house)
    page = browser.path
    assert browser.press("Continuer", {"courriel": address}).status == 429
    assert to(house, STRANGER) + to(house, address) == 1 + (address == STRANGER)
    browser.go(page)  # nothing of what was typed is lost
    assert browser.read.heading == "Votre adresse électronique"
    assert any(control.value == address for control in browser.read.forms[0].controls)
    browser.press("Continuer", {"courriel": "autre@exemple.fr"})
    assert browser.read.heading == "Demande de création de compte enregistrée"


def test_one_dossier_does_not_write_to_one_stranger_after_the_other(house: House) -> None:
    browser = begun(house)
    page = browser.path
    browser.press("Continuer", {"courriel": "un@exemple.fr"})
    found = []
    for number in range(10):
        browser.go(page).press("Continuer", {"courriel": f"a{number}@exemple.fr"})
        found.append(browser.status)
    assert set(found) == {429}
    assert len(house.mailbox.all()) == 1


def test_one_client_writes_to_few(house: House) -> None:
    sendings = house.sendings
    with sendings.by("192.0.2.1"):
        for number in range(30):
            sendings.ask(f"d{number}", f"a{number}@exemple.fr")
        with pytest.raises(TooSoon, match="dans 60 minutes") as found:
            sendings.ask("d30", "a30@exemple.fr")
    assert found.value.after == 3600
    with sendings.by("192.0.2.2"):
        sendings.ask("d30", "a30@exemple.fr")


def test_what_is_decided_again_is_one_message_and_what_nobody_asks_is_none() -> None:
    sendings = Sendings(Limits())
    for _time in range(3):
        sendings.ask("d", STRANGER)
    with sendings.by("192.0.2.1"):
        for _time in range(3):
            sendings.ask("d", STRANGER)
    with sendings.by("192.0.2.1"), pytest.raises(TooSoon):
        sendings.ask("d", STRANGER)


def test_who_has_an_account_and_who_has_none_are_told_the_same(house: House) -> None:
    told = []
    for address in ("a@exemple.fr", "b@exemple.fr"):
        first, second = begun(house), begun(house)
        first.press("Continuer", {"courriel": address})
        second.press("Continuer", {"courriel": address})
        words = re.sub(r"code : \S+|[ab]@exemple", "", second.read.words)
        told.append((first.status, second.status, words))
        if address.startswith("a"):
            first.go(mailed(house, "Confirmez la création")).press("Confirmer")
            first.press("Créer mon compte", {"mot_de_passe": "cheval correct agrafe pile"})
            assert house.accounts.identified(WHO["numero_etranger"])
    assert told[0] == told[1]
