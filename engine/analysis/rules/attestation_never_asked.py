"""Une attestation est écrite et n’est cochée nulle part.

Un écran la fait cocher (« attest: all », ou par son nom), ou une action d’après dépôt. Une
attestation commune suffit à être cochée dans une des démarches qui l’utilisent.

Faux ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: demande
        title: Demande
        fields: [motif]
        submit: {title: Déposer, outcome: depose}

Juste ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: demande
        title: Demande
        fields: [motif]
        attest: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import attested
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..referring import attestations, meant, places
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Attestations in no list, `all` counted."""
    procedure = facts.story.procedure
    if procedure.missing_screens:
        return  # a screen that is not found might have them ticked
    asked = meant((ref.name for ref in attestations(procedure)), procedure.attestations)
    asked |= {item.id for place in places(procedure) for item in attested(procedure, place)}
    for attestation in procedure.attestations.values():
        if attestation.id not in asked:
            yield Diagnostic(
                "attestation-never-asked",
                _("L’attestation « {name} » n’est cochée nulle part.").format(name=attestation.id),
                attestation.span,
                _("Écrivez « attest: all » ou son nom sur un écran, ou supprimez-la."),
            )


RULE = Rule("attestation-never-asked", check, needs_whole=True, every_use=True)
