"""Une question n’a pas de libellé.

Le libellé (« label ») est ce que l’usager lit. Une question connue du registre peut prendre le
sien.

Faux ::

    fields:
      nom: {type: text}
    flow:
      - screen: demande
        title: Votre demande
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

RULE = Rule("missing-label")
