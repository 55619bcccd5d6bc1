"""Une condition nomme une option qui n’existe pas.

Les options d’une question sont les identifiants écrits sous « options: », entre apostrophes droites
dans les conditions ; le libellé, lui, ne sert qu’à l’affichage.

Faux ::

    fields:
      situation: {label: Situation, type: choice, options: {seul: Seul, marie: Marié}}
      date_mariage: {label: Date du mariage, type: date, when: situation == 'mariee'}
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

RULE = Rule("unknown-option", problems_named("unknown-option"))
