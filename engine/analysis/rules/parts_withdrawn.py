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
from ..doubt import surely
from ..person import person
from ..place import Place
from ..rule import Facts, Rule
from ..story import Asking


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Those who are asked and to whom no part applies, with nothing answered in it."""
    story = facts.story
    for asking in story.askings:
        parts = asking.field.parts
        if not parts or any(part.when is None for part in parts):
            continue
        left = surely(story, _unserved(asking).people)
        if story.space.is_satisfiable(left):
            yield Diagnostic(
                "parts-withdrawn",
                _(
                    "« {name} » est demandé à des personnes à qui aucune de ses parties n’est "
                    "demandée. Par exemple : {person}."
                ).format(name=asking.field.id, person=person(story, left)),
                asking.field.span,
                _("Ajoutez une partie sans « when: », ou ne posez pas la question à ces gens."),
                (Related(_("demandé ici"), asking.ref.span),),
            )


def _unserved(asking: Asking) -> Place:
    here, row = asking.here, asking.here.items(asking.field.id)
    if asking.field.when:
        here = here.narrowed(here.holds(asking.field.when))
    for part in asking.field.parts:
        applies = here.holds(part.when, row) if part.when else here.space.true
        here = here.narrowed(here.space.not_(applies))
    return here


RULE = Rule("parts-withdrawn", check, needs_whole=True)
