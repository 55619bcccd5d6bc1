"""Une action d’après dépôt redemande une question du parcours.

Le dépôt fige les réponses du parcours : une action ne peut pas les remplacer. Donnez à l’action une
question à elle.

Faux ::

    fields:
      adresse: {label: Adresse, type: address}
    flow:
      - screen: vous
        title: Vous
        fields: [adresse]
        submit: {title: Déposer}
    examination:
      opens: examen
      states:
        examen:
          title: Examen
          actions:
            corriger: {by: applicant, title: Corriger, fields: [adresse], to: close}
        close: {title: Close, final: true}

Juste ::

    fields:
      adresse: {label: Adresse, type: address}
      nouvelle_adresse: {label: Nouvelle adresse, type: address}
    flow:
      - screen: vous
        title: Vous
        fields: [adresse]
        submit: {title: Déposer}
    examination:
      opens: examen
      states:
        examen:
          title: Examen
          actions:
            corriger: {by: applicant, title: Corriger, fields: [nouvelle_adresse], to: close}
        close: {title: Close, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import actions
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every question of an action that a screen asks too."""
    story = facts.story
    asked = {asking.ref.name: asking.ref for asking in reversed(story.askings)}
    for action in actions(story.procedure):
        for ref in action.fields:
            if ref.name in asked:
                yield Diagnostic(
                    "field-of-action-in-flow",
                    _("« {name} » est déjà demandé avant le dépôt, qui fige la réponse.").format(
                        name=ref.name
                    ),
                    ref.span,
                    _("Déclarez une autre question pour cette action."),
                    (Related(_("demandé ici"), asked[ref.name].span),),
                )


RULE = Rule("field-of-action-in-flow", check)
