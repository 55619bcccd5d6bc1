"""Des personnes entrent sur un écran et ne peuvent pas le quitter.

Quoi qu’elles répondent à cet écran, une vérification de « checks: » les arrête : ou bien deux
vérifications se contredisent, ou bien la vérification ne dépend que de réponses données plus haut.
Qui ne peut pas continuer mérite une page de fin, qui dit pourquoi et que faire.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      projet: {label: Votre projet, type: text}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
      - screen: votre_projet
        title: Projet
        fields: [projet]
        checks:
          - {that: age >= 18, else: Vous devez être majeur.}
        submit: {title: Déposer, outcome: depose}

Faux ::

    fields:
      parts: {label: Parts, type: integer, min: 0, max: 10}
      voix: {label: Voix, type: integer, min: 0, max: 10}
    flow:
      - screen: societe
        title: Société
        fields: [parts, voix]
        checks:
          - {that: parts > voix, else: Il faut plus de parts que de voix.}
          - {that: voix > parts, else: Il faut plus de voix que de parts.}
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      projet: {label: Votre projet, type: text}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
        next:
          - {when: age < 18, to: mineur}
      - screen: votre_projet
        title: Projet
        fields: [projet]
        submit: {title: Déposer, outcome: depose}
    ends:
      mineur: {title: Cette démarche est pour les majeurs, text: Revenez à vos 18 ans.}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...logic import Formula
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..doubt import surely
from ..person import person, way, way_shown
from ..place import Place
from ..rule import Facts, Rule
from ..story import Moment, Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Who has valid answers, and whom no other answers to this screen would let through."""
    story, space = facts.story, facts.story.space
    for moment in story.moments:
        if not moment.screen.checks:
            continue
        stuck = surely(story, space.and_(moment.people, space.not_(_others(story, moment))))
        if space.is_satisfiable(stuck) and space.is_exact(stuck) and not _is_said(story, moment):
            yield Diagnostic(
                "dead-end",
                _(
                    "Des personnes ne peuvent pas quitter « {screen} ». "
                    "Par exemple : {person} ; chemin : {way}."
                ).format(
                    screen=moment.screen.id,
                    person=person(story, stuck),
                    way=way_shown(way(story, stuck, moment.screen.id)),
                ),
                moment.screen.spans["checks"],
                _(
                    "Vérifiez sur l’écran qui pose la question, ou menez ces personnes à une page "
                    "de fin par « next: »."
                ),
            )


def _others(story: Story, moment: Moment) -> Formula:
    """Who completes the screen once its questions may be answered otherwise."""
    asked = {asking.ref.name for asking in story.askings if asking.screen is moment.screen}
    free = (
        name
        for name in story.space.support(moment.completing)
        if name.startswith("faulty ") or _whole(name) in asked
    )
    return story.space.forget(moment.completing, free)


def _whole(name: str) -> str:
    """The question that a part, or the truth of being answered, belongs to."""
    return name.removeprefix("given ").partition(".")[0].partition("[")[0]


def _is_said(story: Story, moment: Moment) -> bool:
    """Whether constant-condition says already that one of the checks never holds."""
    here = Place(story.ledger, moment.people, moment.asked)
    return not all(
        story.space.is_satisfiable(story.space.and_(here.people, here.holds(check.that)))
        for check in moment.screen.checks
    )


RULE = Rule("dead-end", check, needs_whole=True)
