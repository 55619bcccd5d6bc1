"""Il manque une clé obligatoire.

Le message donne la clé et un exemple de ce qu’elle contient.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {outcome: depose}

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

RULE = Rule("missing-key")
