"""Aucune demande n’arrive jamais dans cet état.

Une demande déposée entre dans l’état « opens », puis n’en change que par une action, une échéance
ou un délai. Un état où rien ne mène est oublié, ou c’est le « to: » d’une action qui manque.

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
        accordee: {title: Demande acceptée, final: true}
        refusee: {title: Demande refusée, final: true}

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
            refuser: {by: caseworker, title: Refuser, to: refusee}
        accordee: {title: Demande acceptée, final: true}
        refusee: {title: Demande refusée, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Examination, State
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import graph, is_complete, reached


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Silent while a name is unknown or a `to` forgotten: it may be the one that leads there."""
    examination = facts.story.procedure.examination
    if examination is None or not is_complete(examination):
        return
    for state in _first_unreached(examination):
        yield Diagnostic(
            "unreachable-state",
            _("Aucune demande n’arrive dans l’état « {name} ».").format(name=state.id),
            state.span,
            _("Menez-y par « to: », d’une action, d’une échéance ou d’un délai, ou supprimez-le."),
        )


def _first_unreached(examination: Examination) -> Iterator[State]:
    """Not those that only follow from another one that is told."""
    if examination.opens is None:
        return
    steps = graph(examination)
    come = reached(steps, examination.opens.name)
    lost = [state for state in examination.states if state.id not in come]
    from_lost = {state.id: reached(steps, state.id) for state in lost}
    told: list[str] = []
    for state in lost:
        above = [other for other in from_lost if other != state.id and state.id in from_lost[other]]
        is_first = all(other in from_lost[state.id] for other in above)
        if is_first and not any(state.id in from_lost[other] for other in told):
            told.append(state.id)
            yield state


RULE = Rule("unreachable-state", check, needs_whole=True, every_use=True)
