"""Un écran placé, ou une étape relue, n’existe pas.

« - screen: nom » seul place un écran commun, écrit sous « screens: » dans un fichier partagé ;
sinon l’écran s’écrit là, avec ce qu’il demande. « review: » prend « all », ou des noms d’étapes
et d’écrans qui ne sont dans aucune étape.

Faux ::

    use: [common/honneur.yaml]
    flow:
      - screen: honeur
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    # fichier: common/honneur.yaml
    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    screens:
      honneur: {title: Attestation sur l’honneur, attest: all}

Faux ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - step: demande
        title: Demande
        screens:
          - screen: motif_demande
            title: Motif
            fields: [motif]
      - screen: recapitulatif
        title: Récapitulatif
        review: [demandes]
        submit: {title: Déposer, outcome: depose}

Juste ::

    use: [common/honneur.yaml]
    flow:
      - step: demande
        title: Demande
        screens:
          - screen: honneur
      - screen: recapitulatif
        title: Récapitulatif
        review: [demande]
        submit: {title: Déposer, outcome: depose}
    # fichier: common/honneur.yaml
    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    screens:
      honneur: {title: Attestation sur l’honneur, attest: all}

Juste ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: motif_demande
        title: Motif
        fields: [motif]
      - screen: recapitulatif
        title: Récapitulatif
        review: [motif_demande]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import one_by_one
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Shared screens placed, then steps reviewed."""
    procedure = facts.story.procedure
    for ref in procedure.missing_screens:
        yield unknown(
            "unknown-screen",
            _("L’écran commun « {name} » n’existe pas."),
            ref,
            procedure.screens,
            _("Écrivez ici ce que cet écran demande, ou utilisez le fichier qui le déclare."),
        )
    alone = {screen.id for step in procedure.steps if not step.id for screen in step.screens}
    steps = {step.id for step in procedure.steps if step.id} | alone
    for _step, screen in screens(procedure):
        for ref in one_by_one(screen.review):
            if ref.name not in steps:
                yield unknown(
                    "unknown-screen",
                    _("L’étape « {name} », à relire ici, n’existe pas."),
                    ref,
                    steps,
                    _("Nommez une étape du parcours, ou écrivez « review: all »."),
                )


RULE = Rule("unknown-screen", check, needs_names=True)
