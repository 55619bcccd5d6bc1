"""Une condition ou un texte emploie un nom qui n’existe pas.

Un nom se déclare sous « fields: », « registry: » ou « parameters: » ; la partie d’un groupe s’écrit
en entier (« conjoint.nom »). Un texte se met entre apostrophes droites : 'marie'.

Faux ::

    fields:
      situation: {label: Situation, type: choice, options: {seul: Seul, marie: Marié}}
      date_mariage: {label: Date du mariage, type: date, when: situaton == 'marie'}
    flow:
      - screen: famille
        title: Famille
        fields: [situation, date_mariage]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      situation: {label: Situation, type: choice, options: {seul: Seul, marie: Marié}}
      date_mariage: {label: Date du mariage, type: date, when: situation == 'marie'}
    flow:
      - screen: famille
        title: Famille
        fields: [situation, date_mariage]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..problems import problems_named
from ..rule import Rule

RULE = Rule("unknown-name", problems_named("unknown-name"))
