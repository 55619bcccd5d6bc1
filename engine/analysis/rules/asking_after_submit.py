"""Un écran placé après le dépôt demande encore quelque chose.

Le dépôt fige les réponses. Les écrans que l’usager voit ensuite disent ce qui se passe maintenant :
ils portent « title », « text », « when », « deliver » et « notes », rien d’autre.

Faux ::

    fields:
      motif: {label: Motif, type: text}
      avis: {label: Votre avis sur la démarche, type: text}
    flow:
      - screen: depot
        title: Dépôt
        fields: [motif]
        submit: {title: Déposer, outcome: depose}
      - screen: confirmation
        title: Votre demande est déposée
        fields: [avis]

Juste ::

    fields:
      motif: {label: Motif, type: text}
      avis: {label: Votre avis sur la démarche, type: text, optional: true}
    flow:
      - screen: depot
        title: Dépôt
        fields: [motif, avis]
        submit: {title: Déposer, outcome: depose}
      - screen: confirmation
        title: Votre demande est déposée
        text: Nous vous répondrons bientôt.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..doubt import is_sure
from ..rule import Facts, Rule

ALLOWED = frozenset(
    {"screen", "title", "text", "when", "deliver", "notes", "law", "assumed", "submit"}
)
"""What a screen seen after filing may hold (`submit` there is told by submit-twice)."""


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Screens that somebody sees after having filed."""
    space = facts.story.space
    filed = space.false
    for moment in facts.story.moments:
        if is_sure(facts.story, space.and_(filed, moment.entering)):
            for key, span in moment.screen.spans.items():
                if key not in ALLOWED:
                    yield Diagnostic(
                        "asking-after-submit",
                        _("« {key}: » n’a plus de sens après le dépôt de la demande.").format(
                            key=key
                        ),
                        span,
                        _("Déplacez-le sur un écran placé avant « submit: »."),
                    )
        if moment.screen.submit:
            filed = space.or_(filed, moment.completing)


RULE = Rule("asking-after-submit", check, needs_whole=True)
