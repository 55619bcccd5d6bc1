"""An account: created as in the guides, kept by its owner, taken away with all its data."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from parcours.portal.accounts import Account, Accounts
from parcours.portal.app import application
from parcours.portal.exporting import plain
from parcours.portal.house import House
from parcours.portal.owning import named
from parcours.tests.portal_browser import ADDRESS, Answering, Browser, Clock, opened
from parcours.tests.portal_garden import dossier_of
from parcours.tests.portal_people import CHILD, PASSWORD, PROTECTED, account_of, signed_in, walk

NUMBER = CHILD.identifier
BRICK = "Je demande ou renouvelle un titre de séjour"
CHANGED = "Votre mot de passe a changé"
CONFIRMED = "Votre demande de compte est confirmée"
FORM = "Votre numéro de visa ou de titre de séjour"
WHO = {
    "type_identifiant": "titre",
    "numero_etranger": NUMBER,
    "nom": "Rahimi",
    "prenoms": "farhad",
    "date_naissance.day": "15",
    "date_naissance.month": "6",
    "date_naissance.year": "2007",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with opened(tmp_path, clock) as found:
        yield found


def asked(browser: Browser, address: str = "farhad@exemple.fr") -> Browser:
    """Up to « Demande de création de compte enregistrée »."""
    browser.go("/").press("Créer mon compte")
    assert browser.read.heading == FORM
    assert "N° AGDREF" in browser.read.words  # behind the « ? »
    browser.press("Continuer", {"type_identifiant": "titre"})
    assert browser.status == 422
    browser.press("Continuer", WHO)
    assert browser.read.heading == "Votre adresse électronique"
    browser.press("Continuer", {"courriel": address})
    assert browser.read.heading == "Demande de création de compte enregistrée"
    assert "Reprendre : Création d’un compte ANEF" in Browser.go(browser, "/").read.words
    browser.follow("Reprendre : Création d’un compte ANEF")
    assert address in browser.read.words
    return browser


def mailed(house: House, subject: str) -> str:
    """The link of the last mail of that subject."""
    box = Browser(house).go("/courriels").follow(subject)
    return box.read.link("http://testserver/lien/").removeprefix("http://testserver")


def test_created_as_in_the_guides(house: House) -> None:
    browser = asked(Browser(house))
    link = mailed(house, "Confirmez la création de votre compte")
    browser.go(link).press("Confirmer")
    assert browser.read.heading == "Créer votre mot de passe"
    browser.press("Créer mon compte", {"mot_de_passe": "azertyuiop12"})
    assert browser.status == 422
    assert "trop facile à deviner" in browser.read.words
    browser.press("Créer mon compte", {"mot_de_passe": PASSWORD})
    assert browser.read.heading == CONFIRMED
    assert "Accusé de réception" not in browser.read.words
    browser.follow("Revenir à la page d’accueil")
    assert browser.read.heading == "Que voulez-vous faire ?"
    assert "Reprendre" not in browser.read.words
    browser.follow("Se connecter")
    browser.press("Se connecter", {"identifier": " 7503 120 548", "password": PASSWORD})
    assert browser.path == "/"
    assert browser.offers(BRICK)
    browser.go(link)
    assert (browser.status, browser.read.heading) == (404, "Cette page n’existe pas")
    account = house.accounts.identified(NUMBER)
    assert account is not None
    procedure = house.runtime.catalogue.present("bpi_case_2").procedure
    assert house.known(account, procedure)["nom"] == "RAHIMI"


def test_the_link_opens_in_another_browser_and_dies(house: House, clock: Clock) -> None:
    asked(Browser(house))
    other = Browser(house).go(mailed(house, "Confirmez la création")).press("Confirmer")
    assert other.read.heading == "Créer votre mot de passe"
    asked(Browser(house), "autre@exemple.fr")
    late = mailed(house, "Confirmez la création")
    clock.forward(timedelta(hours=25))
    assert Browser(house).go(late).press("Confirmer").status == 409


def test_a_message_sent_again(house: House) -> None:
    browser = asked(Browser(house))
    first = mailed(house, "Confirmez la création")
    house.limits.forget("await recipient", "farhad@exemple.fr")  # a while later
    house.limits.forget("await dossier", dossier_of(browser))
    browser.press("Renvoyer le message")
    assert "Le message est reparti." in browser.read.words
    assert mailed(house, "Confirmez la création") != first
    assert Browser(house).go(first).status == 404


def created(house: House, who: Mapping[str, str], address: str, password: str) -> Browser:
    """Up to the confirmation of the account."""
    browser = Browser(house).go("/").press("Créer mon compte")
    browser.press("Continuer", {"type_identifiant": "titre"})
    browser.press("Continuer", who).press("Continuer", {"courriel": address})
    browser.go(mailed(house, "Confirmez la création")).press("Confirmer")
    return browser.press("Créer mon compte", {"mot_de_passe": password})


def test_a_number_with_an_account_already(house: House) -> None:
    """Whoever asks learns nothing, and is told nothing false; its person is told."""
    account_of(house, NUMBER, "vrai@exemple.fr")
    another = "un tout autre mot de passe"
    already = created(house, WHO, "farhad@exemple.fr", another)
    assert already.read.heading == CONFIRMED
    assert "Si votre numéro n’avait pas encore de compte, son compte est créé" in already.read.words
    assert "S’il avait déjà un compte, rien n’a changé" in already.read.words
    told = [one for one in house.mailbox.all() if one.subject == "Vous avez déjà un compte"]
    assert [one.to for one in told] == ["vrai@exemple.fr"]
    assert signed_in(house, NUMBER).path == "/compte"
    nobodys = created(house, {**WHO, "numero_etranger": "7503120530"}, "a@exemple.fr", another)
    assert nobodys.read.words == already.read.words
    assert len(house.mailbox.all()) == 3


def test_whether_there_is_an_account_is_looked_for_once_the_answer_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Creating one, or warning whoever has it, takes no time from the answer."""
    order: list[str] = []
    create = Accounts.create

    def creating(self: Accounts, *told: Any) -> Account | None:
        order.append("looked for")
        return create(self, *told)

    monkeypatch.setattr(Accounts, "create", creating)
    browser = asked(Browser(house))
    browser.go(mailed(house, "Confirmez la création")).press("Confirmer")
    browser._client = TestClient(
        Answering(application(house), order), base_url=ADDRESS, cookies=browser._client.cookies
    )
    browser.press("Créer mon compte", {"mot_de_passe": PASSWORD})
    assert order[:2] == ["answered", "looked for"]
    assert house.accounts.identified(NUMBER)


