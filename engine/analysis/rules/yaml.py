"""Le fichier n’est pas du YAML lisible, ou ne se lit pas comme son auteur l’entend.

Une procédure n’emploie de YAML que les clés, les listes et les textes. Un texte qui contient « : »,
« # », « {{ », une virgule entre accolades, ou qui commence par un signe, se met entre guillemets
doubles. Ancres, renvois, fusions et étiquettes de type sont refusés.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande : le motif
        fields: [nom]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: "Votre demande : le motif"
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("yaml")
