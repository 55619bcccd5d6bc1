"""What the administration knows: invented residents, an operator's own, and one that fails."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from parcours.engine.fields.field_type import Raw
from parcours.portal import registry as room
from parcours.portal.house import open_house
from parcours.portal.registry import GROUP, Identity, Nobody, Residents, known, registry
from parcours.portal.settings import BadSettings, Settings
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_people import CHILD, PASSWORD, account_of, signed_in

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
