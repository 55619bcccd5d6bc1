"""Une valeur n’a pas la forme attendue.

Un texte là où il faut une liste, une liste là où il faut un bloc de clés. Une liste s’écrit entre
crochets, ou avec un tiret par ligne.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: nom
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

RULE = Rule("wrong-shape")
