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

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..person import person, way, way_shown
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of those left at the end of the flow without having filed, who came through these rules."""
    story = facts.story
    if not story.moments or story.unfiled is None:
        return
    for moment in story.moments:
        leaving = story.leaving.get(moment.screen.id)
        if leaving is None:
            continue
        stranded = story.space.and_(leaving, story.unfiled)
        if story.space.is_satisfiable(stranded):
            yield Diagnostic(
                "next-without-cover",
                _(
                    "Après « {screen} », certaines personnes n’ont pas de suite : {person} ; chemin : {way}."
                ).format(
                    screen=moment.screen.id,
                    person=person(story, stranded),
                    way=way_shown(way(story, stranded, moment.screen.id)),
                ),
                moment.screen.spans["next"],
                _("Ajoutez une règle sans « when » à la fin, ou un écran en dessous."),
            )


RULE = Rule("next-without-cover", check, needs_whole=True)
