"""The guides walked in Chromium, from the home page to the confirmation and its mail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from parcours.tests.html_browser import browser
from parcours.tests.portal_people import CHILD, PROTECTED, UNION, Person
from parcours.tests.portal_tour import Judge, Tour, told
from parcours.tests.portal_window import DESKTOP, PHONE, PLAIN, served, window

__all__ = ["browser"]

BRICK = "Je demande ou renouvelle un titre de séjour"
HOME = "Que voulez-vous faire ?"
FILED = "Votre demande est déposée"
CREATED = "Votre demande de compte est confirmée"
CONFIRM = "Confirmez la création de votre compte"

DATA = Path(__file__).with_name("data")
WALKS = yaml.safe_load((DATA / "portal_walks.yaml").read_text("utf-8"))
GUIDES = json.loads((DATA / "guide_pages.json").read_text("utf-8"))


@dataclass(frozen=True)
class Told:
    """Who walks which procedure, how they are oriented to it, and the document it gives."""

    person: Person
    orientation: dict[str, str]
    document: str


PROCEDURES = {
    "ue_permanent_renewal": Told(
        UNION, {"entree": "titre", "demande": "renouvellement"}, "Confirmation de dépôt"
    ),
    "bpi_case_2": Told(
        PROTECTED,
        {"entree": "numero_etranger", "profil": "bpi"},
        "Attestation de prolongation d’instruction",
    ),
    "bpi_family_case_3": Told(
        CHILD,
        {"entree": "numero_etranger", "profil": "famille_numero_etranger", "lien": "enfant"},
        "Confirmation de dépôt",
    ),
}
WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": DESKTOP,
    "phone without script": PHONE | PLAIN,
    "desktop by keyboard": DESKTOP,
    "desktop without script": DESKTOP | PLAIN,
    "phone": PHONE,
}
ALWAYS = {"desktop", "phone without script"}
KEYBOARD = ("bpi_family_case_3", "desktop by keyboard")


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Screens that the three share are judged once."""
    return Judge()


@pytest.mark.parametrize(
    ("procedure", "look"),
    [
        pytest.param(
            procedure,
            look,
            marks=() if look in ALWAYS or (procedure, look) == KEYBOARD else pytest.mark.long,
        )
        for procedure in PROCEDURES
        for look in WINDOWS
    ],
)
def test_walk(
    browser: Browser, judge: Judge, tmp_path: Path, root: Path, procedure: str, look: str
) -> None:
    """Every page of the guide, in its order; nothing sticks out, nothing that axe finds."""
    asked = PROCEDURES[procedure]
    with served(tmp_path) as place, window(browser, place, **WINDOWS[look]) as page:
        tour = Tour(
            page,
            {**told(asked.person, place.house), **asked.orientation},
            asked.person.files,
            by_keyboard="keyboard" in look,
            shots=root / ".cache" / "screens" / look / procedure,
            judge=judge if look == "desktop" else None,
        )
        create_account(tour)
        tour.choose(BRICK)
        tour.until(FILED)
        receive(tour, asked.document)
    assert tour.met == [one["shown"] for one in WALKS[procedure]]
    assert tour.outside == []
    assert judge.faults == []


def create_account(tour: Tour) -> None:
    """From the home page, which leads to an account, back to it, signed in."""
    tour.go("/")
    tour.choose(BRICK)
    tour.until("Se connecter")
    tour.choose("Créer mon compte")
    tour.until("Demande de création de compte enregistrée")
    tour.open_mail(CONFIRM)
    tour.follow(tour.page.locator("main a[href*='/lien/']"))
    tour.until(CREATED)
    tour.choose("Revenir à la page d’accueil", "link")
    tour.choose("Se connecter", "link")
    tour.until(HOME)


def receive(tour: Tour, document: str) -> None:
    """The document, by the page and by the mail: the same."""
    given = tour.download(f"{document} (PDF)")
    assert given.startswith(b"%PDF")
    tour.open_mail(FILED)
    assert tour.download(f"{document}.pdf") == given


def case(page: str) -> set[str]:
    """The procedures that a page of the guide for two is about."""
    if "CAS 2 ET 3" in page or not ("CAS 2" in page or "CAS 3" in page):
        return {"bpi_case_2", "bpi_family_case_3"}
    return {"bpi_case_2"} if "CAS 2" in page else {"bpi_family_case_3"}


@pytest.mark.parametrize("procedure", WALKS)
def test_no_page_of_the_guide_is_left_out(procedure: str) -> None:
    """Up to the examination, but the cover and what is another person's: the visa."""
    guide = "ue_permanent_renewal" if procedure.startswith("ue") else "bpi_cases_2_and_3"
    pages = GUIDES[guide][: GUIDES[guide].index("INSTRUCTION DE LA DEMANDE")]
    wanted = [
        page
        for page in pages
        if (procedure.startswith("ue") or procedure in case(page))
        and not page.startswith("Administration numérique")
        and "Option 2" not in page
    ]
    assert [page for one in WALKS[procedure] for page in one.get("source", ())] == wanted
    assert [one["shown"] for one in WALKS[procedure] if not (one.keys() & {"source", "why"})] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sheet.replaceSync(':focus { outline: none !important }')", "not seen to be here"),
        ("document.querySelector('footer a').tabIndex = 1", "stands above where one was"),
        ("document.querySelector('main .brick').tabIndex = -1", "stands above where one was"),
    ],
)
def test_a_walk_by_keyboard_sees_a_fault(
    browser: Browser, tmp_path: Path, change: str, said: str
) -> None:
    """A control: a focus that is not drawn, an order that leaps, a button out of reach."""
    with served(tmp_path) as place, window(browser, place, **DESKTOP) as page:
        page.goto("/")
        sheet = "document.adoptedStyleSheets = [sheet]"
        page.evaluate(f"() => {{ const sheet = new CSSStyleSheet(); {sheet}; {change}; }}")
        with pytest.raises(AssertionError, match=said):
            Tour(page, by_keyboard=True).press(BRICK)
