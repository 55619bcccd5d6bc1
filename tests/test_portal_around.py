"""The pages around the requests in Chromium, and what follows a filing: judged as the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from parcours.portal.seed import PASSWORD, seed
from parcours.portal.site import ROUTES
from parcours.tests.html_browser import browser
from parcours.tests.portal_people import PROTECTED, UNION, recent
from parcours.tests.portal_tour import Judge, Tour
from parcours.tests.portal_window import DESKTOP, Place, served, window

__all__ = ["browser"]

MACHINES = {"/healthz", "/readyz"}
ASKED = "Des pièces complémentaires vous sont demandées"
DECIDED = "Une décision a été prise sur votre demande"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """As `make demo` leaves it: a request is filed, and a document was asked of her."""
    with served(tmp_path_factory.mktemp("around")) as found:
        seed(found.house)
        yield found


@pytest.fixture
def judge() -> Iterator[Judge]:
    found = Judge()
    yield found
    assert found.faults == []


def tour_of(page: object, judge: Judge, shots: Path, identifier: str = "") -> Tour:
    answers = {"identifier": identifier, "password": PASSWORD} if identifier else {}
    return Tour(page, answers, judge=judge, shots=shots)  # type: ignore[arg-type]


def signed_in(tour: Tour) -> Tour:
    tour.go("/connexion")
    tour.fill()
    tour.choose("Se connecter")
    assert tour.heading == "Mon compte"
    return tour


def addresses() -> list[str]:
    """Every page that stands at an address of its own, as the application lists them."""
    return [
        one.path
        for one in ROUTES
        if "{" not in one.path and one.path not in MACHINES and not one.path.endswith(".zip")
    ]


def test_every_page_at_an_address_of_its_own(
    browser: Browser, place: Place, judge: Judge, root: Path
) -> None:
    """For a stranger, then for somebody who has a draft; and what is not there."""
    shots = root / ".cache" / "screens" / "desktop" / "around"
    assert len(addresses()) > 12
    with window(browser, place, **DESKTOP) as page:
        tour = tour_of(page, judge, shots / "stranger")
        for path in (*addresses(), "/nulle-part", "/demarche/bpi_case_2"):
            tour.go(path)
    with window(browser, place, **DESKTOP) as page:
        tour = signed_in(tour_of(page, judge, shots / "signed in", UNION.identifier))
        for path in addresses():
            tour.go(path)
        tour.go("/compte")
        tour.choose(
            "Effacer ce brouillon : Renouvellement de la carte citoyen UE/EEE/Suisse –"
            " Séjour permanent",
            "link",
        )
        assert tour.heading == "Effacer ce brouillon ?"


def test_forms_of_the_account_refused(browser: Browser, place: Place, judge: Judge) -> None:
    with window(browser, place, **DESKTOP) as page:
        tour = tour_of(page, judge, Path())
        tour.shots = None
        for path, label in (
            ("/connexion", "Se connecter"),
            ("/mot-de-passe-oublie", "Recevoir le lien"),
            ("/verifier", "Vérifier"),
        ):
            page.goto(path)
            tour.press(label)
            judge.judge(tour, "errors")
            judge.judge_looks(tour)
        signed = signed_in(Tour(page, {"identifier": UNION.identifier, "password": PASSWORD}))
        for label in ("Changer d’adresse", "Changer de mot de passe"):
            page.goto("/compte/reglages")
            signed.press(label)
            judge.judge(signed, label)


def test_a_document_is_asked_then_sent_then_a_decision_comes(
    browser: Browser, place: Place, judge: Judge, root: Path
) -> None:
    """The end of both guides: the mail, the way in, the account, the notification, the answer."""
    shots = root / ".cache" / "screens" / "desktop" / "examination"
    with window(browser, place, **DESKTOP) as page, window(browser, place, **DESKTOP) as desk:
        tour = tour_of(page, judge, shots / "applicant", PROTECTED.identifier)
        tour.open_mail(ASKED)
        tour.follow(page.locator("main .letter a").first)
        assert tour.heading == "Se connecter"
        tour.fill()
        tour.choose("Se connecter")
        if tour.heading == "Mon compte":
            tour.follow(page.locator("main .brick").filter(has_text=ASKED))
        assert tour.heading == ASKED
        tour.choose("Voir ma demande", "link")
        assert tour.heading == "Complément demandé"
        tour.choose("Envoyer le complément de dossier", "link")
        page.get_by_role("radio", name="Facture", exact=True).check()
        slots = [one.name for one in tour.controls() if one.kind == "file"]
        tour.files = {slot.removeprefix("_files.") for slot in slots}
        for slot in tour.files:
            tour.answers = {**tour.answers, **recent(place.house, slot)}
        tour.screen()
        assert tour.heading == "Complément transmis"

        agent = tour_of(desk, judge, shots / "caseworker")
        agent.go("/demonstration/agent")
        agent.follow(desk.locator("main .brick").first)
        for label in ("Reprendre l’instruction", "Accorder le titre"):
            agent.choose(label, "link")
            agent.choose(label)
        assert agent.heading == "Décision favorable"

        tour.go("/compte")
        tour.follow(page.locator("main .brick").filter(has_text=DECIDED))
        tour.choose("Voir ma demande", "link")
        paper = tour.download("Attestation de décision favorable (PDF)")
        assert paper.startswith(b"%PDF")
    assert tour.outside == agent.outside == []
