"""Une condition ou une expression « {{ … }} » est mal écrite.

Une condition tient sur une ligne et se compose de noms, de nombres, de textes entre apostrophes
droites, de « and », « or », « not », « in », et de comparaisons (==, !=, <, <=, >, >=). « and » et
« or » mêlés demandent des parenthèses.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      majeur: {label: Êtes-vous indépendant ?, type: boolean, when: age = 18}
    flow:
      - screen: vous
        title: Vous
        fields: [age, majeur]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      majeur: {label: Êtes-vous indépendant ?, type: boolean, when: age == 18}
    flow:
      - screen: vous
        title: Vous
        fields: [age, majeur]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..problems import problems_named
from ..rule import Rule

RULE = Rule("condition-syntax", problems_named("condition-syntax"))
