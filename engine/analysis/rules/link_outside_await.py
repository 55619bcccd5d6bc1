"""Un texte emploie le lien à usage unique hors du message d’une attente.

« {{ link }} » n’existe que dans le message envoyé par « await: » : c’est l’adresse qui confirme
l’événement attendu.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot:
        title: Votre demande est déposée
        text: "Suivez votre demande ici : {{ link }}"

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot:
        title: Votre demande est déposée
        text: Connectez-vous pour suivre votre demande.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...expr.problem import Problem, located
from ...expr.syntax import names
from ...model.names import LINK
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..site import Site
from ..story import Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every expression that reads it where nobody has it."""
    links = {name for name, _type, _label in LINK}
    for site in facts.story.sites:
        for name in names(site.condition.expr):
            if name.path in links and _is_absent(facts.story, site, name.path):
                problem = Problem(
                    "link-outside-await",
                    _("« {name} » n’existe que dans le message d’une attente.").format(
                        name=name.path
                    ),
                    name.place,
                    _("Dites de se connecter, ou envoyez ce message par « await: »."),
                )
                yield located(problem, site.condition.scalar, site.condition.offset)


def _is_absent(story: Story, site: Site, name: str) -> bool:
    lacking = story.space.and_(site.people, story.space.not_(site.asked(name)))
    return story.space.is_satisfiable(lacking)


RULE = Rule("link-outside-await", check)
