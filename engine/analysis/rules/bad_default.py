"""La réponse proposée d’avance (« default: ») serait refusée.

Elle est lue comme celle d’un usager : selon le type de la question, ses bornes et ses options. Un
nombre perd ses zéros de tête : un code se déclare comme un texte.

Faux ::

    fields:
      pays: {label: Où vivez-vous ?, type: choice, options: {france: France, ailleurs: Ailleurs}}
      langues:
        label: Langues parlées
        type: choices
        options: {fr: Français, en: Anglais}
        default: [fr, es]
      enfants: {label: Nombre d’enfants, type: integer, min: 0, max: 20, default: 21}
      conseiller:
        label: Conseiller
        type: group
        fields:
          bureau: {label: Bureau, type: integer, default: 01000}
      depuis:
        label: Pays précédent
        type: choice
        options: {france: France, ailleurs: Ailleurs}
        default: frannce
    flow:
      - screen: vous
        title: Vous
        fields: [pays, langues, enfants, conseiller, depuis]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      pays:
        label: Où vivez-vous ?
        type: choice
        options: {france: France, ailleurs: Ailleurs}
        default: france
      enfants: {label: Nombre d’enfants, type: integer, min: 0, max: 20, default: 0}
      arrivee: {label: Arrivée, type: date, before: today, default: 2020-01-31}
      adresse:
        label: Adresse
        type: group
        fields:
          code: {label: Code postal, type: postal_code, default: 01000}
    flow:
      - screen: vous
        title: Vous
        fields: [pays, enfants, arrivee, adresse]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..refusing import questions, raw_of, refused
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of questions and of their parts."""
    for field in questions(facts.story.procedure):
        if field.default is not None:
            found = refused(
                "bad-default",
                _("La réponse proposée d’avance à « {name} » serait refusée.").format(
                    name=field.id
                ),
                field,
                raw_of(field.default),
                field.default.span,
            )
            yield from (found,) if found else ()


RULE = Rule("bad-default", check)
