"""Une valeur n’est pas de celles que la clé permet.

Un type qui n’existe pas, une date, une durée ou un nombre mal écrits. Le message donne la forme
attendue.

Faux ::

    fields:
      nom: {label: Nom, type: texte}
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

RULE = Rule("bad-value")
