"""Des fichiers s’utilisent en rond.

Une partie commune peut en prendre d’autres par « use: », mais aucune ne peut, de proche en proche,
se prendre elle-même.

Faux ::

    use: [common/nom.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom, prenom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml
    use: [common/prenom.yaml]
    fields:
      nom: {label: Nom, type: text}
    # fichier: common/prenom.yaml
    use: [common/nom.yaml]
    fields:
      prenom: {label: Prénom, type: text}

Juste ::

    use: [common/nom.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom, prenom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml
    use: [common/prenom.yaml]
    fields:
      nom: {label: Nom, type: text}
    # fichier: common/prenom.yaml
    fields:
      prenom: {label: Prénom, type: text}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("use-cycle")
