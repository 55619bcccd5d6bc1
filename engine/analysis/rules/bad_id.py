"""Un nom donné à une chose n’est pas un identifiant.

Les noms de questions, d’écrans, d’options ou de documents s’écrivent en minuscules sans accent,
avec des chiffres et « _ », et commencent par une lettre. L’usager ne les voit pas.

Faux ::

    fields:
      Nom-usuel: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [Nom-usuel]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom_usuel: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom_usuel]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("bad-id")
