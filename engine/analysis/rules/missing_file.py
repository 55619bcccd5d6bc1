"""Un fichier pris par « use: » n’existe pas.

Les chemins partent du dossier des procédures et n’en sortent pas. « use: » ne prend que des parties
communes, jamais une procédure ni un scénario.

Faux ::

    use: [common/nmo.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml
    fields:
      nom: {label: Nom, type: text}

Juste ::

    use: [common/nom.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml
    fields:
      nom: {label: Nom, type: text}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("missing-file")
