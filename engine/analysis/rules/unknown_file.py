"""Un fichier n’est ni une procédure, ni une partie commune, ni un scénario.

Une procédure commence par « procedure: », un scénario par « scenario: ». Une partie commune n’a que
des sections : « fields: », « documents: », « notices: »…

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/notes.yaml
    remarque: à faire

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

RULE = Rule("unknown-file")
