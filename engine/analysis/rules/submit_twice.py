"""Des personnes déposent deux fois la même demande.

Chaque chemin passe par un seul « submit: ». Deux écrans de dépôt sont permis quand personne ne les
voit tous les deux. Le message donne une personne et son chemin.

Faux ::

    fields:
      urgent: {label: Est-ce urgent ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [urgent]
      - screen: depot_urgent
        title: Dépôt en urgence
        when: urgent
        submit: {title: Déposer tout de suite, outcome: depose_en_urgence}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      urgent: {label: Est-ce urgent ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [urgent]
      - screen: depot_urgent
        title: Dépôt en urgence
        when: urgent
        submit: {title: Déposer tout de suite, outcome: depose_en_urgence}
      - screen: depot
        title: Dépôt
        when: not urgent
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...logic import Formula
from ...model.definitions import Submit
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..doubt import surely
from ..person import person, way, way_shown
from ..rule import Facts, Rule
from ..story import Moment, Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each act of filing with those who had filed before."""
    story = facts.story
    for moment, submit in _filings(story):
        again = surely(story, story.twice[moment.screen.id])
        if story.space.is_satisfiable(again):
            yield Diagnostic(
                "submit-twice",
                _(
                    "Des personnes ont déjà déposé leur demande quand elles arrivent ici. "
                    "Par exemple : {person} ; chemin : {way}."
                ).format(
                    person=person(story, again),
                    way=way_shown(way(story, again, moment.screen.id)),
                ),
                submit.span,
                _("Gardez un seul « submit: » par chemin, ou séparez ces écrans par « when: »."),
                (Related(_("premier dépôt"), _first(story, again).span),),
            )


def _filings(story: Story) -> Iterator[tuple[Moment, Submit]]:
    return ((moment, moment.screen.submit) for moment in story.moments if moment.screen.submit)


def _first(story: Story, people: Formula) -> Submit:
    return next(
        submit
        for moment, submit in _filings(story)
        if story.space.is_satisfiable(story.space.and_(people, moment.completing))
    )


RULE = Rule("submit-twice", check, needs_whole=True)
