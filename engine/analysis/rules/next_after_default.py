"""Une règle de « next: » en suit une qui n’a pas de condition : elle ne sert jamais.

Les règles se lisent de haut en bas et la première vraie l’emporte. Une règle sans « when: » vaut
pour tout le monde : elle ne peut être que la dernière.

Faux ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
        next:
          - {to: guichet}
          - {when: visa, to: en_ligne}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
      en_ligne: {title: En ligne, text: Faites la demande en ligne.}

Juste ::

    fields:
      visa: {label: Avez-vous un visa ?, type: boolean}
    flow:
      - screen: accueil
        title: Accueil
        fields: [visa]
        next:
          - {when: visa, to: en_ligne}
          - {to: guichet}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
      en_ligne: {title: En ligne, text: Faites la demande en ligne.}
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """The rule that stands just below one without condition."""
    for _step, screen in screens(facts.story.procedure):
        for way, below in pairwise(screen.next):
            if way.when is None:
                yield Diagnostic(
                    "next-after-default",
                    _("Personne n’arrive à cette règle : la précédente vaut pour tout le monde."),
                    below.to.span,
                    _("Mettez en dernier la règle sans « when: », ou donnez-lui une condition."),
                    (Related(_("règle sans condition"), way.to.span),),
                )


RULE = Rule("next-after-default", check, needs_whole=True)
