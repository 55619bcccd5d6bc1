"""Holes of texts filled for one person, each kind of value as people read it."""

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.saying import Speaker
from parcours.engine.fields.field_type import Raw
from parcours.engine.source.wording import typeset
from parcours.tests.dossiers import Driven, opened, ready

HOLES = (
    *("nom", "marie", "naissance", "situation", "langues", "enfants", "conjoint", "conjoint.nom"),
    *("conjoint.nee", "adresse.ville", "age(naissance)", "count(enfants)", "naissance + 10"),
    *("today", "marie and nom == 'A'", "account.email"),
)

TEXT = """
requires: account
fields:
  nom: {label: Nom, type: text}
  marie: {label: Marié, type: boolean}
  naissance: {label: Naissance, type: date, partial: true, before: today}
  situation: {label: Situation, type: choice, options: {seul: Tout seul, autre: Autre}}
  langues: {label: Langues, type: choices, options: {fr: Français, en: Anglais}}
  enfants: {label: Enfants, type: list, item: {nom: {label: Nom, type: text}}}
  conjoint:
    label: Conjoint
    type: group
    fields:
      nom: {label: Nom, type: text}
      nee: {label: Née, type: boolean}
  adresse: {label: Adresse, type: address}
flow:
  - screen: tout
    title: Tout
    fields: [nom, marie, naissance, situation, langues, enfants, conjoint, adresse]
  - screen: depot
    title: Dépôt
    text:
      - text: "%s"
      - {when: marie, text: Marié.}
      - {when: not marie, text: Seul.}
    submit: {title: Déposer, outcome: depose}
""" % " | ".join(f"{{{{ {hole} }}}}" for hole in HOLES)  # noqa: UP031 - braces are the text's

ANSWERS: dict[str, Raw] = {
    "nom": "DIALLO",
    "marie": "oui",
    "naissance": "1990-02",
    "situation": "seul",
    "langues": ["fr", "en"],
    "enfants": [{"nom": "Awa"}, {"nom": "Issa"}],
    "conjoint": {"nom": "BA", "nee": "non"},
    "adresse": {"numero": "1", "voie": "rue Haute", "code_postal": "21000", "ville": "Dijon"},
}


@pytest.fixture(scope="module")
def driven() -> Driven:
    found = opened(ready(TEXT))
    found.ok(do.Answer("tout", ANSWERS))
    found.ok(do.Press("tout"))
    return found


def test_each_kind_of_value(driven: Driven) -> None:
    visit = driven.visit("depot")
    said = Speaker(driven.compiled, driven.dossier, visit.values).says(visit.screen.text)
    first, second = said.split("\n\n")
    assert second == "Marié."
    shown = dict(zip(HOLES, first.split(" | "), strict=True))
    assert shown["nom"] == "DIALLO"
    assert shown["marie"] == "Oui"
    assert shown["naissance"] == typeset("février\u00a01990"), "an incomplete date stays so"
    assert shown["situation"] == "Tout seul"
    assert shown["langues"] == "Français et Anglais"
    assert "Awa" in shown["enfants"]
    assert "Issa" in shown["enfants"]
    assert "BA" in shown["conjoint"]
    assert (shown["conjoint.nom"], shown["conjoint.nee"]) == ("BA", "Non")
    assert shown["adresse.ville"] == "Dijon"
    assert (shown["age(naissance)"], shown["count(enfants)"]) == ("36", "2")
    assert shown["naissance + 10"] == "10\u00a0mars\u00a01990", (
        "counted from the last day it can be"
    )
    assert shown["today"] == "2\u00a0novembre\u00a02026"
    assert shown["marie and nom == 'A'"] == "non"
    assert shown["account.email"] == "awa@exemple.fr"


BESIDE = """
fields: {nom: {label: Nom, type: text}}
flow:
  - {screen: vous, title: Vous, fields: [nom]}
  - screen: depot
    title: Dépôt
    text: "N° {{ nom }} ; l'an {{ nom }} : {{nom}} € et {{ nom }} %, « {{ nom }} », n° {{ nom }} ?"
    submit: {title: Déposer, outcome: depose}
"""


def test_the_spaces_beside_a_value_do_not_break() -> None:
    """A text is set whole: what is written in a hole is not, and nor is the value."""
    found = opened(ready(BESIDE))
    found.ok(do.Answer("vous", {"nom": "7 : l'a"}))
    found.ok(do.Press("vous"))
    visit = found.visit("depot")
    said = Speaker(found.compiled, found.dossier, visit.values).says(visit.screen.text)
    x, _x = "7 : l'a", "\u00a07 : l'a"
    assert said.replace("\u2068", "").replace("\u2069", "") == (
        f"N°{_x}\u202f; l’an {x}\u00a0: {x}\u00a0€ et {x}\u00a0%, «{_x}\u00a0», n°{_x}\u202f?"
    )
