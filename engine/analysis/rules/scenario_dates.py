"""Les dates d’un scénario reviennent en arrière, ou n’existent pas.

« today » est le jour de la demande ; ce qui suit, sous « events: » et « then: », se passe ce
jour-là ou plus tard, dans l’ordre où c’est écrit.

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
      - {do: accorder, by: caseworker, on: 2026-01-10}
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

from ...fields.day import french_date
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..scenario import Act, Day, Event, Scenario
from ..scenario_days import dated


def check(_facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Days that do not exist, then days that come too early."""
    for day in _days(scenario):
        if day.value is None:
            yield Diagnostic(
                "scenario-dates",
                _("Le {day} n’est pas un jour du calendrier.").format(day=day.text),
                day.span,
                _("Corrigez la date."),
            )
    for moment in dated(scenario):
        on = moment.happening.on if isinstance(moment.happening, Act | Event) else None
        if on and on.value and on.value < moment.before:
            yield Diagnostic(
                "scenario-dates",
                _("Ceci se passe le {day}, mais on est déjà le {before}.").format(
                    day=french_date(on.value), before=french_date(moment.before)
                ),
                on.span,
                _("Donnez un jour plus tard, ou changez l’ordre."),
            )


def _days(scenario: Scenario) -> Iterator[Day]:
    happenings = [one for one in scenario.then if isinstance(one, Act | Event)]
    days = [scenario.today, *(one.on for one in (*scenario.events, *happenings))]
    acts = [one for one in happenings if isinstance(one, Act)]
    days += [joined.dated for act in acts for joined in act.files]
    yield from (day for day in (*days, *(joined.dated for joined in scenario.files)) if day)


RULE = Rule("scenario-dates", check_scenario=check)
