"""Une condition compare ou calcule ce qui ne peut pas l’être.

On compare un nombre avec un nombre, une date avec une date, un choix avec une de ses options. Une
question à oui ou non s’écrit seule : « enfants » ou « not enfants ».

Faux ::

    fields:
      loyer: {label: Loyer, type: integer, min: 0, max: 5000}
      bail: {label: Numéro du bail, type: text, when: loyer > '300'}
    flow:
      - screen: logement
        title: Logement
        fields: [loyer, bail]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      loyer: {label: Loyer, type: integer, min: 0, max: 5000}
      bail: {label: Numéro du bail, type: text, when: loyer > 300}
    flow:
      - screen: logement
        title: Logement
        fields: [loyer, bail]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from ..problems import problems_named
from ..rule import Rule

RULE = Rule("ill-typed-condition", problems_named("ill-typed-condition"))