def test_a_procedure_that_asks_for_an_account_comes_back(house: House) -> None:
    account_of(house, NUMBER)
    browser = Browser(house).go("/demarche/bpi_case_2").press("Commencer")
    assert browser.path == "/connexion"
    browser.press("Se connecter", {"identifier": NUMBER, "password": PASSWORD})
    assert browser.path == "/demarche/bpi_case_2"
    assert browser.press("Commencer").read.heading == "Avant de commencer"


def oriented(browser: Browser) -> Browser:
    """Up to where an account is needed."""
    browser.go("/").press(BRICK)
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    return browser.press("Continuer", {"entree": "numero_etranger"})


def test_nothing_stands_between_the_click_and_the_form_of_the_account(house: House) -> None:
    """From the home page, from the sign-in page, and from where the way in needs an account."""
    browser = Browser(house).go("/").press("Créer mon compte")
    assert browser.read.heading == FORM
    assert "Reprendre" not in browser.go("/").read.words  # nothing is written in it yet
    browser.go("/connexion").press("Créer mon compte")
    assert browser.read.heading == FORM
    assert oriented(browser).read.heading == "Se connecter"
    assert "Pour continuer, connectez-vous ou créez un compte." in browser.read.words
    assert browser.press("Créer mon compte").read.heading == FORM


