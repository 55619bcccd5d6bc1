"""Les règles « next: » d’un dernier écran laissent des personnes sans suite.

Après un écran, la première règle vraie de « next: » l’emporte, sinon on passe à l’écran suivant.
Quand aucun écran ne suit et que la demande n’est pas déposée, les règles doivent couvrir tout le
monde : le message donne une personne que rien n’attend.

Faux ::

    fields:
      choix: {label: Que voulez-vous ?, type: choice, options: {a: Payer, b: Contester, c: Rien}}
    flow:
      - screen: accueil
        title: Accueil
        fields: [choix]
        next:
          - {when: choix == 'a', to: paiement}
          - {when: choix == 'b', to: recours}
    ends:
      paiement: {title: Payez en ligne, text: Rendez-vous au guichet.}
      recours: {title: Contestez, text: Écrivez au service.}

Juste ::

    fields:
      choix: {label: Que voulez-vous ?, type: choice, options: {a: Payer, b: Contester, c: Rien}}
    flow:
      - screen: accueil
        title: Accueil
        fields: [choix]
        next:
          - {when: choix == 'a', to: paiement}
          - {when: choix == 'b', to: recours}
          - {to: rien}
    ends:
      paiement: {title: Payez en ligne, text: Rendez-vous au guichet.}
      recours: {title: Contestez, text: Écrivez au service.}
      rien: {title: Au revoir, text: Vous pouvez fermer cette page.}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...logic import Formula
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..doubt import is_sure, surely
from ..person import person, way, way_shown
from ..rule import Facts, Rule
from ..story import Moment, Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each screen whose rules leave somebody with nothing below."""
    story = facts.story
    for moment, people in stranded(story):
        yield Diagnostic(
            "next-without-cover",
            _(
                "Après « {screen} », certaines personnes n’ont pas de suite : "
                "{person} ; chemin : {way}."
            ).format(
                screen=moment.screen.id,
                person=person(story, people),
                way=way_shown(way(story, people, moment.screen.id)),
            ),
            moment.screen.spans["next"],
            _("Ajoutez une règle sans « when » à la fin, ou un écran en dessous."),
        )


def stranded(story: Story) -> Iterator[tuple[Moment, Formula]]:
    """Who meets no rule of a screen's `next`, has not filed, and sees no screen below."""
    space = story.space
    alone = story.unfiled or space.false
    for moment in reversed(story.moments):
        people = space.and_(alone, story.leaving.get(moment.screen.id, space.false))
        if is_sure(story, people):
            yield moment, surely(story, people)
        alone = space.and_(alone, space.not_(moment.entering))


RULE = Rule("next-without-cover", check, needs_whole=True)
