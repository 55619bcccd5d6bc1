"""Un parcours ne finit nulle part.

Chaque personne dépose sa demande (« submit: » sur un écran) ou arrive à une page de fin (une règle
« next: » qui mène à un nom de « ends: »). Ici, il n’y a ni l’un ni l’autre.

Faux ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: demande
        title: Demande
        fields: [motif]

Juste ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: demande
        title: Demande
        fields: [motif]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.definitions import Procedure
from ...model.placing import screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..referring import targets
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """What is there but not reached is told by other rules."""
    procedure = facts.story.procedure
    if not has_finish(procedure):
        yield Diagnostic(
            "missing-end",
            _("Ce parcours ne finit nulle part : ni dépôt, ni page de fin."),
            procedure.span,
            _("Écrivez « submit: » sur l’écran où la demande est déposée."),
        )


def has_finish(procedure: Procedure) -> bool:
    """Whether some screen files the request or names a page after it."""
    placed = tuple(screen for _step, screen in screens(procedure))
    below = {screen.id for screen in placed} | {step.id for step in procedure.steps}
    return any(screen.submit for screen in placed) or any(
        to.name not in below for _rank, _screen, to in targets(procedure)
    )


RULE = Rule("missing-end", check, needs_whole=True)
