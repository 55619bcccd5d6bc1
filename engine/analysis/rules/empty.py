"""Une liste ou un bloc ne contient rien.

Ce qui ne contient rien se supprime, ou attend son premier élément.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: []
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("empty")
