"""Un état final a encore une action ou une échéance.

« final: true » dit que plus rien ne se passe : le délai de conservation commence, les horloges
s’arrêtent. Un état où l’on peut encore agir n’est pas final.

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
        accordee:
          title: Demande acceptée
          final: true
          actions:
            annoncer: {by: caseworker, title: Annoncer que le titre est prêt, to: prete}
        prete: {title: Titre prêt, final: true}

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
        accordee:
          title: Demande acceptée
          actions:
            annoncer: {by: caseworker, title: Annoncer que le titre est prêt, to: prete}
        prete: {title: Titre prêt, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Action, State
from ...source.diagnostic import Diagnostic, Related
from ...source.position import Span
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Actions of the state, its timers, and general actions that name it."""
    examination = facts.story.procedure.examination
    for state in examination.states if examination else ():
        if state.final and examination:
            yield from _own(state)
            for action in examination.actions:
                yield from _general(state, action)


def _own(state: State) -> Iterator[Diagnostic]:
    for action in state.actions:
        message = _("L’état « {state} » est final et a encore l’action « {action} ».")
        yield _fault(message.format(state=state.id, action=action.id), action.span, state)
    for timer in state.timers:
        message = _("L’état « {state} » est final et a encore une échéance.")
        yield _fault(message.format(state=state.id), timer.span.first(1), state)


def _general(state: State, action: Action) -> Iterator[Diagnostic]:
    for ref in action.states:
        if ref.name == state.id:
            message = _(
                "L’état « {state} » est final : l’action « {action} » n’y est pas possible."
            )
            yield _fault(message.format(state=state.id, action=action.id), ref.span, state)


def _fault(message: str, span: Span, state: State) -> Diagnostic:
    return Diagnostic(
        "final-with-exit",
        message,
        span,
        _("Retirez-la, ou retirez « final: true » : dans un état final, plus rien ne se passe."),
        (Related(_("défini ici"), state.span),),
    )


RULE = Rule("final-with-exit", check)
