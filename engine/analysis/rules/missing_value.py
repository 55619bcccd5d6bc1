"""Une clé n’est suivie de rien.

Donnez-lui une valeur, ou supprimez-la. Le néant n’est jamais une valeur.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title:
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

RULE = Rule("missing-value")
