"""Une règle « next: » ramène en arrière.

Un parcours ne revient jamais sur ses pas : c’est ce qui garantit que chaque personne arrive à une
fin. « next: » saute vers l’avant ou mène à une page de fin. Pour corriger une réponse, l’usager a
le bouton « Modifier » ; pour poser une question à une partie des personnes, écrivez « when: ».

Faux ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
    flow:
      - screen: famille
        title: Famille
        fields: [enfants]
      - screen: depot
        title: Dépôt
        next:
          - {when: enfants, to: famille}
      - screen: confirmation
        title: Confirmation
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
      prenoms: {label: Leurs prénoms, type: text, when: enfants}
    flow:
      - screen: famille
        title: Famille
        fields: [enfants, prenoms]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.definitions import Procedure
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.position import Span
from ...source.wording import _
from ..referring import targets
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Targets that stand nowhere below."""
    procedure = facts.story.procedure
    entries = tuple(_entries(procedure))
    for rank, screen, to in targets(procedure):
        places = [(at, span) for at, name, span in entries if name == to.name]
        if places and to.name not in procedure.ends and all(at <= rank for at, _span in places):
            yield Diagnostic(
                "backward-target",
                _("« {name} » n’est pas plus bas que « {screen} » : un parcours ne recule pas.")
                .replace("{name}", to.name)
                .replace("{screen}", screen.id),
                to.span,
                _("Menez plus bas, ou à une page de fin ; « when: » suffit entre écrans voisins."),
                (Related(_("placé ici"), places[0][1]),),
            )


def _entries(procedure: Procedure) -> Iterable[tuple[int, str, Span]]:
    """Rank, name and place of what one can go to: screens, and steps by their first screen."""
    for rank, (step, screen) in enumerate(screens(procedure)):
        yield rank, screen.id, screen.span
        if step.screens[0] is screen and step.id:
            yield rank, step.id, step.span


RULE = Rule("backward-target", check)
