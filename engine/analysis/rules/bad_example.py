"""L’exemple de réponse (« example: ») serait refusé.

Un usager recopie l’exemple : il doit passer. Il est lu selon le type de la question, ses bornes et
ses options.

Faux ::

    fields:
      telephone: {label: Téléphone, type: phone, example: 06 12 34}
      code: {label: Code, type: integer, example: 01000}
    flow:
      - screen: contact
        title: Contact
        fields: [telephone, code]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      telephone: {label: Téléphone, type: phone, example: 06 12 34 56 78}
      code: {label: Code postal, type: postal_code, example: 01000}
      adresse: {label: Adresse, type: address, example: 12 rue des Lilas}
    flow:
      - screen: contact
        title: Contact
        fields: [telephone, code, adresse]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...fields.field_type import Control
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..refusing import questions, refused
from ..rule import Facts, Rule

MANY = frozenset({Control.PARTS, Control.ROWS, Control.SOME_OF, Control.REQUEST})
"""Asked in several boxes: one text cannot be the whole answer."""


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of questions asked in one box, and of such parts."""
    for field in questions(facts.story.procedure):
        if field.example and field.type and field.type.control not in MANY:
            found = refused(
                "bad-example",
                _("L’exemple donné à « {name} » serait refusé.").format(name=field.id),
                field,
                field.example,
                field.spans["example"],
            )
            yield from (found,) if found else ()


RULE = Rule("bad-example", check)
