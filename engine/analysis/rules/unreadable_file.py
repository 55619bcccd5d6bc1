"""Un fichier ne peut pas être lu.

Les fichiers sont en UTF-8, dans le dossier des procédures, et d’un mégaoctet au plus. Celui de
l’exemple faux est enregistré en Latin-1.

Faux ::

    use: [common/nom.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml (latin-1)
    fields:
      nom: {label: Nom de l'épouse, type: text}

Juste ::

    use: [common/nom.yaml]
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/nom.yaml
    fields:
      nom: {label: Nom de l'épouse, type: text}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("unreadable-file")