def test_who_signs_in_on_the_way_goes_on_with_it(house: House) -> None:
    account_of(house, NUMBER)
    browser = oriented(Browser(house))
    browser.press("Se connecter", {"identifier": NUMBER, "password": "faux"})
    assert (browser.status, browser.read.heading) == (422, "Se connecter")
    browser.press("Se connecter", {"identifier": NUMBER, "password": PASSWORD})
    assert browser.read.heading == "Choisir selon votre profil"


def test_the_way_in_is_no_draft_but_a_tab_goes_on_with_it(house: House) -> None:
    """Begun before the account, it is listed nowhere; where it is open, nothing of it is lost."""
    account_of(house, NUMBER)
    browser = Browser(house).go("/").press(BRICK)
    draft = browser.path
    assert not browser.offers("Enregistrer et quitter")
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    tab = Browser(house)
    tab._client = browser._client
    tab.go(f"{draft.partition('/ecran')[0]}/ecran/situation")
    browser.go("/")
    assert "Trouver ma démarche" not in browser.read.words
    browser.follow("Se connecter")
    browser.press("Se connecter", {"identifier": NUMBER, "password": PASSWORD})
    for path in ("/", "/compte"):
        assert "Trouver ma démarche" not in browser.go(path).read.words
    assert "Vous n’avez ni demande, ni message." in browser.read.words
    assert tab.press("Continuer", {"entree": "numero_etranger"}).status == 200
    assert tab.read.heading == "Choisir votre situation"  # the token was of another session
    tab.press("Continuer")
    assert tab.read.heading == "Choisir selon votre profil"
    assert "Trouver ma démarche" not in browser.go("/compte").read.words


def test_a_request_begun_by_the_way_in_is_listed_alone(house: House) -> None:
    account_of(house, NUMBER)
    browser = oriented(Browser(house))
    browser.press("Se connecter", {"identifier": NUMBER, "password": PASSWORD})
    browser.press("Je commence", {"profil": "bpi"}).press("Commencer")
    account = house.accounts.identified(NUMBER)
    assert account is not None
    lines = house.runtime.records.requests(owner=account.owner).lines
    assert [one.procedure for one in lines] == ["bpi_case_2"]
    browser.go("/compte").follow("Première demande de titre de séjour – personne protégée")
    assert browser.read.heading == "Avant de commencer"


def test_another_address_is_proved_twice(house: House) -> None:
    account_of(house, NUMBER, "avant@exemple.fr")
    browser = signed_in(house, NUMBER).go("/compte/reglages")
    told = {"email": "apres@exemple.fr", "email_password": "pas le bon"}
    browser.press("Changer d’adresse", told)
    assert browser.status == 422
    assert browser.sends("Changer d’adresse")["email"] == ["apres@exemple.fr"]
    browser.press("Changer d’adresse", {"email": "apres", "email_password": PASSWORD})
    assert "Écrivez une adresse" in browser.read.words
    browser.press("Changer d’adresse", {**told, "email_password": PASSWORD})
    assert "Un lien est parti" in browser.read.words
    assert "avant@exemple.fr" in browser.read.words
    elsewhere = Browser(house).go(mailed(house, "Confirmez votre nouvelle adresse"))
    elsewhere.press("Confirmer")
    assert elsewhere.read.heading == "Se connecter"
    assert "Votre adresse électronique est changée." in elsewhere.read.words
    account = house.accounts.identified(NUMBER)
    assert account is not None
    assert account.email == "apres@exemple.fr"
    warned = [one.to for one in house.mailbox.all() if one.subject.endswith("a changé")]
    assert warned == ["avant@exemple.fr"]


def test_a_new_address_is_said_where_one_is_signed_in(house: House) -> None:
    account_of(house, NUMBER)
    browser = signed_in(house, NUMBER).go("/compte/reglages")
    browser.press("Changer d’adresse", {"email": "b@exemple.fr", "email_password": PASSWORD})
    browser.go(mailed(house, "Confirmez votre nouvelle adresse")).press("Confirmer")
    assert browser.path == "/compte"
    assert "Votre adresse électronique est changée." in browser.read.words


