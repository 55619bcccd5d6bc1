"""The Back button after a row, a question that appears or the deposit: nothing is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from parcours.tests.html_browser import browser
from parcours.tests.portal_garden import ANA, join, planted
from parcours.tests.portal_window import DESKTOP, PHONE, PLAIN, Place, served, window
from parcours.tests.test_portal_follows import SHORT
from parcours.tests.test_portal_remaining import PROCEDURE

__all__ = ["browser"]

LOOKS: dict[str, dict[str, Any]] = {"script": DESKTOP, "no script": PHONE | PLAIN}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("back")
    with served(folder, procedures=planted(folder, PROCEDURE, SHORT)) as found:
        join(found.house, ANA, "Ana")
        yield found


def begun(page: Page, procedure: str = "foyer") -> list[str]:
    """Before the first screen; what the browser asks for from then on."""
    page.goto(f"/demarche/{procedure}")
    press(page, "Commencer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous")
    asked: list[str] = []

    def noted(request: Request) -> None:
        if request.is_navigation_request():
            asked.append(request.method)

    page.on("request", noted)
    return asked


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    page.wait_for_load_state()


def first_names(page: Page) -> list[str]:
    boxes = page.get_by_role("group", name="Vos enfants").get_by_label("Prénom", exact=True)
    return [one.input_value() for one in boxes.all() if one.is_visible()]


@pytest.mark.parametrize("look", LOOKS)
def test_back_after_a_row(browser: Browser, place: Place, look: str) -> None:
    """What was withdrawn is not there any more, wherever one goes back to."""
    with window(browser, place, **LOOKS[look]) as page:
        asked = begun(page)
        page.get_by_label("Prénom", exact=True).last.fill("Lila")
        page.get_by_label("Nom", exact=True).last.fill("Sow")
        press(page, "Ajouter une ligne")
        expect(page.locator("#q-enfants-2")).to_be_focused()
        page.locator("[name='enfants.2.prenom']").fill("Awa")
        press(page, "Ajouter une ligne")
        page.goto(page.url.partition("?")[0])
        assert first_names(page)[:2] == ["Lila", "Awa"]
        press(page, "Retirer le n° 1")
        expect(page.locator("#q-enfants-1")).to_be_focused()
        assert first_names(page)[0] == "Awa"
        del asked[:]
        for move in (page.reload, page.go_back, page.go_forward):
            move()
            assert "Lila" not in first_names(page)
            assert first_names(page)[0] == "Awa"
        assert set(asked) == {"GET"}


@pytest.mark.parametrize("look", LOOKS)
def test_back_after_what_appears(browser: Browser, place: Place, look: str) -> None:
    with window(browser, place, **LOOKS[look]) as page:
        asked = begun(page)
        page.get_by_label("Votre courriel").fill("ana@")
        press(page, "Ajouter une ligne")
        page.get_by_label("Votre courriel").fill("ana@exemple.fr")
        birth = page.get_by_role("group", name="Votre date de naissance")
        for box, text in {"Jour": "3", "Mois": "2", "Année": "1990"}.items():
            birth.get_by_label(box).fill(text)
        page.get_by_role("radio", name="Oui").check()
        press(page, "Continuer")
        if look == "no script":  # where there is one, they appeared as « Oui » was ticked
            expect(page.locator("#nouvelles")).to_be_focused()
            expect(page.locator("#nouvelles")).to_contain_text("De nouvelles questions")
            del asked[:]
            page.reload()
            page.go_back()
            page.go_forward()
            assert set(asked) == {"GET"}
        page.locator("[name='conjoint.nom']").fill("Sow")
        page.locator("[name='conjoint.prenom']").fill("Idrissa")
        press(page, "Continuer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Vos documents")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vous")
        assert page.locator("[name='conjoint.nom']").input_value() == "Sow"
        assert page.get_by_label("Votre courriel").input_value() == "ana@exemple.fr"


@pytest.mark.parametrize("look", LOOKS)
def test_back_after_the_deposit(browser: Browser, place: Place, look: str) -> None:
    """The filed request has its address, which is what one reloads and comes back to."""
    with window(browser, place, **LOOKS[look]) as page:
        asked = begun(page, "bref")
        page.get_by_label("Votre nom").fill("Ana")
        press(page, "Déposer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Demande reçue")
        there = page.url
        assert there.rpartition("/")[0].endswith("/dossier")
        # With a script, the answer to the form is the request itself: a trip less.
        assert asked == (["POST"] if look == "script" else ["POST", "GET"])
        del asked[:]
        for move in (page.reload, page.go_back, page.go_forward):
            move()
            expect(page.get_by_role("heading", level=1)).to_have_text("Demande reçue")
        assert (page.url, set(asked)) == (there, {"GET"})
