"""Un message à envoyer n’est défini nulle part.

Les messages se définissent sous « notices: ». « notice: », dans un dépôt, une action, une échéance,
un délai ou une attente, en nomme.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depo}
    notices:
      depot: {title: Votre demande est déposée, text: Nous avons reçu votre demande.}

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot: {title: Votre demande est déposée, text: Nous avons reçu votre demande.}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Examination, Procedure, Ref
from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every `notice:`."""
    procedure = facts.story.procedure
    for ref in _refs(procedure):
        if ref.name not in procedure.notices:
            yield unknown(
                "unknown-notice",
                _("Le message « {name} » n’existe pas."),
                ref,
                procedure.notices,
                _("Définissez-le sous « notices: »."),
            )


def _refs(procedure: Procedure) -> Iterator[Ref]:
    for _step, screen in screens(procedure):
        if screen.await_ and screen.await_.notice:
            yield screen.await_.notice
        if screen.submit:
            yield from screen.submit.notices
    for action in actions(procedure):
        yield from action.notices
    if procedure.examination:
        yield from _automatic(procedure.examination)


def _automatic(examination: Examination) -> Iterator[Ref]:
    for state in examination.states:
        for timer in state.timers:
            yield from timer.notices
    for clock in examination.clocks:
        yield from clock.notices


RULE = Rule("unknown-notice", check, needs_whole=True)
