"""Un écran pose trop de questions à la fois.

Huit questions au plus par écran : au-delà, on se décourage et on se trompe. Un groupe ou une liste
compte pour une question. Celles que « when: » écarte pour une personne ne comptent pas pour elle :
le calcul est exact et retient la personne qui en voit le plus.

Faux ::

    fields:
      a: {label: Nom, type: text}
      b: {label: Prénoms, type: text}
      c: {label: Naissance, type: date}
      d: {label: Pays, type: country}
      e: {label: Téléphone, type: phone}
      f: {label: Courriel, type: email}
      g: {label: Adresse, type: address}
      h: {label: Profession, type: text}
      i: {label: Employeur, type: text}
    flow:
      - screen: vous
        title: Vous
        fields: [a, b, c, d, e, f, g, h, i]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      a: {label: Nom, type: text}
      b: {label: Prénoms, type: text}
      c: {label: Naissance, type: date}
      d: {label: Pays, type: country}
      e: {label: Téléphone, type: phone}
      f: {label: Courriel, type: email}
      g: {label: Avez-vous un emploi ?, type: boolean}
      h: {label: Profession, type: text, when: g}
      i: {label: Formation, type: text, when: not g}
    flow:
      - screen: vous
        title: Vous
        fields: [a, b, c, d, e, f, g, h, i]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...logic import Formula
from ...source.diagnostic import Diagnostic, Severity
from ...source.wording import _
from ..doubt import surely
from ..meeting import questions
from ..rule import Facts, Rule
from ..story import Story

MOST = 8


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Verified values count: they are read one by one."""
    story = facts.story
    for moment in story.moments:
        screen = moment.screen
        if len(screen.verify) + len(screen.fields) <= MOST:
            continue
        seen = [surely(story, met.people) for met in questions(story) if met.screen is screen]
        if len(seen) > MOST and (count := _most(story, seen)) > MOST:
            yield Diagnostic(
                "many-questions",
                _("Une même personne voit ici {count} questions.").format(count=count),
                screen.span,
                _("Partagez cet écran : {most} questions au plus.").format(most=MOST),
            )


def _most(story: Story, asked: list[Formula]) -> int:
    """The greatest number of these that one person meets."""
    space = story.space
    at_least = [space.true]
    for people in asked:
        more = [space.and_(known, people) for known in at_least]
        at_least = [
            space.true,
            *map(space.or_, at_least[1:], more[:-1]),
            *(more[-1:] if space.is_satisfiable(more[-1]) else ()),
        ]
    return len(at_least) - 1


RULE = Rule("many-questions", check, severity=Severity.WARNING, needs_whole=True)
