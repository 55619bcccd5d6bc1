"""A witness says what makes the difference, nothing invented, and stops where the fault is."""

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.source.files import InMemory
from parcours.engine.source.wording import typeset

HEADER = """procedure: demande
version: "1"
title: Demande
parameters:
  plafond: {title: Plafond, law: Art. 1, values: {2025-01-01: 900}}
fields:
  naissance: {label: Naissance, type: date, before: today}
  ressources: {label: Ressources, type: money, min: 0}
  aide: {label: Montant de l’aide, type: money, min: 0, optional: oui}
  marie: {label: Êtes-vous marié ?, type: boolean}
  enfants:
    label: Vos enfants
    type: list
    item:
      ecole: {label: École, type: text, optional: oui}
"""

OPTIONAL = """flow:
  - screen: a
    title: A
    fields: [naissance, aide]
    next: [{when: aide > 10, to: trop}]
  - screen: b
    title: B
    fields: [ressources]
    submit: {title: Déposer, outcome: depose}
ends:
  trop: {title: Trop, text: Trop.}
"""

FIGURE = """flow:
  - screen: a
    title: A
    fields: [naissance, ressources]
  - screen: b
    title: B
    when: ressources > param.plafond
    fields: [marie]
  - screen: c
    title: "C {{ marie }}"
    submit: {title: Déposer, outcome: depose}
"""

PART = """flow:
  - screen: a
    title: A
    fields: [enfants]
    next: [{when: "any(enfants, item.ecole == 'x')", to: trop}]
  - screen: b
    title: B
    submit: {title: Déposer, outcome: depose}
ends:
  trop: {title: Trop, text: Trop.}
"""

REGISTRY = """registry:
  titre: {label: Fin du titre, type: date}
requires: account
flow:
  - screen: a
    title: "A {{ registry.titre }}"
    submit: {title: Déposer, outcome: depose}
"""

EARLY = """flow:
  - screen: a
    title: A
    fields: [marie]
  - screen: b
    title: "B {{ {name} }}"
    submit: {title: Déposer, outcome: depose}
examination:
  opens: recue
  clocks: {silence: {title: Silence, after: 4 months, runs_in: [recue], then: recue}}
  states: {recue: {title: Reçue, final: true}}
"""


def told(flow: str) -> tuple[str, str]:
    """Message and cure of the one name that may be unanswered."""
    report = diagnose(InMemory({"demande.yaml": HEADER + flow}))
    (found,) = [one for one in report.diagnostics if one.rule == "maybe-unanswered"]
    return found.message, found.help


@pytest.mark.parametrize(
    ("flow", "person", "way"),
    [
        (OPTIONAL, "Montant de l’aide : sans réponse", "a"),
        (FIGURE, "Ressources : moins que « Plafond »", "a → c"),
        (FIGURE.replace(">", "<="), "Ressources : plus que « Plafond »", "a → c"),
        (FIGURE.replace("> ", "!= "), "Ressources : autant que « Plafond »", "a → c"),
        (PART, "École : sans réponse", "a"),
        (REGISTRY, "l’administration ne connaît pas « Fin du titre »", "a"),
    ],
)
def test_a_witness_shows_what_makes_the_difference(flow: str, person: str, way: str) -> None:
    message, _cure = told(flow)
    assert message.endswith(typeset(f"Par exemple : {person} ; chemin : {way}."))


@pytest.mark.parametrize(
    ("name", "message", "cure"),
    [
        ("filing.number", "pas encore connu ici ; chemin : a → b", "une fois la demande déposée"),
        ("clocks.silence", "pas encore connu ici ; chemin : a → b", "une fois la demande déposée"),
        ("account.email", "sur aucun chemin", "Demandez « requires: account »"),
    ],
)
def test_what_is_no_question_has_its_own_cure(name: str, message: str, cure: str) -> None:
    found = told(EARLY.replace("{name}", name))
    assert typeset(message) in found[0]
    assert typeset(cure) in found[1]
