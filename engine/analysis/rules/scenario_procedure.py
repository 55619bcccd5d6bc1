"""Un scénario n’est pas rangé dans le dossier de sa démarche.

Les scénarios d’une démarche sont dans scenarios/<démarche>/ : c’est là que « parcours test » les
cherche.

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
    # fichier: scenarios/autre/mineur.yaml
    scenario: Une personne de 16 ans est arrêtée poliment
    procedure: exemple
    today: 2026-11-02
    answers: {age: 16}
    expect:
      screens: [vous]
      end: mineur

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
from ..scenario import FOLDER, Scenario


def check(_facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """While this is unsettled, the other rules on scenarios keep silent."""
    named = scenario.procedure
    if named and not scenario.is_in_place:
        yield Diagnostic(
            "scenario-procedure",
            _("Ce scénario de « {name} » n’est pas dans son dossier.").format(name=named.name),
            named.span,
            _("Rangez-le dans {folder}/{name}/, ou corrigez la démarche.").format(
                folder=FOLDER, name=named.name
            ),
        )


RULE = Rule("scenario-procedure", check_scenario=check)
