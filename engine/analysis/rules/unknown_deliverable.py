"""Un document délivré n’est défini nulle part.

Les documents que la démarche délivre se définissent sous « deliverables: ». « deliver: » et «
attach: » en nomment.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, deliver: [recepise]}
    deliverables:
      recepisse:
        title: Récépissé
        template: receipt
        text: Demande déposée le {{ filing.date }}.

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, deliver: [recepisse]}
    deliverables:
      recepisse:
        title: Récépissé
        template: receipt
        text: Demande déposée le {{ filing.date }}.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import deliverables
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every `deliver:` and every `attach:`."""
    procedure = facts.story.procedure
    for ref in deliverables(procedure):
        if ref.name not in procedure.deliverables:
            yield unknown(
                "unknown-deliverable",
                _("Le document délivré « {name} » n’est pas défini."),
                ref,
                procedure.deliverables,
                _("Définissez-le sous « deliverables: »."),
            )


RULE = Rule("unknown-deliverable", check, needs_names=True)
