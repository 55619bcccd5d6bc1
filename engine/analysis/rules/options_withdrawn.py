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
from ..doubt import surely
from ..person import person
from ..place import Place
from ..rule import Facts, Rule
from ..story import Asking


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Those who are asked and to whom every option is refused."""
    story = facts.story
    for asking in story.askings:
        options = asking.field.options
        if not options or any(option.when is None for option in options):
            continue
        left = surely(story, _unserved(asking).people)
        if story.space.is_satisfiable(left):
            yield Diagnostic(
                "options-withdrawn",
                _(
                    "« {name} » est demandé à des personnes à qui aucune réponse n’est proposée. "
                    "Par exemple : {person}."
                ).format(name=asking.field.id, person=person(story, left)),
                asking.field.span,
                _("Ajoutez une réponse sans « when: », ou ne posez pas la question à ces gens."),
                (Related(_("demandé ici"), asking.ref.span),),
            )


def _unserved(asking: Asking) -> Place:
    here = asking.here
    if asking.field.when:
        here = here.narrowed(here.holds(asking.field.when))
    for option in asking.field.options:
        offered = here.holds(option.when) if option.when else here.space.true
        here = here.narrowed(here.space.not_(offered))
    return here


RULE = Rule("options-withdrawn", check, needs_whole=True)
