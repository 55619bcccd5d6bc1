"""Un scénario attend des mots qu’aucun texte de la démarche ne contient.

Sous « said: » et « unsaid: », citez des mots tels que la démarche les écrit : le texte entier, ou
un morceau. Des mots mal copiés sous « unsaid: » ne seraient jamais dits, et le scénario ne
vérifierait rien. Ne citez pas ce qui remplace des accolades : cela change avec la personne.

Faux ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
    flow:
      - screen: vous
        title: Vous
        fields: [enfants]
      - screen: depot
        title: Dépôt
        text:
          - {text: Vérifiez vos réponses.}
          - {when: enfants, text: Préparez le livret de famille.}
        submit: {title: Déposer, outcome: depose}
    # fichier: scenarios/exemple/sans_enfant.yaml
    scenario: Une personne sans enfant n’a pas de livret à préparer
    procedure: exemple
    today: 2026-11-02
    answers: {enfants: non}
    expect:
      outcome: depose
      unsaid: {depot: le livret de la famille}

Juste ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
    flow:
      - screen: vous
        title: Vous
        fields: [enfants]
      - screen: depot
        title: Dépôt
        text:
          - {text: Vérifiez vos réponses.}
          - {when: enfants, text: Préparez le livret de famille.}
        submit: {title: Déposer, outcome: depose}
    # fichier: scenarios/exemple/sans_enfant.yaml
    scenario: Une personne sans enfant n’a pas de livret à préparer
    procedure: exemple
    today: 2026-11-02
    answers: {enfants: non}
    expect:
      outcome: depose
      unsaid: {depot: le livret de famille}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...model.definitions import Prose, Ref
from ...source.diagnostic import Diagnostic, Related
from ...source.suggest import nearest
from ...source.wording import _
from ..rule import Facts, Rule
from ..scenario import Scenario
from ..speaking import phrases, plain, speaking


def check(facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Words looked for under a name that says something; other names are told elsewhere."""
    if not scenario.is_in_place:
        return
    spoken = speaking(facts.story.procedure, facts.story.names)
    for name, words in scenario.expect.unsaid:
        yield from _words(name, words, spoken.get(name.name, ()))
    for name, words in scenario.expect.said:
        texts = spoken.get(name.name, ())
        if not any(text.holes for text in texts):  # in a hole, anything may be said
            yield from _words(name, words, texts)


def _words(name: Ref, words: Ref, texts: Sequence[Prose]) -> Iterator[Diagnostic]:
    said = [phrase for text in texts for phrase in phrases(text)]
    told = plain(words.name)
    if not texts or any(told in phrase for phrase in said):
        return
    near = nearest(told, _alike(told, said))
    yield Diagnostic(
        "scenario-unknown-words",
        _("Aucun texte de « {name} » ne contient ces mots.").format(name=name.name),
        words.span,
        _("Vouliez-vous « {name} » ?").format(name=near)
        if near
        else _("Copiez ici des mots de ce texte, sans ce qui est entre accolades."),
        tuple(Related(_("texte de « {name} »").format(name=name.name), t.span) for t in texts[:1]),
    )


def _alike(told: str, said: Iterable[str]) -> Iterator[str]:
    """As many words in a row, one more or one less, from anywhere in what is said."""
    count = len(told.split())
    for phrase in said:
        found = phrase.split()
        for size in (count - 1, count, count + 1):
            yield from (" ".join(found[i : i + size]) for i in range(len(found) - size + 1) if size)


RULE = Rule("scenario-unknown-words", check_scenario=check)
