"""Invented people before a browser: what they answer and join, wherever they are asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from parcours.portal.accounts import Account
from parcours.portal.house import House
from parcours.portal.registry import RESIDENTS, Identity
from parcours.tests.portal_browser import SAMPLE, Browser

PASSWORD = "cheval correct agrafe pile"  # noqa: S105 - of people who do not exist


@dataclass(frozen=True, slots=True)
class Person:
    """Answers by control, and the slots they have a file for; they tick all there is to tick."""

    identifier: str
    answers: dict[str, str | list[str]]
    files: tuple[str, ...] = ()


def recent(house: House, slot: str) -> dict[str, str | list[str]]:
    """The date written on a document: three weeks ago."""
    day = house.now().date() - timedelta(days=21)
    name = f"_dated.{slot}"
    return {
        f"{name}.day": str(day.day),
        f"{name}.month": str(day.month),
        f"{name}.year": str(day.year),
    }


def account_of(house: House, identifier: str, email: str = "") -> Account:
    """The account of a resident, made without its journey."""
    told = json.loads(RESIDENTS.read_text("utf-8"))
    values = next(one["values"] for one in told if one["identifier"] == identifier)
    who = Identity(identifier, values["nom"], values["prenoms"], values["date_naissance"])
    kept = house.passwords.hashed(PASSWORD)
    made = house.accounts.create(who, "titre", email or f"{identifier.lower()}@exemple.fr", kept)
    assert made is not None
    return made


def signed_in(house: House, identifier: str) -> Browser:
    """That person's browser, once they have signed in."""
    browser = Browser(house).go("/connexion")
    return browser.press("Se connecter", {"identifier": identifier, "password": PASSWORD})


def fill(browser: Browser, person: Person) -> Browser:
    """Everything this screen asks that the person knows, then its button."""
    asked = {one.name for form in browser.read.forms for one in form.controls if one.is_sent}
    told = {name: answer for name, answer in person.answers.items() if name in asked}
    told |= {name: "1" for name in asked if name.startswith("_tick.")}
    files = {}
    for slot in person.files:
        if f"_files.{slot}" in asked and f"{slot}.pdf" not in browser.read.words:
            files[f"_files.{slot}"] = (f"{slot}.pdf", SAMPLE)
        if f"_dated.{slot}.day" in asked:
            told |= recent(browser.house, slot)
    buttons = [one for _form, one in browser.read.buttons()]
    return browser.press(buttons[0].label, told, files)


def walk(browser: Browser, person: Person, until: str, most: int = 40) -> list[str]:
    """Screen after screen up to that heading; the headings met, with their steps."""
    met: list[str] = [where(browser)]
    for _step in range(most):
        if browser.read.heading == until:
            return met
        fill(browser, person)
        assert browser.status in (200, 422), browser.read.words
        if where(browser) != met[-1]:
            met.append(where(browser))
    raise AssertionError(f"{browser.read.heading}: {browser.read.words}")


def where(browser: Browser) -> str:
    """« 2/5 Vérifier le motif de séjour »: the step and the heading."""
    _title, found, rest = browser.read.title.partition("Étape ")
    step = rest.partition(" – ")[0].replace(" sur ", "/") + " " if found else ""
    return f"{step}{browser.read.heading}"


UNION = Person(
    "9904321987",
    {
        "situation_familiale": "veuf",
        "enfants_a_charge": "non",
        "demenagement": "non",
        "logement": "locataire_proprietaire",
        "cessation_activite": "retraite",
        "absence_longue": "non",
        "_chosen.piece_identite": "piece_identite.carte_identite",
        "_chosen.justificatif_domicile": "justificatif_domicile.locataire_proprietaire.facture",
        "photo": "B7X3XNYXULYWWVBVDX6L3G",
    },
    (
        "piece_identite.carte_identite",
        "titre_sejour",
        "justificatif_domicile.locataire_proprietaire.facture",
        "preuves_retraite.assurance_maladie",
        "preuves_retraite.sejour_salarie",
    ),
)

PROTECTED = Person(
    "7503120521",
    {
        "situation_familiale": "marie",
        "conjoint.nom": "BARRY",
        "conjoint.prenoms": "Mamadou",
        "conjoint.sexe": "masculin",
        "conjoint.naissance.day": "3",
        "conjoint.naissance.month": "2",
        "conjoint.naissance.year": "1988",
        "conjoint.nationalite": "GN",
        "conjoint.reside_en_france": "oui",
        "enfants_a_charge": "non",
        "logement": "hotel",
        "photo": "P6QFQ68ZD7HV8TBRFAUVKQ",
    },
    (
        "decision_protection",
        "contrat_engagement",
        "justificatif_domicile.hotel.attestation_hotel",
        "justificatif_domicile.hotel.facture_hotel",
    ),
)

CHILD = Person(
    "7503120548",
    {
        "telephone": "01 99 00 24 00",
        "situation_familiale": "celibataire",
        "enfants_a_charge": "non",
        "logement": "domiciliation",
        "beneficiaire.nom": "RAHIMI",
        "beneficiaire.prenoms": "Nasrin",
        "beneficiaire.sexe": "feminin",
        "beneficiaire.naissance.year": "1979",
        "beneficiaire.nationalite": "AF",
        "beneficiaire_statut": "refugie",
        "beneficiaire_autorite": "ofpra",
        "entree_reunification": "non",
        "_chosen.preuve_nationalite": "preuve_nationalite.passeport",
        "_chosen.preuve_filiation": "preuve_filiation.livret_famille",
        "photo": "P6QFQ68ZD7HV8TBRFAUVKR",
    },
    (
        "acte_naissance",
        "preuve_nationalite.passeport",
        "decision_protection",
        "preuve_filiation.livret_famille",
        "justificatif_domicile.domiciliation.attestation_domiciliation",
        "contrat_engagement",
    ),
)

SPOUSE = Person(
    "FRA012345678",
    {
        "situation_familiale": "marie",
        "date_union.year": "2015",
        "conjoint.nom": "TESFAYE",
        "conjoint.prenoms": "Dawit",
        "conjoint.sexe": "masculin",
        "conjoint.naissance.year": "1990",
        "conjoint.nationalite": "ER",
        "conjoint.reside_en_france": "oui",
        "enfants_a_charge": "non",
        "logement": "domiciliation",
        "beneficiaire.nom": "TESFAYE",
        "beneficiaire.prenoms": "Dawit",
        "beneficiaire.sexe": "masculin",
        "beneficiaire.naissance.year": "1990",
        "beneficiaire.nationalite": "ER",
        "beneficiaire_statut": "refugie",
        "beneficiaire_autorite": "ofpra",
        "entree_reunification": "oui",
        "union_anterieure": "oui",
        "vie_commune": "oui",
        "_chosen.preuve_nationalite": "preuve_nationalite.passeport",
        "_chosen.preuve_mariage": "preuve_mariage.acte_mariage",
        "photo": "P6QFQ68ZD7HV8TBRFAUVKR",
    },
    (
        "acte_naissance",
        "preuve_nationalite.passeport",
        "visa_long_sejour",
        "decision_protection",
        "preuve_mariage.acte_mariage",
        "justificatif_domicile.domiciliation.attestation_domiciliation",
        "contrat_engagement",
    ),
)
"""She came with a visa, whose number opens her account."""
