"""Une clé n’existe pas dans le langage, ou pas à cet endroit.

Les clés sont en anglais et peu nombreuses. Le message donne celle qui était sans doute voulue, ou
l’endroit où elle s’écrit.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        titel: Votre demande
        fields: [nom]
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

RULE = Rule("unknown-key")
