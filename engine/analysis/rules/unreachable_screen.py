"""Personne n’arrive à un écran.

Le calcul est exact : il suit toutes les personnes, avec toutes leurs réponses possibles. Ou bien
aucun chemin ne mène à l’écran, ou bien sa condition n’est vraie pour aucune des personnes qui y
arrivent. Une page de fin que rien ne nomme est dite par « unused-definition ».

Faux ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
      motif: {label: Motif, type: text}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
        next:
          - {when: visa, to: depot}
          - {to: guichet}
      - screen: motif_sejour
        title: Motif
        fields: [motif]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}

Faux ::

    fields:
      titre: {label: Votre titre, type: choice, options: {a: Visa, b: Carte, c: Aucun}}
      carte: {label: Numéro de la carte, type: text}
      motif: {label: Motif, type: text}
    flow:
      - screen: accueil
        title: Accueil
        fields: [titre]
        next:
          - {when: titre == 'a', to: motif_sejour}
      - step: avec_carte
        title: Avec une carte
        when: titre == 'b'
        screens:
          - screen: numero
            title: Numéro
            fields: [carte]
            next:
              - {to: depot}
          - screen: motif_sejour
            title: Motif
            fields: [motif]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
      motif: {label: Motif, type: text}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
        next:
          - {when: not visa, to: guichet}
      - screen: motif_sejour
        title: Motif
        fields: [motif]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.definitions import Condition
from ...source.diagnostic import Diagnostic
from ...source.wording import _, listed, quoted
from ..rule import Facts, Rule
from ..story import Moment, Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of neighbours to which no way leads, the first one tells of all."""
    story, space = facts.story, facts.story.space
    cut: list[Moment] = []
    for moment in story.moments:
        if not space.is_satisfiable(moment.arriving):
            cut.append(moment)
            continue
        yield from _without_way(story, cut)
        cut = []
        if not space.is_satisfiable(moment.entering) and not _is_said(story, moment):
            yield _never_meant(moment)
    yield from _without_way(story, cut)


def _without_way(story: Story, cut: list[Moment]) -> Iterable[Diagnostic]:
    """Nothing below a screen that nobody completes: that screen is at fault."""
    if not cut:
        return
    for above in story.moments[: story.moments.index(cut[0])]:
        if story.space.is_satisfiable(above.entering) and not story.space.is_satisfiable(
            above.completing
        ):
            return
    names = listed(quoted(moment.screen.id) for moment in cut)
    yield Diagnostic(
        "unreachable-screen",
        _("Aucun chemin ne mène ici : {screens}.").format(screens=names),
        cut[0].screen.span,
        _("Corrigez les règles « next: » au-dessus : elles envoient tout le monde ailleurs."),
    )


def _never_meant(moment: Moment) -> Diagnostic:
    return Diagnostic(
        "unreachable-screen",
        _(
            "Personne ne voit « {screen} » : ceux qui y arrivent ne remplissent pas sa condition."
        ).replace("{screen}", moment.screen.id),
        moment.screen.span,
        _("Corrigez le « when: » de l’écran ou de son étape, ou ce qui mène ici."),
    )


def _is_said(story: Story, moment: Moment) -> bool:
    """Whether constant-condition says already that one of its conditions never holds."""
    return any(
        _never_holds(story, condition)
        for condition in (moment.step.when, moment.screen.when)
        if condition
    )


def _never_holds(story: Story, condition: Condition) -> bool:
    space = story.space
    return not any(
        space.is_satisfiable(
            space.and_(site.people, space.formula(condition.expr, site.scope, site.asked))
        )
        for site in story.sites
        if site.condition is condition
    )


RULE = Rule("unreachable-screen", check, needs_whole=True)
