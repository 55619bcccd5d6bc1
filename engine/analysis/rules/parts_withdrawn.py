"""Toutes les parties d’une question peuvent être retirées.

Une partie de groupe, ou une colonne de liste, dont le « when: » est faux n’est pas demandée. Quand
chaque partie a une condition, il doit en rester une pour chaque personne à qui la question est
posée. Le message donne une personne à qui rien n’est demandé.

Faux ::

    fields:
      statut: {label: Statut, type: choice, options: {salarie: Salarié, gerant: Gérant, autre: Non}}
      emploi:
        label: Votre emploi
        type: group
        fields:
          employeur: {label: Employeur, type: text, when: statut == 'salarie'}
          societe: {label: Société, type: text, when: statut == 'gerant'}
    flow:
      - screen: emploi
        title: Emploi
        fields: [statut, emploi]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      statut: {label: Statut, type: choice, options: {salarie: Salarié, gerant: Gérant, autre: Non}}
      emploi:
        label: Votre emploi
        type: group
        when: statut != 'autre'
        fields:
          employeur: {label: Employeur, type: text, when: statut == 'salarie'}
          societe: {label: Société, type: text, when: statut == 'gerant'}
    flow:
      - screen: emploi
        title: Emploi
        fields: [statut, emploi]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..withdrawn import withdrawn


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Those who are asked and to whom no part applies, with nothing answered in it."""
    for asking, person in withdrawn(facts.story, lambda field: field.parts):
        yield Diagnostic(
            "parts-withdrawn",
            _(
                "« {name} » est demandé à des personnes à qui aucune de ses parties n’est "
                "demandée. Par exemple : {person}."
            ).format(name=asking.field.id, person=person),
            asking.field.span,
            _("Ajoutez une partie sans « when: », ou ne posez pas la question à ces gens."),
            (Related(_("demandé ici"), asking.ref.span),),
        )


RULE = Rule("parts-withdrawn", check, needs_whole=True)
