"""The guides walked from the home page to the decision, in a browser without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from parcours.portal.house import House
from parcours.tests.pdf_checks import text_of
from parcours.tests.portal_browser import SAMPLE, Browser, opened
from parcours.tests.portal_garden import at_first
from parcours.tests.portal_people import (
    CHILD,
    PASSWORD,
    PROTECTED,
    UNION,
    account_of,
    signed_in,
    walk,
    where,
)

BRICK = "Je demande ou renouvelle un titre de séjour"
FILED = "Votre demande est déposée"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("journeys")) as found:
        for person in (UNION, PROTECTED, CHILD):
            account_of(found, person.identifier)
        yield found


def test_union_permanent_renewal(house: House) -> None:
    """Slides 1 to 15 of its guide, then the four steps, the receipt and its mail."""
    browser = Browser(house).go("/")
    assert [label for _f, one in browser.read.buttons() if (label := one.label)] == [
        BRICK,
        "Je fais une autre démarche",
        "Créer mon compte",
    ]
    browser.press(BRICK)
    assert browser.read.heading == "Choisir le bénéficiaire"
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    assert browser.read.heading == "Choisir votre situation"
    browser.press("Continuer", {"entree": "titre"})
    assert browser.read.heading == "Se connecter"
    browser.press("Se connecter", {"identifier": UNION.identifier, "password": PASSWORD})
    assert browser.read.heading == "Choisir le type de demande"
    for known in ("Ressortissant citoyen UE/EEE/Suisse", "Séjour permanent"):
        assert known in browser.read.words
    draft = browser.path
    browser.press("Je commence", {"demande": "renouvellement"})
    assert browser.read.heading == "Renouveler votre carte « Séjour permanent »"
    browser.press("Commencer")
    assert browser.read.heading == "Avant de commencer"
    assert signed_in(house, UNION.identifier).go(draft).status == 404
    listed = browser.read.link("Télécharger la liste des pièces justificatives")

    assert walk(browser, UNION, FILED) == [
        "Avant de commencer",
        "1/4 Vérifier votre état civil",
        "1/4 Liens personnels et familiaux",
        "1/4 Adresse et contact",
        "2/4 Pièces sur vos informations personnelles",
        "2/4 Pièces sur votre séjour",
        "3/4 Vérifier et déposer la demande",
        f"4/4 {FILED}",
    ]
    for said in ("Accusé de réception", "Déposée le", house.settings.service["phone"]):
        assert said in browser.read.words
    receipt = browser.read.link("Confirmation de dépôt")
    assert "Carte d’identité ou passeport" in text_of(browser.go(listed).content)
    content = browser.go(receipt).content
    assert "FERREIRA DA CONCEIÇÃO" in text_of(content)
    browser.go("/courriels").follow(FILED).follow("Confirmation de dépôt.pdf")
    assert browser.content == content


def test_protected_person_then_her_decision(house: House) -> None:
    """Case 2: the five steps, the certificate and its check, a call answered, a decision."""
    browser = signed_in(house, PROTECTED.identifier)
    browser.go("/").press(BRICK)
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    browser.press("Continuer", {"entree": "numero_etranger"})
    assert browser.read.heading == "Choisir selon votre profil"
    assert "apatride" not in browser.read.words  # she is known to be a refugee
    browser.press("Je commence", {"profil": "bpi"}).press("Commencer")
    assert walk(browser, PROTECTED, FILED) == [
        "Avant de commencer",
        "1/5 Vérifier votre état civil",
        "1/5 Liens personnels et familiaux",
        "1/5 Adresse et contact",
        "2/5 Vérifier le motif de séjour",
        "2/5 Attestation sur l’honneur",
        "3/5 Joindre les justificatifs",
        "4/5 Les informations personnelles",
        "4/5 Le motif du séjour et les justificatifs",
        f"5/5 {FILED}",
    ]
    certificate = browser.read.link("Attestation de prolongation d’instruction")
    dossier = browser.path.removesuffix("/ecran/confirmation")
    content = browser.go(certificate).content
    assert "2D-DOC" in text_of(content)
    anyone = Browser(house).go("/verifier")
    anyone.press("Vérifier", {}, {"file": ("attestation.pdf", content)})
    assert "DIALLO" in anyone.read.words, anyone.read.words

    _asked_then_answered(house, browser, dossier)
    agent = Browser(house).go(f"/demonstration/agent{dossier.removeprefix('/dossier')}")
    agent.follow("Reprendre l’instruction").press("Reprendre l’instruction")
    agent.follow("Accorder le titre").press("Accorder le titre")
    assert agent.read.heading == "Décision favorable"
    browser.go("/compte").follow("Une décision a été prise sur votre demande")
    assert "est acceptée" in browser.read.words
    browser.follow("Voir ma demande").follow("Attestation de décision favorable")
    assert browser.content.startswith(b"%PDF")


def _asked_then_answered(house: House, browser: Browser, dossier: str) -> None:
    """The guide's « complément »: a mail, the notification, the documents, sent."""
    agent = Browser(house).go("/demonstration/agent")
    agent.follow("Première demande de titre de séjour – personne protégée")
    agent.follow("Commencer la vérification du dossier")
    agent.press("Commencer la vérification du dossier")
    agent.follow("Demander des pièces complémentaires")
    day = (house.now() + timedelta(days=30)).date()
    told = {
        "pieces_demandees.1.document": "decision_protection",
        "pieces_demandees.1.reason": "unreadable",
        "message_complement": "Il manque une page.",
        "echeance.day": str(day.day),
        "echeance.month": str(day.month),
        "echeance.year": str(day.year),
    }
    agent.press("Demander des pièces complémentaires", told)
    assert agent.read.heading == "Complément demandé", agent.read.words

    box = Browser(house).go("/courriels").follow("Des pièces complémentaires vous sont demandées")
    assert box.read.link("http://testserver/connexion")
    browser.go("/compte")
    assert "non lu" in browser.read.words
    browser.follow("Des pièces complémentaires vous sont demandées")
    assert "Il manque une page." in browser.read.words
    browser.follow("Voir ma demande")
    assert browser.read.heading == "Complément demandé"
    browser.follow("Envoyer le complément de dossier")
    (slot,) = {
        one.name for form in browser.read.forms for one in form.controls if one.kind == "file"
    }
    browser.press("Envoyer le complément de dossier", {}, {slot: ("page.pdf", SAMPLE)})
    assert (browser.path, browser.read.heading) == (dossier, "Complément transmis")
    assert "Ce qui s’est passé" in browser.read.words


