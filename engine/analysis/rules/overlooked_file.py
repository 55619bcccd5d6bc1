"""Un fichier ou un dossier ressemble à une définition et n’est pas lu.

Seuls les fichiers qui finissent par « .yaml » sont des définitions. Un dossier qui n’est qu’un lien
n’est pas parcouru. Le dire évite de croire vérifié ce qui ne l’est pas.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
    # fichier: autre.yml
    procedure: autre

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

from ...source.diagnostic import Severity
from ..rule import Rule

RULE = Rule("overlooked-file", severity=Severity.WARNING)
