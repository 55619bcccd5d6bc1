"""Pages that people expect, and French sentences: each one marked, so that it may be translated."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from parcours.engine.machine.compiled import EXAMPLE_SERVICE
from parcours.engine.source.wording import typeset
from parcours.portal.app import application
from parcours.portal.house import House
from parcours.portal.pages import PAGES
from parcours.tests.portal_browser import ADDRESS, Browser, opened

FOLDERS = ("portal/templates", "renderers/html/templates")
LEGAL = {
    "publisher": "Éditeur É",
    "director": "Directrice D",
    "host": "Hébergeur H",
    "dpo": "dpo@exemple.fr",
}
SERVICE = {**EXAMPLE_SERVICE, "name": "la préfecture de l’Exemple"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("pages"), legal=LEGAL, service=SERVICE) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_each_is_linked_from_everywhere(house: House, path: str) -> None:
    home = Browser(house).go("/")
    assert path in [address for _label, address in home.read.links]
    page = Browser(house).go(path)
    assert (page.status, page.read.heading) == (200, PAGES[path][1])
    assert len(page.read.words) > 400


def test_they_say_what_is_true_here(house: House) -> None:
    said = {path: Browser(house).go(path).read.words for path in PAGES}
    for told in ("Éditeur É", "Directrice D", "Hébergeur H"):
        assert told in said["/mentions-legales"]
    assert "non audité" in said["/accessibilite"]
    assert "conforme" in said["/accessibilite"]
    assert "dpo@exemple.fr" in said["/donnees-personnelles"]
    words = said["/donnees-personnelles"].replace("\u00a0", " ")
    for row in (
        "Séjour permanent brouillon : 90 jours demande déposée : 5 ans",
        "Création d’un compte ANEF brouillon : 7 jours demande déposée : 7 jours",
    ):
        assert row in words
    assert house.settings.service["phone"] in said["/aide"]
    (cookie,) = Browser(house).go("/").headers["set-cookie"].split("=", 1)[:1]
    assert cookie in said["/cookies"]
    assert all("démonstration" in words for words in said.values())


def test_a_name_keeps_its_capitals(house: House) -> None:
    for path in ("/", "/accessibilite"):
        page = Browser(house).go(path)
        assert "La préfecture de l’Exemple" in page.read.words
        assert "l’exemple" not in page.read.words
        assert page.read.title.endswith("– La préfecture de l’Exemple")


@pytest.mark.parametrize("path", ["/connexion/", "/compte/", "//evil.example/", "/static/x/"])
def test_a_slash_too_many_leads_nowhere(house: House, path: str) -> None:
    """Sent on by the address that this process sees, it would lead from https to http."""
    client = TestClient(application(house), base_url=ADDRESS, follow_redirects=False)
    answer = client.get(f"{ADDRESS}{path}")
    assert (answer.status_code, answer.headers.get("location")) == (404, None)
    assert "Cette page n’existe pas" in answer.text


def test_the_verification_page_says_what_it_found(house: House) -> None:
    browser = Browser(house).go("/verifier").press("Vérifier")
    assert (browser.status, "collez le texte" in browser.read.words) == (422, True)
    browser.press("Vérifier", {"code": "DC03FR000001"})
    assert browser.status == 200
    assert "Vérifier un autre document" in browser.read.words
    browser.press("Vérifier", {}, {"file": ("a.pdf", b"rien d'un PDF")})
    assert browser.status == 200


def test_health(house: House) -> None:
    assert Browser(house).go("/healthz").content == b"ok"
    assert Browser(house).go("/readyz").content == b"ready"


def unmarked(template: str) -> list[str]:
    """Words of a template that no translation would reach."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", template, flags=re.DOTALL)
    shown = re.findall(r'(?:alt|title|aria-label|placeholder|content)="([^"]*)"', text)
    text = re.sub(r'[\w-]+="[^"]*"', " ", text)
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.DOTALL)
    shown += re.sub(r"<[^>]*>", "\n", text).splitlines()
    found = (re.sub(r"&\w+;|https?:\S+|[\w.]+\.fr\S*|\bPDF\b", " ", one) for one in shown)
    return [one.strip() for one in found if re.search(r"[^\W\d_]{3,}", one)]


def test_no_sentence_of_a_template_is_left_unmarked(root: Path) -> None:
    known = {"width=device-width, initial-scale=1", "light dark", "noindex", "width=device-width"}
    known |= {"République", "Française"}  # the State's mark, which is never translated
    found = {
        path.relative_to(root).as_posix(): told
        for folder in FOLDERS
        for path in (root / folder).rglob("*.html")
        if (told := [one for one in unmarked(path.read_text("utf-8")) if one not in known])
    }
    assert not found


def test_control_unmarked() -> None:
    assert unmarked('<p title="Une aide">{{ _("Bon") }} Bonjour</p>') == ["Une aide", "Bonjour"]
    assert not unmarked("{# Non #}{% if Vrai %}{{ page.title }}{% endif %}<b class='oui'>12</b>")


def test_a_catalogue_holds_the_sentences_of_code_and_templates(root: Path, tmp_path: Path) -> None:
    """What `make catalog` writes."""
    pot = tmp_path / "parcours.pot"
    read = ["engine", "renderers", "portal", "cli.py"]
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg"]
    subprocess.run([*command, "-o", pot, *read], cwd=root, check=True, capture_output=True)
    with pot.open("rb") as file:
        catalogue = read_po(file)
    found = {typeset(one.id) for one in catalogue if isinstance(one.id, str)}
    several = [one for one in catalogue if not isinstance(one.id, str)]
    for sentence in (
        "Que voulez-vous faire ?",
        "Effacer ce brouillon ?",
        "Votre brouillon va être effacé",
        "Ce courriel est envoyé par une machine : n’y répondez pas.",
        "Choisissez un mot de passe d’au moins 12 caractères.",
    ):
        assert typeset(sentence) in found, sentence
    assert any("Il y a une erreur à corriger" in one.id for one in several)
    assert "make catalog" in (root / "docs" / "portal.md").read_text("utf-8")
