"""Une échéance ne mène à rien, ou sa date n’en est pas une.

À son échéance, « timers: » change l’état de la demande (« to ») ou envoie un message (« notice »).
« at » est une date : une question de type date, un délai (« clocks.silence »), plus ou moins des
jours.

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
          timers:
            - {at: motif, to: fermee}
        fermee: {title: Demande fermée, final: true}

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
          timers:
            - {at: filing.date + 30, to: fermee}
        fermee: {title: Demande fermée, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...expr.check import check_expression
from ...expr.problem import Problem, located
from ...expr.types import DATE, UNKNOWN, type_in_french
from ...model.definitions import Condition, Examination, State, Timer
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import has_effect, reached
from ..story import Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every timer by itself, then those that send a request round without end."""
    examination = facts.story.procedure.examination
    if examination is None:
        return
    for state in examination.states:
        for timer in state.timers:
            if timer.at:
                yield from _no_date(facts.story, timer.at)
            if not has_effect(timer):
                yield _no_effect(timer)
    yield from _endless(examination)


def _no_date(story: Story, at: Condition) -> Iterator[Diagnostic]:
    if at.problems:
        return
    type_, problems = check_expression(at.expr, story.names)
    if not problems and type_ not in (DATE, UNKNOWN):
        message = _("« at: » attend une date, et ceci est {type}.").format(
            type=type_in_french(type_)
        )
        cure = _("Nommez une question de type date, ou écrivez « after: » avec une durée.")
        yield located(Problem("timer-target", message, at.expr.place, cure), at.scalar, at.offset)


def _no_effect(timer: Timer) -> Diagnostic:
    return Diagnostic(
        "timer-target",
        _("Rien ne se passe à cette échéance."),
        timer.span,
        _("Ajoutez « to: » avec un état, ou « notice: » avec un message."),
    )


def _endless(examination: Examination) -> Iterator[Diagnostic]:
    """A date that is past is past for ever: dates alone must not lead back to their own state."""
    dated = {state.id: _dated(state) for state in examination.states}
    for state in examination.states:
        for timer in state.timers:
            if timer.at and timer.to and state.id in reached(dated, timer.to.name):
                yield Diagnostic(
                    "timer-target",
                    _(
                        "Passée cette date, la demande tourne sans fin et revient dans « {name} »."
                    ).format(name=state.id),
                    timer.to.span,
                    _("Menez à un autre état, ou écrivez « after: » avec une durée."),
                )
                return


def _dated(state: State) -> frozenset[str]:
    return frozenset(timer.to.name for timer in state.timers if timer.at and timer.to)


RULE = Rule("timer-target", check, needs_whole=True)