def test_a_password_chosen_by_a_link_is_told_too(house: House) -> None:
    """As one chosen in the settings: who reads another’s mails changes nothing unseen."""
    account_of(house, NUMBER, "avant@exemple.fr")
    browser = Browser(house).go("/mot-de-passe-oublie")
    browser.press("Recevoir le lien", {"identifier": NUMBER})
    browser.go(mailed(house, "Choisissez un nouveau mot de passe"))
    browser.press("Enregistrer", {"password": "lampe violon girafe dimanche"})
    assert browser.path == "/compte"
    told = [one.to for one in house.mailbox.all() if one.subject == CHANGED]
    assert told == ["avant@exemple.fr"]


def test_another_password_signs_the_others_out(house: House) -> None:
    account_of(house, NUMBER)
    mine, stolen = signed_in(house, NUMBER), signed_in(house, NUMBER)
    mine.go("/compte/reglages")
    new = "lampe violon girafe dimanche"
    mine.press("Changer de mot de passe", {"old_password": "non", "new_password": new})
    assert mine.status == 422
    mine.press("Changer de mot de passe", {"old_password": PASSWORD, "new_password": new})
    assert "C’est fait." in mine.read.words
    assert [one.subject for one in house.mailbox.all()].count(CHANGED) == 1
    assert stolen.go("/compte").path == "/connexion"
    assert mine.go("/compte").status == 200
    again = Browser(house).go("/connexion")
    again.press("Se connecter", {"identifier": NUMBER, "password": new})
    assert again.path == "/compte"


def test_a_browser_is_signed_out_from_another(house: House) -> None:
    account_of(house, NUMBER)
    here, there = signed_in(house, NUMBER), signed_in(house, NUMBER)
    here.go("/compte/reglages").press("Déconnecter tous les autres")
    assert there.go("/compte").path == "/connexion"
    assert here.go("/compte").path == "/compte"


def test_all_the_data_of_one_person_and_of_nobody_else(house: House) -> None:
    account_of(house, PROTECTED.identifier)
    account_of(house, NUMBER)
    other = signed_in(house, NUMBER).go("/demarche/bpi_case_2").press("Commencer")
    browser = signed_in(house, PROTECTED.identifier)
    browser.go("/demarche/bpi_case_2").press("Commencer")
    walk(browser, PROTECTED, "Votre demande est déposée")
    with ZipFile(BytesIO(browser.go("/compte/donnees.zip").content)) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("donnees.json"))
        (joined,) = (name for name in names if name.startswith("fichiers/"))
        assert archive.read(joined).startswith(b"%PDF")
        (issued,) = (name for name in names if name.startswith("documents/"))
        assert archive.read(issued).startswith(b"%PDF")
    assert data["account"]["identifier"] == PROTECTED.identifier
    assert [one["procedure"] for one in data["dossiers"]] == ["bpi_case_2"]
    files = data["dossiers"][0]["files"]
    assert {"decision_protection", "contrat_engagement"} <= {one["slot"] for one in files}
    assert all(joined.startswith(f"fichiers/{one['digest'][:12]}-") for one in files)
    assert [one["title"] for one in data["letters"]] == ["Votre demande est déposée"]
    assert other.path.rpartition("/")[2] not in json.dumps(data)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18 Safari/605", "Safari, macOS"),
        ("curl/8.5.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_browsers_are_named(agent: str, expected: str) -> None:
    assert named(agent) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\a.pdf", "C__temp_a.pdf"),
        ("...", "_"),
        ("a\n\0b.pdf", "a__b.pdf"),
        ("Été (1).pdf", "Été (1).pdf"),
    ],
)
def test_names_in_the_archive_lead_nowhere(name: str, expected: str) -> None:
    assert plain(name) == expected
