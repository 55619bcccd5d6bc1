"""Un scénario n’attend rien.

Sous « expect: », dites au moins une chose qui doit en résulter : les écrans, la fin, l’état… Sans
quoi le scénario réussit toujours.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
        next:
          - {when: age < 18, to: mineur}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      mineur: {title: Revenez à 18 ans, text: Cette démarche est pour les adultes.}
    # fichier: scenarios/exemple/mineur.yaml
    scenario: Une personne de 16 ans est arrêtée poliment
    procedure: exemple
    today: 2026-11-02
    answers: {age: 16}
    expect: {}

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
        next:
          - {when: age < 18, to: mineur}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      mineur: {title: Revenez à 18 ans, text: Cette démarche est pour les adultes.}
    # fichier: scenarios/exemple/mineur.yaml
    scenario: Une personne de 16 ans est arrêtée poliment
    procedure: exemple
    today: 2026-11-02
    answers: {age: 16}
    expect:
      screens: [vous]
      end: mineur
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..scenario import Scenario


def check(_facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Silent when something of the file was left out: it may be what is expected."""
    if scenario.is_whole and not scenario.expect.keys:
        yield Diagnostic(
            "scenario-without-expectation",
            _("Ce scénario n’attend rien."),
            scenario.expect.span,
            _("Ajoutez par exemple « screens: », « end: » ou « state: »."),
        )


RULE = Rule("scenario-without-expectation", check_scenario=check)
