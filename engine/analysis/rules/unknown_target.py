"""Une règle « next: » mène à un nom qui n’existe pas.

« to: » prend le nom d’un écran, d’une étape (on entre alors par son premier écran) ou d’une page de
fin écrite sous « ends: ».

Faux ::

    fields:
      demenagement: {label: Avez-vous déménagé ?, type: boolean}
    flow:
      - screen: adresse
        title: Adresse
        fields: [demenagement]
        next:
          - {when: demenagement, to: changement_adresse}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      changement_addresse: {title: Déclarez votre adresse, text: Faites-le d’abord.}

Juste ::

    fields:
      demenagement: {label: Avez-vous déménagé ?, type: boolean}
    flow:
      - screen: adresse
        title: Adresse
        fields: [demenagement]
        next:
          - {when: demenagement, to: changement_adresse}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      changement_adresse: {title: Déclarez votre adresse, text: Faites-le d’abord.}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import targets
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every target, whoever takes it."""
    procedure = facts.story.procedure
    placed = tuple(screens(procedure))
    known = {*procedure.ends, *(s.id for _step, s in placed), *(t.id for t in procedure.steps)}
    for _rank, _screen, to in targets(procedure):
        if to.name not in known:
            yield unknown(
                "unknown-target",
                _("« {name} » n’est ni un écran, ni une étape, ni une page de fin."),
                to,
                known,
                _("Écrivez cette page sous « ends: », ou menez à un écran placé plus bas."),
            )


RULE = Rule("unknown-target", check, needs_names=True)
