"""Une liste permet plus de lignes qu’un formulaire n’en tient.

100 lignes au plus : au-delà, une page ne se lit plus, et ce qui y est écrit se perdrait. Demandez
plutôt un document qui les énumère.

Faux ::

    fields:
      sejours:
        label: Vos séjours
        type: list
        max: 500
        item: {pays: {label: Pays, type: country}}
    flow:
      - screen: sejours
        title: Vos séjours
        fields: [sejours]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      sejours:
        label: Vos séjours
        type: list
        max: 100
        item: {pays: {label: Pays, type: country}}
    flow:
      - screen: sejours
        title: Vos séjours
        fields: [sejours]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...fields.types.list import MOST_ROWS
from ...model.settings import is_list
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Where it is written: a list known from the registry takes its bounds from there."""
    procedure = facts.story.procedure
    for field in (*procedure.registry.values(), *procedure.fields.values()):
        most = field.values.get("max")
        if is_list(field) and field.known_from is None and most and most > MOST_ROWS:
            yield Diagnostic(
                "too-many-rows",
                _("« {name} » permet {count} lignes.").format(name=field.id, count=most),
                field.spans["max"],
                _("Permettez-en {most} au plus.").format(most=MOST_ROWS),
            )


RULE = Rule("too-many-rows", check)
