"""Un scénario fait une action que la démarche n’a pas.

Sous « then: », « do: » nomme une action de l’examen, et « by: » dit qui la fait, comme dans la
démarche.

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
    # fichier: scenarios/exemple/accord.yaml
    scenario: Une demande est acceptée
    procedure: exemple
    today: 2026-11-02
    answers: {motif: Études}
    then:
      - {do: acorder, by: caseworker, on: 2027-01-10}
    expect: {state: accordee}

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
    # fichier: scenarios/exemple/accord.yaml
    scenario: Une demande est acceptée
    procedure: exemple
    today: 2026-11-02
    answers: {motif: Études}
    then:
      - {do: accorder, by: caseworker, on: 2027-01-10}
    expect: {state: accordee}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Action, Procedure
from ...model.placing import actions
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule
from ..scenario import Act, Scenario


def check(facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Every action done."""
    for happening in scenario.then if scenario.is_in_place else ():
        if isinstance(happening, Act):
            yield from _act(facts.story.procedure, happening)


def _act(procedure: Procedure, act: Act) -> Iterator[Diagnostic]:
    same = [action for action in actions(procedure) if action.id == act.action.name]
    if not same:
        yield unknown(
            "scenario-unknown-action",
            _("L’action « {name} » n’existe pas dans cette démarche."),
            act.action,
            [action.id for action in actions(procedure)],
            _("Les actions sont sous « examination: » de la démarche.")
            if procedure.examination
            else _("Cette démarche n’a pas d’examen : rien n’y suit le dépôt."),
        )
    elif act.by and all(action.by != act.by.name for action in same):
        yield _by_another(act, same[0])


def _by_another(act: Act, action: Action) -> Diagnostic:
    assert act.by is not None
    return Diagnostic(
        "scenario-unknown-action",
        _("L’action « {name} » n’est pas faite par {who}.").format(
            name=act.action.name, who=act.by.name
        ),
        act.by.span,
        _("Écrivez « by: {who} », ou rien.").format(who=action.by),
        (Related(_("défini ici"), action.span),),
    )


RULE = Rule("scenario-unknown-action", check_scenario=check)
