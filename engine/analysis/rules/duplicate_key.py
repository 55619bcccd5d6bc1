"""La même clé est écrite deux fois au même endroit.

YAML ne garderait que la seconde. Gardez-en une, ou renommez-la.

Faux ::

    fields:
      nom: {label: Nom, type: text}
      nom: {label: Prénom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: text}
      prenom: {label: Prénom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom, prenom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("duplicate-key")
