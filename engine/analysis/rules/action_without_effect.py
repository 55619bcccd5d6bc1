"""Une action ne fait rien.

Une action change l’état de la demande (« to »), envoie un message (« notice »), délivre un document
(« deliver »), ou recueille des réponses et des pièces (« fields », « attest », « collect »).

Faux ::

    fields:
      motif: {label: Motif de la demande, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            lire: {by: caseworker, title: Lire le dossier}
            accorder: {by: caseworker, title: Accorder, to: accordee}
        accordee: {title: Demande acceptée, final: true}

Juste ::

    fields:
      motif: {label: Motif de la demande, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            lire: {by: caseworker, title: Lire le dossier, to: lue}
        lue:
          title: Dossier lu
          actions:
            accorder: {by: caseworker, title: Accorder, to: accordee}
        accordee: {title: Demande acceptée, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import actions
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import has_effect


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every action, of a state or of several."""
    for action in actions(facts.story.procedure):
        if not has_effect(action):
            yield Diagnostic(
                "action-without-effect",
                _("L’action « {name} » ne fait rien.").format(name=action.id),
                action.span,
                _("Ajoutez « to: », « notice: », « deliver: », « fields: » ou « collect: »."),
            )


RULE = Rule("action-without-effect", check, needs_whole=True)
