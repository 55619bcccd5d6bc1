"""Une demande arrive dans un état et n’en sort plus.

De tout état où la demande attend, une action, une échéance ou un délai doit pouvoir la faire
sortir. Un état où plus rien ne se passe porte « final: true ».

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
            accorder: {by: caseworker, title: Accorder, to: accordee}
        accordee: {title: Demande acceptée}

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

from ...model.definitions import Action, Clock, Examination, State, Timer
from ...model.placing import actions_in
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import graph, has_effect, reached_states


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of the states a request comes to; a step to an unknown state is a way out all the same."""
    examination = facts.story.procedure.examination
    if examination is None:
        return
    steps = graph(examination)
    for state in reached_states(examination):
        if not state.final and not steps[state.id] and _is_told_whole(examination, state):
            yield Diagnostic(
                "state-without-exit",
                _("Une demande ne sort jamais de l’état « {name} ».").format(name=state.id),
                state.span,
                _("Ajoutez une action, une échéance ou un délai avec « to: », ou « final: true »."),
            )


def _is_told_whole(examination: Examination, state: State) -> bool:
    """No action, timer or clock there lost its effect, which is told elsewhere."""
    clocks = [
        clock for clock in examination.clocks if any(ref.name == state.id for ref in clock.runs_in)
    ]
    steps: list[Action | Timer | Clock] = [*actions_in(examination, state), *state.timers]
    steps += clocks
    return all(has_effect(step) for step in steps)


RULE = Rule("state-without-exit", check, needs_whole=True)
