"""The guides walked in Chromium, from the home page to the confirmation and its mail."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from parcours.portal.seed import blank
from parcours.tests.html_browser import browser
from parcours.tests.portal_garden import GARDEN
from parcours.tests.portal_people import CHILD, PROTECTED, SPOUSE, UNION, Person
from parcours.tests.portal_tour import Judge, Tour, told
from parcours.tests.portal_walker import Walker
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
FAMILY, BY_VISA = "bpi_family_case_3", "bpi_family_case_3, option 2"
PAGES = {
    FAMILY: "14 – AFFICHAGE DES CHOIX SELON LE PROFIL DU DEMANDEUR (CAS 3 – Option 1)",
    BY_VISA: "14 – AFFICHAGE DES CHOIX SELON LE PROFIL DU DEMANDEUR (CAS 3 – Option 2)",
}
"""The only page of the guide where who has a visa meets something else."""


def by_visa(met: dict[str, Any]) -> dict[str, Any]:
    """What who has a visa meets instead."""
    there = [PAGES[BY_VISA] if page == PAGES[FAMILY] else page for page in met.get("source", ())]
    return {**met, "source": there} if there else met


WALKS[BY_VISA] = [*map(by_visa, WALKS[FAMILY])]


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
    FAMILY: Told(
        CHILD,
        {"entree": "numero_etranger", "profil": "famille_numero_etranger", "lien": "enfant"},
        "Confirmation de dépôt",
    ),
    BY_VISA: Told(
        SPOUSE,
        {"entree": "visa", "profil": "famille_visa", "lien": "conjoint"},
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
ALWAYS = {
    *((procedure, "desktop") for procedure in PROCEDURES),
    *((procedure, "phone without script") for procedure in PROCEDURES if procedure != BY_VISA),
    (FAMILY, "desktop by keyboard"),
}


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
            marks=() if (procedure, look) in ALWAYS else pytest.mark.long,
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
    """The walks that a page of the guide for two is about."""
    if page in PAGES.values():
        return {walk for walk, own in PAGES.items() if own == page}
    if "CAS 2" in page and "CAS 2 ET 3" not in page:
        return {"bpi_case_2"}
    return {FAMILY, BY_VISA} | ({"bpi_case_2"} if "CAS 3" not in page else set())


@pytest.mark.parametrize("procedure", WALKS)
def test_no_page_of_the_guide_is_left_out(procedure: str) -> None:
    """Up to the examination, but the cover."""
    guide = "ue_permanent_renewal" if procedure.startswith("ue") else "bpi_cases_2_and_3"
    pages = GUIDES[guide][: GUIDES[guide].index("INSTRUCTION DE LA DEMANDE")]
    wanted = [
        page
        for page in pages
        if (procedure.startswith("ue") or procedure in case(page))
        and not page.startswith("Administration numérique")
    ]
    assert [page for one in WALKS[procedure] for page in one.get("source", ())] == wanted
    assert [one["shown"] for one in WALKS[procedure] if not (one.keys() & {"source", "why"})] == []


SEEN = """() => {
  globalThis.seen = [];
  new MutationObserver(() => {
    const told = document.querySelector('.status')?.textContent ?? '';
    if (told !== seen.at(-1)) seen.push(told);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def test_a_sending_tells_how_far_it_is(browser: Browser, tmp_path: Path) -> None:
    """By script, on a slow line: quarter by quarter, and the page is not left."""
    folder = tmp_path / "procedures"
    folder.mkdir()
    (folder / "jardin.yaml").write_text(GARDEN, "utf-8")
    plan: Any = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": blank("A" * 800_000)}
    with served(tmp_path, procedures=folder) as place, window(browser, place, **DESKTOP) as page:
        page.goto("/demarche/jardin")
        told = {"nom": "Ana Diallo", "motif": "Des haricots", "saison": "automne"}
        person = Walker(page, told)
        person.press("Commencer")
        person.fill()
        person.on()
        line = {"offline": False, "latency": 0, "downloadThroughput": -1}
        session = page.context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": 400_000})
        page.locator("input[type=file]").set_input_files(plan)
        page.evaluate(SEEN)
        page.get_by_role("button", name="Joindre").click()
        expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
        seen = [words for words in page.evaluate("seen") if "Envoi en cours" in words]
    shares = [int(re.sub(r"\D", "", words)) for words in seen]
    assert shares == sorted(set(shares))
    assert {25, 50, 75} & {*shares}, seen


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
