"""Deux clés qui se contredisent sont écrites ensemble.

Un document demande des fichiers, ou tous ses éléments (« all_of »), ou l’un d’eux (« any_of »), ou
celui de la situation (« variants »), ou un code (« code ») : un seul de ces cinq.

Faux ::

    fields:
      nom: {label: Nom, type: text}
    documents:
      identite:
        title: Pièce d’identité
        help: Une copie lisible.
        any_of: {carte: {title: Carte d’identité}, passeport: {title: Passeport}}
        all_of: {recto: {title: Recto}, verso: {title: Verso}}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        collect: [identite]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: text}
    documents:
      identite:
        title: Pièce d’identité
        help: Une copie lisible.
        any_of: {carte: {title: Carte d’identité}, passeport: {title: Passeport}}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
        collect: [identite]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("exclusive-keys")
