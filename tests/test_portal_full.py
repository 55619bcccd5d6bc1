"""A full disk: what can be read is read, the operator is told, nothing that was typed is lost."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.stashing import secrets
from parcours.portal.views import ONCE, TOKEN
from parcours.tests.portal_browser import Browser, Clock, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    PASSWORD,
    answered,
    begun,
    clock,
    dossier_of,
    own_house,
    signed_in,
    tried,
)
from parcours.tests.test_portal_account import asked, mailed

__all__ = ["clock", "own_house"]


@contextmanager
def full() -> Iterator[None]:
    """No file of this process grows any more: the nearest thing to a full disk."""
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_operator_is_told(house: House) -> None:
    browser = Browser(house)
    assert browser.go("/readyz").status == 200
    with full():
        assert browser.go("/readyz").status == 503
        assert browser.go("/healthz").status == 200
    assert browser.go("/readyz").status == 200
    assert not list((house.settings.data / "dossiers" / "files" / "incoming").iterdir())


def test_what_is_there_can_be_read(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    clock.forward(timedelta(minutes=5))  # long enough to write when the session was last seen
    with full():
        for path in ("/", "/compte", "/verifier", f"/dossier/{dossier}", "/demarche/jardin"):
            assert (browser.go(path).status, browser.path.startswith(path)) == (200, True), path
    clock.forward(timedelta(minutes=5))
    assert browser.go("/compte").path == "/compte"


def test_the_home_page_needs_no_room_even_the_first_time(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        browser = Browser(house)
        with full():
            assert browser.go("/").status == 200
        assert browser.go("/").press("Créer mon compte").status == 200


def test_what_was_typed_is_sent_again_from_the_page_of_the_error(house: House) -> None:
    browser = signed_in(house)
    begun(browser)
    long = {**ANSWERS, "motif": "Des <b>tomates</b> &amp; du « maïs »"}
    with full():
        browser.press("Continuer", long)
        assert browser.status == 503
        assert "encore dans cette page" in browser.read.words
        assert "Vos fichiers sont à choisir de nouveau." not in browser.read.words
        browser.press("Réessayer")
        assert browser.status == 503
    assert not answered(house, dossier_of(browser))
    browser.press("Réessayer")
    assert browser.read.heading == "Votre plan"
    kept = answered(house, dossier_of(browser))
    assert (kept["nom"], kept["motif"]) == (ANSWERS["nom"], "Des <b>tomates</b> &amp; du « maïs »")


def test_files_are_to_be_chosen_again(house: House) -> None:
    browser = signed_in(house)
    begun(browser)
    browser.press("Continuer", ANSWERS)
    with full():
        browser.press("Joindre", files={"_files.plan": ("plan.pdf", PDF)})
    assert browser.status == 503
    assert "Vos fichiers sont à choisir de nouveau." in browser.read.words
    assert browser.press("Réessayer").status in (200, 422)


def test_no_secret_comes_back(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        browser = asked(Browser(house)).go(mailed(house, "Confirmez la création"))
        browser.press("Confirmer")
        dossier = dossier_of(browser)
        assert secrets(house.runtime.dossier(dossier)[0].procedure) == {"mot_de_passe"}
        with full():
            browser.press("Créer mon compte", {"mot_de_passe": PASSWORD})
        assert browser.status == 503
        assert PASSWORD not in browser.text
        names = {one.name for form in browser.read.forms for one in form.controls}
        assert {TOKEN, ONCE} <= names
        assert "mot_de_passe" not in names


def test_the_password_of_who_signs_in_does_not_come_back(house: House) -> None:
    browser = Browser(house)
    with full():
        tried(browser, ANA, PASSWORD)
    assert browser.status == 503
    assert PASSWORD not in browser.text
    assert not [one for one in browser.read.words.split() if one == "Réessayer"]


@pytest.mark.parametrize("path", ["/dossier/inconnu/ecran/projet", "/connexion"])
def test_nothing_is_given_back_elsewhere(house: House, path: str) -> None:
    browser = signed_in(house)
    with full():
        browser.post(path, {TOKEN: "x", "nom": "Ana"})
    assert "Réessayer" not in browser.read.words
