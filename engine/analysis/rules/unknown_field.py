"""Un écran, une action, un document délivré ou une page de fin nomme une question qui n’existe pas.

Les questions se déclarent sous « fields: ». Un groupe ou une liste se nomme en entier : on écrit
« conjoint », jamais « conjoint.nom ».

Faux ::

    fields:
      telephone: {label: Téléphone, type: phone, optional: true}
    flow:
      - screen: contact
        title: Contact
        fields: [telefone]
        submit: {title: Déposer, outcome: depose}

Faux ::

    fields:
      conjoint:
        label: Conjoint
        type: group
        fields:
          nom: {label: Nom, type: text}
    documents:
      bail: {title: Bail de location, help: Le bail signé.}
    flow:
      - screen: famille
        title: Famille
        fields: [conjoint, conjoint.nom, bail]
        collect: all
        submit: {title: Déposer, outcome: depose}

Faux ::

    fields:
      telephone: {label: Téléphone, type: phone}
    flow:
      - screen: contact
        title: Contact
        fields: [telephone]
        submit: {title: Déposer, outcome: depose, deliver: [recu]}
    deliverables:
      recu: {title: Reçu, template: receipt, fields: [telefone]}

Juste ::

    fields:
      telephone: {label: Téléphone, type: phone, optional: true}
    flow:
      - screen: contact
        title: Contact
        fields: [telephone]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.definitions import Procedure, Ref
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import cure
from ..referring import named_fields
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every name where a question is expected."""
    procedure = facts.story.procedure
    for ref in named_fields(procedure):
        if ref.name not in procedure.fields:
            yield Diagnostic(
                "unknown-field",
                _("La question « {name} » n’existe pas.").format(name=ref.name),
                ref.span,
                _cure(procedure, ref),
            )


def _cure(procedure: Procedure, ref: Ref) -> str:
    whole = ref.name.partition(".")[0]
    if whole != ref.name and whole in procedure.fields:
        return _("Écrivez « {name} » : un groupe se demande en entier.").format(name=whole)
    if ref.name in procedure.documents:
        return _("C’est un document : nommez-le sous « collect: ».")
    if ref.name in procedure.attestations:
        return _("C’est une attestation : nommez-la sous « attest: ».")
    return cure(ref.name, procedure.fields, _("Déclarez-la sous « fields: »."))


RULE = Rule("unknown-field", check, needs_names=True)
