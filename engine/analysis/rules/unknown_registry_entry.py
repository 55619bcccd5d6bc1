"""« known_from: » nomme une information que le registre ne connaît pas.

On écrit « registry. » puis le nom d’une entrée de la section « registry: », écrite une fois dans un
fichier commun.

Faux ::

    requires: account
    registry:
      telephone: {label: Téléphone, type: phone}
    fields:
      telephone: {label: Téléphone, known_from: registry.telefone}
      portable: {label: Portable, known_from: telephone}
    flow:
      - screen: contact
        title: Contact
        verify: [telephone, portable]
        submit: {title: Déposer, outcome: depose}

Juste ::

    requires: account
    registry:
      telephone: {label: Téléphone, type: phone}
    fields:
      telephone: {label: Téléphone, known_from: registry.telephone}
    flow:
      - screen: contact
        title: Contact
        verify: [telephone]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every question that says where it is known from."""
    procedure = facts.story.procedure
    known = [f"registry.{name}" for name in procedure.registry]
    for field in procedure.fields.values():
        if field.known_from and field.known_from.name not in known:
            yield unknown(
                "unknown-registry-entry",
                _("Le registre n’a pas d’entrée « {name} »."),
                field.known_from,
                known,
                _("Écrivez « registry. » et le nom d’une entrée déclarée sous « registry: »."),
            )


RULE = Rule("unknown-registry-entry", check, needs_names=True)
