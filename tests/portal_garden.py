"""A portal with one short procedure, and two people who have an account there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from parcours.portal.accounts import Account
from parcours.portal.house import House
from parcours.portal.registry import Identity
from parcours.tests.portal_browser import Browser, Clock, opened
from parcours.tests.portal_files import PDF

LARGEST = 300_000
"""Bytes that a request may have here: what is too heavy need not be heavy."""

GARDEN = """
procedure: jardin
version: "1"
title: Demande de jardin partagé
audience: Vous habitez le quartier.
fields:
  nom: {label: Votre nom, type: text, max_length: 300}
  motif: {label: Votre projet, type: long_text, max_length: 3000}
  raison: {label: Pourquoi ?, type: long_text, max_length: 3000}
  saison:
    label: Quelle saison ?
    type: choice
    options: {printemps: Le printemps, automne: L’automne}
attestations:
  sincerite: {text: J’atteste l’exactitude de mes réponses.}
documents:
  plan: {title: Plan du jardin, help: Un dessin suffit., files: 1..3}
deliverables:
  recu:
    title: Reçu de dépôt
    template: receipt
    fields: [nom]
    text: "{{ nom }} a déposé une demande le {{ filing.date }}."
flow:
  - screen: projet
    title: Votre projet
    fields: [nom, motif, saison]
  - screen: plan
    title: Votre plan
    collect: all
  - screen: relecture
    title: Relisez
    review: all
    attest: all
    submit: {title: Déposer, notice: depot, deliver: [recu]}
  - screen: fin
    title: C’est déposé
    text: "Merci {{ nom }}."
examination:
  opens: recue
  states:
    recue:
      title: Demande reçue
      actions:
        retirer: {by: applicant, title: Retirer ma demande, to: retiree, fields: [raison]}
    retiree: {title: Demande retirée, final: true}
notices:
  depot:
    title: "Demande de {{ nom }}"
    text: "Bonjour {{ nom }}, votre projet : {{ motif }}"
    attach: [recu]
"""
LODGING = """
procedure: logis
version: "1"
title: Demande de logis
fields:
  couple: {label: Vivez-vous en couple ?, type: boolean}
  union: {label: Date de l’union, type: date, when: couple}
  surnom: {label: Son surnom, type: text, optional: true, when: couple}
  enfants:
    label: Vos enfants
    type: list
    max: 4
    item: {prenom: {label: Prénom, type: text}}
attestations:
  couple_vrai: {text: J’atteste vivre en couple., when: couple}
documents:
  photo: {title: Photo d’identité, code: ephoto_code}
  facture: {title: Facture, max_age: 6 months}
  identite:
    title: Pièce d’identité
    any_of:
      passeport: {title: Passeport}
      carte: {title: Carte d’identité, files: 1..3}
  autre: {title: Autre document, optional: true, files: 1..5, max_size: 1 MB}
flow:
  - screen: vous
    title: Vous
    fields: [couple, union, surnom, enfants]
    attest: [couple_vrai]
  - screen: pieces
    title: Vos documents
    collect: all
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue:
      title: Demande reçue
      actions:
        completer:
          by: applicant
          title: Compléter
          to: complete
          collect: [identite]
    complete: {title: Demande complète, final: true}
"""
"""Lists, documents of every kind, and what depends on an answer."""
PASSWORD = "cheval correct agrafe pile"  # noqa: S105 - of people who do not exist
OTHER_PASSWORD = "quatre mots sans aucun lien"  # noqa: S105 - of people who do not exist
ANA, BORIS = "7503120521", "7503120530"
ANSWERS = {"nom": "Ana Diallo", "motif": "Des tomates", "saison": "printemps"}


def planted(folder: Path, *texts: str) -> Path:
    """A folder of procedures in that one, each in a file of its name."""
    procedures = folder / "procedures"
    procedures.mkdir(exist_ok=True)
    for text in texts:
        found = re.search(r"^procedure: (\w+)$", text, re.MULTILINE)
        assert found
        (procedures / f"{found[1]}.yaml").write_text(text, "utf-8")
    return procedures


@contextmanager
def garden(folder: Path, clock: Clock | None = None, **told: Any) -> Iterator[House]:
    """Open, with Ana and Boris, whose password is the same."""
    with opened(folder, clock, procedures=planted(folder, GARDEN), **told) as house:
        for identifier, name in ((ANA, "Ana"), (BORIS, "Boris")):
            join(house, identifier, name)
        yield house


@pytest.fixture(name="house", scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all tests of a module, where nobody is counted."""
    with garden(tmp_path_factory.mktemp("garden")) as found:
        found.limits.allows = lambda *_told: True  # type: ignore[method-assign]
        yield found


@pytest.fixture
def clock() -> Clock:
    """Of the house of one test."""
    return Clock()


@pytest.fixture(name="house")
def own_house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """One for each test."""
    with garden(tmp_path, clock, largest_request=LARGEST) as found:
        yield found


def join(house: House, identifier: str, name: str) -> Account:
    """An account."""
    kept = house.passwords.hashed(PASSWORD)
    identity = Identity(identifier, f"{name.upper()}SON", name, "1990-01-01")
    found = house.accounts.create(identity, "titre", f"{name.lower()}@exemple.fr", kept)
    assert found
    return found


def tried(browser: Browser, identifier: str, password: str) -> Browser:
    """Signing in, rightly or wrongly."""
    browser.go("/connexion")
    return browser.press("Se connecter", {"identifier": identifier, "password": password})


def signed_in(house: House, identifier: str = ANA) -> Browser:
    """A browser in which that person has just signed in."""
    browser = tried(Browser(house), identifier, PASSWORD)
    assert browser.path == "/compte"
    return browser


def at_first(browser: Browser, procedure: str) -> Browser:
    """Before the first screen of a request just begun, whatever else they have begun of it."""
    browser.go(f"/demarche/{procedure}").press("Commencer")
    if browser.offers("Commencer une nouvelle demande"):
        browser.press("Commencer une nouvelle demande")
    return browser


def begun(browser: Browser) -> str:
    """The dossier of a request that they begin: its first screen is shown."""
    return dossier_of(at_first(browser, "jardin"))


def dossier_of(browser: Browser) -> str:
    """The one that the address names."""
    found = re.match(r"/dossier/([^/]+)", browser.path)
    assert found, browser.path
    return found[1]


def filed(browser: Browser, **answers: str) -> str:
    """A request filed by hand, screen after screen; its dossier."""
    dossier = begun(browser)
    browser.press("Continuer", {**ANSWERS, **answers})
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    browser.press("Déposer", {"_tick.sincerite": "1"})
    assert browser.house.runtime.dossier(dossier)[1].filed, browser.read.words
    return dossier


def answered(house: House, dossier: str) -> dict[str, object]:
    """What is kept of the first screen."""
    return dict(house.runtime.dossier(dossier)[1].answers)
