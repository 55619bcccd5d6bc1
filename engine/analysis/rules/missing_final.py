"""Des états tournent en rond : la demande n’y trouve jamais de fin.

De tout état on doit pouvoir arriver, en une ou plusieurs fois, à un état qui porte « final: true ».
Sinon une demande reste ouverte pour toujours.

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
            ouvrir: {by: caseworker, title: Ouvrir le dossier, to: examen}
            refuser: {by: caseworker, title: Refuser, to: refusee}
        examen:
          title: Dossier en cours d’examen
          actions:
            attendre: {by: caseworker, title: Mettre en attente, to: attente}
        attente:
          title: Dossier en attente
          actions:
            reprendre: {by: caseworker, title: Reprendre, to: examen}
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
            ouvrir: {by: caseworker, title: Ouvrir le dossier, to: examen}
            refuser: {by: caseworker, title: Refuser, to: refusee}
        examen:
          title: Dossier en cours d’examen
          actions:
            attendre: {by: caseworker, title: Mettre en attente, to: attente}
            accorder: {by: caseworker, title: Accorder, to: accordee}
        attente:
          title: Dossier en attente
          actions:
            reprendre: {by: caseworker, title: Reprendre, to: examen}
        accordee: {title: Demande acceptée, final: true}
        refusee: {title: Demande refusée, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _, listed, quoted
from ..rule import Facts, Rule
from ..state_graph import graph, is_complete, reached, reached_states


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each ring of states that nothing leaves, once, at its first state."""
    examination = facts.story.procedure.examination
    if examination is None or not is_complete(examination):
        return
    steps = graph(examination)
    final = {state.id for state in examination.states if state.final}
    told: set[str] = set()
    for state in reached_states(examination):
        ring = reached(steps, state.id)
        is_closed = all(reached(steps, other) == ring for other in ring)
        if len(ring) > 1 and is_closed and not ring & final and state.id not in told:
            told |= ring
            names = [quoted(other.id) for other in examination.states if other.id in ring]
            yield Diagnostic(
                "missing-final",
                _("Une demande qui arrive dans {names} n’atteint jamais d’état final.").format(
                    names=listed(names, _("ou"))
                ),
                state.span,
                _("Faites sortir de là, par « to: », vers un état qui porte « final: true »."),
            )


RULE = Rule("missing-final", check, needs_whole=True)
