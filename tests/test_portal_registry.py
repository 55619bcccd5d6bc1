"""What the administration knows: invented residents, an operator's own, and one that fails."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from parcours.engine.fields.field_type import Raw
from parcours.engine.store.errors import Unknown
from parcours.portal import registry as room
from parcours.portal.house import open_house
from parcours.portal.registry import GROUP, Identity, Nobody, Registry, Residents, known, registry
from parcours.portal.serve import greeting
from parcours.portal.settings import BadSettings, Settings
from parcours.tests.pdf_checks import text_of
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_people import CHILD, PASSWORD, PROTECTED, account_of, signed_in, walk

UNKNOWN = replace(
    PROTECTED,
    answers={
        **PROTECTED.answers,
        "nom": "DIALLO",
        "prenoms": "Aïssatou",
        "sexe": "feminin",
        "date_naissance.year": "1991",
        "lieu_naissance": "Labé",
        "pays_naissance": "GN",
        "nationalite": "GN",
        "adresse.voie": "rue des Lilas",
        "adresse.code_postal": "69003",
        "adresse.ville": "Lyon",
        "telephone": "01 99 00 24 00",
        "protection": "refugie",
    },
)
"""Who says everything themselves; a known person is asked none of it."""

AISSATOU = Identity("7503120521", "Diallo", "Aïssatou", "1991-04-17")


class Prefecture:
    """An operator's: it reads its own settings in the data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def known(self, who: Identity) -> Mapping[str, Raw]:
        if who.identifier == "0000000000":
            raise TimeoutError(self.data)
        return {"nom": who.family_name, "protection": "refugie", "inconnu": "x", "sexe": "autre"}


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a package of an operator were installed."""
    point = EntryPoint("prefecture", f"{__name__}:Prefecture", GROUP)
    found = EntryPoints([point])
    monkeypatch.setattr(EntryPoint, "load", lambda _self: Prefecture)
    monkeypatch.setattr(room, "entry_points", lambda group: found.select(group=group))


def test_a_resident_is_known_by_number_name_and_birth() -> None:
    values = Residents().known(AISSATOU)
    assert values["nom"] == "DIALLO"
    for other in (
        Identity("7503120521", "Diallo", "Aïssatou", "1991-04-18"),
        Identity("7503120521", "Barry", "Aïssatou", "1991-04-17"),
        Identity("7503120521", "Diallo", "Binta", "1991-04-17"),
        Identity("7503120522", "Diallo", "Aïssatou", "1991-04-17"),
        Identity("7503120521", "", "", ""),
    ):
        assert not Residents().known(other)


def test_accents_capitals_and_hyphens_do_not_matter() -> None:
    assert Residents().known(Identity("7503120521", "diallo", "AISSATOU-BINTA", "1991-04-17"))


def test_outside_a_demonstration_nobody_is_invented(tmp_path: Path) -> None:
    assert isinstance(registry("", tmp_path, is_demonstration=True), Residents)
    found = registry("", tmp_path, is_demonstration=False)
    assert isinstance(found, Nobody)
    assert not known(found, AISSATOU)


def test_the_operator_is_told_that_nobody_is_known(tmp_path: Path) -> None:
    """A registry plugged in, or an invented one, says it for itself."""
    found: dict[str, Registry] = {"none": Nobody(), "invented": Residents()}
    for name, registered in found.items():
        with opened(tmp_path / name, registered=registered) as house:
            told = " ".join(greeting(house, house.settings))
            assert ("Aucun registre n’est branché" in told) is (name == "none")


@pytest.mark.usefixtures("plugged")
def test_an_operators_own_is_opened_by_its_name(tmp_path: Path) -> None:
    with opened(tmp_path, registry="prefecture") as house:
        assert isinstance(house.registry, Prefecture)
        assert house.registry.data == tmp_path / "data"
        account = account_of(house, CHILD.identifier)
        # Neither what no procedure knows, nor what its type refuses.
        procedure = house.runtime.catalogue.present("bpi_case_2").procedure
        assert house.known(account, procedure) == {"nom": "RAHIMI", "protection": "refugie"}


@pytest.mark.usefixtures("plugged")
def test_one_that_is_not_installed_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"n’est pas installé. Sont installés\W+prefecture\."):
        open_house(Settings(data=tmp_path, registry="prefecture2"))


class Fallen:
    """Does not answer."""

    def known(self, _who: Identity) -> Mapping[str, Raw]:
        raise ConnectionError("secret of the network")


def test_one_that_does_not_answer_is_a_service_that_comes_back(tmp_path: Path) -> None:
    with opened(tmp_path, registered=Fallen()) as house:
        account_of(house, CHILD.identifier)
        browser = signed_in(house, CHILD.identifier)
        assert browser.path == "/compte"  # one's account does not need it
        browser.go("/demarche/bpi_case_2").press("Commencer")
        assert browser.status == 503
        assert "secret" not in browser.text
        assert not house.runtime.records.requests(procedure="bpi_case_2").lines


class Recovering:
    """Does not answer, then does."""

    def __init__(self) -> None:
        self.is_away = True

    def known(self, who: Identity) -> Mapping[str, Raw]:
        if self.is_away:
            raise ConnectionError
        return {"nom": who.family_name, "protection": "refugie"}


def test_a_draft_that_it_kept_waiting_is_claimed_once_it_answers(tmp_path: Path) -> None:
    registered = Recovering()
    with opened(tmp_path, registered=registered) as house:
        account_of(house, CHILD.identifier)
        browser = Browser(house).go("/").press("Je demande ou renouvelle")
        browser.press("Continuer", {"pour_qui": "moi_meme"})
        browser.press("Continuer", {"entree": "numero_etranger"})
        assert browser.read.heading == "Se connecter"
        told = {"identifier": CHILD.identifier, "password": PASSWORD}
        browser.press("Se connecter", told)
        assert (
            browser.read.heading == "Connexion"
        )  # signed in, and the draft is still this browser's
        registered.is_away = False
        browser.follow("Se connecter ou créer un compte")
        assert browser.read.heading == "Choisir selon votre profil"
        assert "apatride" not in browser.read.words


def test_a_draft_that_it_kept_waiting_is_erased_by_its_person(tmp_path: Path) -> None:
    """It is this browser's still, and nobody's by name."""
    with opened(tmp_path, registered=Recovering()) as house:
        account_of(house, CHILD.identifier)
        browser = Browser(house).go("/").press("Je demande ou renouvelle")
        dossier = browser.path.split("/")[2]
        browser.press("Continuer", {"pour_qui": "moi_meme"})
        browser.go("/connexion")
        browser.press("Se connecter", {"identifier": CHILD.identifier, "password": PASSWORD})
        assert house.runtime.look(dossier).card.owner == ""
        browser.go(f"/dossier/{dossier}/effacer").press("Effacer le brouillon")
        assert (browser.status, browser.path) == (200, "/compte")
        with pytest.raises(Unknown):
            house.runtime.dossier(dossier)


@pytest.mark.parametrize(
    ("registered", "said", "unsaid"),
    [
        (Residents(), ("a été reconnu réfugié",), ("déclare", "Seule")),
        (
            Nobody(),
            ("déclare avoir été reconnu réfugié", "Seule, elle ne prouve"),
            ("a été reconnu",),
        ),
    ],
)
def test_a_sealed_paper_asserts_what_the_registry_knows_alone(
    tmp_path: Path, registered: Registry, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    """One's own word makes nobody a refugee who may work: it is told as a word, and sealed so."""
    with opened(tmp_path, registered=registered) as house:
        account_of(house, PROTECTED.identifier)
        browser = signed_in(house, PROTECTED.identifier)
        browser.go("/demarche/bpi_case_2").press("Commencer")
        walk(browser, UNKNOWN, "Votre demande est déposée")
        paper = browser.go(browser.read.link("Attestation de prolongation d’instruction")).content
        printed = text_of(paper)
        assert all(words in printed for words in said), printed
        assert not any(words in printed for words in unsaid), printed
        anyone = Browser(house).go("/verifier")
        anyone.press("Vérifier", {}, {"file": ("attestation.pdf", paper)})
        assert "DIALLO" in anyone.read.words, anyone.read.words
        is_known = isinstance(registered, Residents)
        assert ("AUTORISE A TRAVAILLER" in anyone.read.words) is is_known, anyone.read.words
