"""« attest: » nomme une attestation qui n’existe pas.

Les attestations se déclarent sous « attestations: » ; « attest: all » les prend toutes.

Faux ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    flow:
      - screen: honneur
        title: Attestation sur l’honneur
        attest: [sincérité]
        submit: {title: Déposer, outcome: depose}

Juste ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    flow:
      - screen: honneur
        title: Attestation sur l’honneur
        attest: [sincerite]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import attestations
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """On screens and in actions."""
    known = facts.story.procedure.attestations
    for ref in attestations(facts.story.procedure):
        if ref.name not in known:
            yield unknown(
                "unknown-attestation",
                _("L’attestation « {name} » n’existe pas."),
                ref,
                known,
                _("Déclarez-la sous « attestations: »."),
            )


RULE = Rule("unknown-attestation", check, needs_names=True)
