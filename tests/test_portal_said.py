"""What pages say at their top, and what they put first: true, linked, and nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.views import NOTICES
from parcours.tests.portal_browser import Browser, Clock
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import ANA, BORIS, clock, dossier_of, join, signed_in
from parcours.tests.test_portal_remaining import (
    CHILD,
    CODE,
    HALF,
    at_documents,
    begun,
    home,
    today,
)

__all__ = ["clock"]

SAVE, ON = "Enregistrer et quitter", "Continuer"


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with home(tmp_path, clock) as found:
        join(found, ANA, "Ana")
        join(found, BORIS, "Boris")
        yield found


@pytest.mark.parametrize("said", NOTICES)
def test_a_link_makes_a_page_say_nothing(house: House, said: str) -> None:
    """Neither to a stranger nor to who has an account, whatever another browser was told."""
    sentence = NOTICES[said].replace("\xa0", " ")
    for browser, page in ((Browser(house), "/"), (signed_in(house), "/compte")):
        for told in (said, f"{said}.", f"{said}.{'0' * 32}"):
            words = browser.go(f"{page}?dit={told}").read.words.replace("\xa0", " ")
            assert sentence not in words


def test_what_was_done_is_said_to_who_did_it(house: House) -> None:
    browser = begun(house).press(SAVE, {"courriel": "ana@exemple.fr"})
    assert NOTICES["enregistre"] in browser.read.words
    told = str(browser._client.get("/compte").url)
    assert NOTICES["enregistre"] not in browser.go(told).read.words


def test_the_proof_is_of_one_browser_and_one_sentence(house: House) -> None:
    browser = begun(house)
    form = browser.sends(SAVE, {"courriel": "ana@exemple.fr"})
    headers = {"origin": "http://testserver"}
    page = browser.read.forms[0].action
    answer = browser._client.post(page, data=form, headers=headers, follow_redirects=False)
    address = answer.headers["location"]
    assert re.fullmatch(r"/compte\?dit=enregistre\.[0-9a-f]{32}", address)
    assert "x-parcours-said" not in answer.headers
    sentence = NOTICES["enregistre"]
    assert sentence in browser.go(address).read.words
    assert NOTICES["efface"] not in browser.go(address.replace("enregistre", "efface")).read.words
    assert sentence not in signed_in(house, BORIS).go(address).read.words


def test_a_lost_session_is_told_of_by_the_sign_in_page(house: House) -> None:
    browser = begun(house)
    account = house.accounts.identified(ANA)
    assert account
    house.sessions.end_all(account.id)
    browser.press(ON, {"courriel": "ana@exemple.fr"})
    assert NOTICES["fini"].replace("\xa0", " ") in browser.read.words.replace("\xa0", " ")


def targets(browser: Browser, words: str) -> list[str]:
    """Where the links of those words lead."""
    return [to for label, to in browser.read.links if label == words]


def test_what_remains_on_a_page_is_a_link_to_its_control(house: House) -> None:
    browser = begun(house)
    page = browser.path
    browser.press(SAVE, HALF | CHILD | {"courriel": "ana@"})
    browser.go(page)
    wanted = {
        "Votre courriel": "#q-courriel",
        "Votre date de naissance": "#q-naissance--day",
        "Vos enfants": "#q-enfants",
    }
    for label, to in wanted.items():
        assert targets(browser, label) == [to]
        assert f'id="{to[1:]}"' in browser.text


def test_what_remains_of_documents_is_a_link_too(house: House) -> None:
    browser = at_documents(house)
    page = browser.path
    browser.press(SAVE, {"photo": "ABC", "_dated.facture.month": "5"})
    browser.go(page)
    for label, to in (("Photo d’identité", "#q-photo"), ("Facture", "#f-facture--day")):
        assert to in targets(browser, label)
        assert f'id="{to[1:]}"' in browser.text


def test_what_remains_elsewhere_is_a_link_to_its_screen(house: House) -> None:
    browser = at_documents(house)
    dossier = dossier_of(browser)
    browser.press(ON, {"photo": CODE, **today(house)}, {"_files.facture": ("facture.pdf", PDF)})
    browser.go(f"/dossier/{dossier}/ecran/vous").press(SAVE, {"courriel": "bea@"})
    browser.go(f"/dossier/{dossier}/ecran/relecture")
    (to,) = targets(browser, "Votre courriel")
    assert to == f"/dossier/{dossier}/ecran/vous#q-courriel"
    assert browser.go(to).read.heading == "Vous"


def test_a_draft_comes_first_on_the_home_page(house: House) -> None:
    browser = Browser(house).go("/").press("Votre foyer")
    browser.press(SAVE, {"courriel": "ana@exemple.fr"})
    words = browser.go("/").read.words
    assert 0 < words.index("Reprendre") < words.rindex("Votre foyer")
    bricks = browser.text.partition('class="bricks"')[2]
    assert bricks.index("Reprendre") < bricks.index("open:foyer")


def test_every_label_of_a_portal_page_looks_alike(house: House) -> None:
    text = Browser(house).go("/verifier").text
    labels = re.findall(r"<label[^>]*>", text)
    assert len(labels) == 2
    assert all('class="label"' in one for one in labels)