def test_member_of_the_family(house: House) -> None:
    """Case 3, option 1: the number, the link handed over, and a receipt without 2D-DOC."""
    browser = signed_in(house, CHILD.identifier)
    browser.go("/").press(BRICK)
    browser.press("Continuer", {"pour_qui": "moi_meme"})
    browser.press("Continuer", {"entree": "numero_etranger"})
    browser.press("Je commence", {"profil": "famille_numero_etranger"})
    assert browser.read.heading == "Votre lien avec la personne protégée"
    browser.press("Je commence", {"lien": "enfant"}).press("Commencer")
    assert walk(browser, CHILD, FILED) == [
        "Avant de commencer",
        "1/5 Vérifier votre état civil",
        "1/5 Liens personnels et familiaux",
        "1/5 Adresse et contact",
        "2/5 La personne protégée",
        "2/5 Vérifier le motif de séjour",
        "2/5 Attestation sur l’honneur",
        "3/5 Joindre les justificatifs",
        "4/5 Les informations personnelles",
        "4/5 Le motif du séjour et les justificatifs",
        f"5/5 {FILED}",
    ]
    assert "2D-DOC" not in text_of(browser.go(browser.read.link("Confirmation de dépôt")).content)


def test_a_screen_that_reveals_questions_keeps_all_that_was_typed(house: House) -> None:
    browser = at_first(signed_in(house, CHILD.identifier), "bpi_case_2")
    browser.press("Je continue").press("Continuer")
    assert where(browser) == "1/5 Liens personnels et familiaux"
    with pytest.raises(AssertionError, match="are not asked"):
        browser.sends("Continuer", {"conjoint.nom": "BARRY"})
    browser.press("Continuer", {"situation_familiale": "marie", "enfants_a_charge": "oui"})
    assert browser.status == 200
    assert "De nouvelles questions vous concernent" in browser.read.words
    told = {"conjoint.nom": "<b>Ô'Brien & Cie</b>", "enfants.1.prenoms": "{{ 7*7 }}"}
    browser.press("Ajouter une ligne", told)
    sent = browser.sends("Continuer")
    for name, text in {**told, "situation_familiale": "marie", "enfants_a_charge": "oui"}.items():
        assert sent[name] == [text]
    assert "enfants.2.nom" in sent


def test_saved_then_resumed_elsewhere_then_erased(house: House) -> None:
    first = at_first(signed_in(house, CHILD.identifier), "bpi_case_2")
    dossier = first.path
    first.press("Je continue").press("Continuer")
    first.press("Enregistrer et quitter", {"situation_familiale": "marie"})
    assert (first.path, first.status) == ("/compte", 200)
    assert "Votre brouillon est enregistré." in first.read.words

    second = signed_in(house, CHILD.identifier)
    address = next(at for label, at in second.read.links if at == dossier)
    second.go(address)
    assert where(second) == "1/5 Liens personnels et familiaux"
    assert second.sends("Continuer")["situation_familiale"] == ["marie"]

    second.go(f"{dossier}/effacer")
    for said in ("Rien ne permet de le retrouver", "1 réponse"):
        assert said in second.read.words
    second.press("Effacer le brouillon")
    assert "Le brouillon est effacé." in second.read.words
    assert second.go(dossier).status == 404


def test_a_summary_to_print_and_no_other_end_than_withdrawing(house: House) -> None:
    browser = signed_in(house, CHILD.identifier).go("/compte")
    browser.follow("Première demande de titre de séjour – famille")
    summary = browser.read.link("Télécharger le récapitulatif")
    dossier = browser.path
    assert "RAHIMI" in text_of(Browser.go(browser, summary).content)
    assert browser.go(f"{dossier}/effacer").status == 409
    browser.go(dossier).follow("Retirer ma demande").press("Retirer ma demande")
    assert browser.read.heading == "Demande retirée"
