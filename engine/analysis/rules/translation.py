"""Une traduction perd ou invente ce que montre la phrase française.

Les catalogues (« locales/en.po ») traduisent les textes des procédures. Ce qu’une phrase montre
entre doubles accolades et l’adresse de ses liens se recopient tels quels, dans l’ordre que veut la
langue : sans quoi l’usager ne lirait pas sa date ou son numéro. Tant qu’elle n’est pas corrigée, la
phrase reste en français.

Faux ::

    fields:
      nom: {label: Votre nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
      - screen: depot
        title: Dépôt
        text: "{{ nom }}, tout est prêt."
        submit: {title: Déposer, outcome: depose}
    # fichier: locales/en.po
    msgctxt "exemple, écran depot, text"
    msgid "{{ nom }}, tout est prêt."
    msgstr "{{ name }}, all is ready."

Juste ::

    fields:
      nom: {label: Votre nom, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [nom]
      - screen: depot
        title: Dépôt
        text: "{{ nom }}, tout est prêt."
        submit: {title: Déposer, outcome: depose}
    # fichier: locales/en.po
    msgctxt "exemple, écran depot, text"
    msgid "{{ nom }}, tout est prêt."
    msgstr "All is ready, {{nom}}."
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("translation")
