"""Une demande passe dans un état qui n’existe pas.

Les états d’une demande déposée se définissent sous « examination: states: ». « opens », « to », «
in » et « runs_in » en nomment.

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
            accorder: {by: caseworker, title: Accorder, to: acordee}
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
            accorder: {by: caseworker, title: Accorder, to: accordee}
        accordee: {title: Demande acceptée, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule
from ..state_graph import unknown_states


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each place that names a state."""
    examination = facts.story.procedure.examination
    if examination is None:
        return
    known = [state.id for state in examination.states]
    for ref in unknown_states(examination):
        yield unknown(
            "unknown-state",
            _("L’état « {name} » n’existe pas."),
            ref,
            known,
            _("Définissez-le sous « examination: states: »."),
        )


RULE = Rule("unknown-state", check, needs_names=True)
