"""Un délai ne mène à rien, ou court dans un état final.

Un délai de « clocks: » change l’état de la demande (« to ») ou envoie un message (« notice ») quand
il est écoulé. Il court dans des états où la demande attend : dans un état final, plus rien ne se
passe.

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
      clocks:
        silence: {delay: 4 months, starts: filing, runs_in: [deposee, rejetee], to: rejetee}
      states:
        deposee: {title: Demande déposée}
        rejetee: {title: Rejet sans réponse, final: true}

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
      clocks:
        silence: {delay: 4 months, starts: filing, runs_in: [deposee], to: rejetee}
      states:
        deposee: {title: Demande déposée}
        rejetee: {title: Rejet sans réponse, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Clock, State
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import has_effect


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every clock."""
    examination = facts.story.procedure.examination
    if examination is None:
        return
    final = {state.id: state for state in examination.states if state.final}
    for clock in examination.clocks:
        if not has_effect(clock):
            yield Diagnostic(
                "clock-target",
                _("Rien ne se passe quand le délai « {name} » est écoulé.").format(name=clock.id),
                clock.span,
                _("Ajoutez « to: » avec un état, ou « notice: » avec un message."),
            )
        yield from _in_final(clock, final)


def _in_final(clock: Clock, final: dict[str, State]) -> Iterator[Diagnostic]:
    for ref in clock.runs_in:
        if ref.name in final:
            yield Diagnostic(
                "clock-target",
                _("Le délai « {clock} » court dans « {state} », qui est un état final.").format(
                    clock=clock.id, state=ref.name
                ),
                ref.span,
                _("Retirez cet état de « runs_in: »."),
                (Related(_("défini ici"), final[ref.name].span),),
            )


RULE = Rule("clock-target", check, needs_whole=True)
