"""Une question à choix n’offre aucun choix.

Sous « options: », écrivez au moins une réponse : son identifiant, puis son libellé.

Faux ::

    fields:
      nom: {label: Nom, type: choice, options: {}}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: choice, options: {un: Un, deux: Deux}}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("empty-options")
