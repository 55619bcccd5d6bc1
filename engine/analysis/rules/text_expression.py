"""Un texte montre une valeur qui ne se montre pas.

Un mot de passe (type secret) est remis à l’application et n’est ni gardé ni relu. Aucun texte,
aucun document délivré, aucun message ne peut le montrer.

Faux ::

    fields:
      mot_de_passe: {label: Votre mot de passe, type: secret}
    flow:
      - screen: compte
        title: Votre compte
        fields: [mot_de_passe]
        submit: {title: Créer mon compte, outcome: account_created}
      - screen: fin
        title: Votre compte est créé
        text: "Votre mot de passe : {{ mot_de_passe }}."

Juste ::

    fields:
      mot_de_passe: {label: Votre mot de passe, type: secret}
    flow:
      - screen: compte
        title: Votre compte
        fields: [mot_de_passe]
        submit: {title: Créer mon compte, outcome: account_created}
      - screen: fin
        title: Votre compte est créé
        text: Gardez bien votre mot de passe.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...expr.problem import Problem, located
from ...expr.syntax import names
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..site import Expected

SHOWN = (Expected.SHOWN, Expected.PRINTED)


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every hole of a text and every sealed value; conditions are judged by their types."""
    fields = facts.story.procedure.fields
    for site in facts.story.sites:
        for name in names(site.condition.expr) if site.expected in SHOWN else ():
            field = fields.get(name.path)
            if field and field.type_name == "secret":
                problem = Problem(
                    "text-expression",
                    _("« {name} » est secret et ne se montre nulle part.").format(name=name.path),
                    name.place,
                    _("Retirez-le de ce texte."),
                    (Related(_("défini ici"), field.span),),
                )
                yield located(problem, site.condition.scalar, site.condition.offset)


RULE = Rule("text-expression", check)
