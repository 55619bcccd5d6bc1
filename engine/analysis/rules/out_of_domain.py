"""Une condition compare une réponse à un nombre que ses bornes excluent.

Quand une question a « min: » et « max: », la comparer à un nombre hors de ces bornes ne distingue
personne : c’est presque toujours une faute de frappe.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      tuteur: {label: Nom de votre tuteur, type: text, when: age < 180}
    flow:
      - screen: vous
        title: Vous
        fields: [age, tuteur]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      tuteur: {label: Nom de votre tuteur, type: text, when: age < 18}
    flow:
      - screen: vous
        title: Vous
        fields: [age, tuteur]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..problems import problems_named
from ..rule import Rule

RULE = Rule("out-of-domain", problems_named("out-of-domain"))
