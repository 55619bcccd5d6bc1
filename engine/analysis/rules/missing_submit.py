"""Des personnes arrivent au bout du parcours sans avoir déposé leur demande.

Chaque chemin passe par un « submit: » ou mène à une page de fin. Le message donne une personne que
rien n’attend, et le chemin qu’elle suit.

Faux ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
      - screen: depot
        title: Dépôt
        when: visa
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
        next:
          - {when: not visa, to: guichet}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...logic import Formula
from ...source.diagnostic import Diagnostic
from ...source.position import Span
from ...source.wording import _
from ..doubt import surely
from ..person import person, way, way_shown
from ..rule import Facts, Rule
from ..story import Story
from .missing_end import has_finish
from .next_without_cover import stranded


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Those whose last screen has no `next` rules; the others are told by next-without-cover."""
    story = facts.story
    lost = _lost(story)
    if not story.space.is_satisfiable(lost) or not has_finish(story.procedure):
        return
    screens = way(story, lost)
    yield Diagnostic(
        "missing-submit",
        _(
            "Des personnes finissent le parcours sans déposer leur demande. "
            "Par exemple : {person} ; chemin : {way}."
        ).format(person=person(story, lost), way=way_shown(screens) or "—"),
        _place(story, screens),
        _("Écrivez « submit: » sur leur dernier écran, ou menez-les à une page de fin."),
    )


def _lost(story: Story) -> Formula:
    lost = story.unfiled or story.space.false
    for _moment, people in stranded(story):
        lost = story.space.and_(lost, story.space.not_(people))
    return surely(story, lost)


def _place(story: Story, screens: tuple[str, ...]) -> Span:
    """The last screen of their way; the procedure itself when they see none."""
    last = (moment.screen for moment in story.moments if moment.screen.id in screens[-1:])
    return next((screen.span for screen in last), story.procedure.span)


RULE = Rule("missing-submit", check, needs_whole=True)
