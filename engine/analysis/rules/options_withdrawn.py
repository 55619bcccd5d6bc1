"""Toutes les réponses d’une question peuvent être retirées.

Une option dont le « when: » est faux n’est pas proposée. Quand chaque option a une condition, il
doit en rester une pour chaque personne à qui la question est posée. Le message donne une personne à
qui rien n’est proposé.

Faux ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel, autre: Autre}}
      preuve:
        label: Quelle preuve avez-vous ?
        type: choice
        options:
          quittance: {label: Une quittance, when: logement == 'bail'}
          facture: {label: Une facture, when: logement == 'hotel'}
    flow:
      - screen: logement
        title: Logement
        fields: [logement, preuve]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel, autre: Autre}}
      preuve:
        label: Quelle preuve avez-vous ?
        type: choice
        when: logement != 'autre'
        options:
          quittance: {label: Une quittance, when: logement == 'bail'}
          facture: {label: Une facture, when: logement == 'hotel'}
    flow:
      - screen: logement
        title: Logement
        fields: [logement, preuve]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..withdrawn import withdrawn


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Those who are asked and to whom every option is refused."""
    for asking, person in withdrawn(facts.story, lambda field: field.options):
        yield Diagnostic(
            "options-withdrawn",
            _(
                "« {name} » est demandé à des personnes à qui aucune réponse n’est proposée. "
                "Par exemple : {person}."
            ).format(name=asking.field.id, person=person),
            asking.field.span,
            _("Ajoutez une réponse sans « when: », ou ne posez pas la question à ces gens."),
            (Related(_("demandé ici"), asking.ref.span),),
        )


RULE = Rule("options-withdrawn", check, needs_whole=True)
