"""Une information à vérifier n’est pas connue de l’administration.

« verify: » montre ce que le registre sait : la question doit dire « known_from: ». Le registre ne
s’ouvre qu’à une personne connectée : il faut « requires: account », sur la procédure ou sur un
écran par lequel chacun est passé.

Faux ::

    requires: account
    fields:
      nom: {label: Nom, type: text}
    flow:
      - screen: etat_civil
        title: État civil
        verify: [nom]
        submit: {title: Déposer, outcome: depose}

Faux ::

    registry:
      nom: {label: Nom, type: text}
    fields:
      nom: {label: Nom, known_from: registry.nom}
    flow:
      - screen: etat_civil
        title: État civil
        verify: [nom]
        submit: {title: Déposer, outcome: depose}

Juste ::

    registry:
      nom: {label: Nom, type: text}
    fields:
      nom: {label: Nom, known_from: registry.nom}
    flow:
      - screen: etat_civil
        title: État civil
        requires: account
        verify: [nom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..doubt import is_sure
from ..rule import Facts, Rule
from ..story import Asking, Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """What cannot be known at all, then what is not known yet."""
    for asking in facts.story.askings:
        if asking.field.known_from is None:
            if asking.ref in asking.screen.verify:
                yield _unknown(asking)
        elif _may_be_signed_out(facts.story, asking):
            yield Diagnostic(
                "verify-without-registry",
                _(
                    "« {name} » vient du registre, mais des personnes sans compte arrivent ici."
                ).format(name=asking.ref.name),
                asking.ref.span,
                _("Ajoutez « requires: account » à la procédure, ou à cet écran."),
            )


def _unknown(asking: Asking) -> Diagnostic:
    return Diagnostic(
        "verify-without-registry",
        _("« {name} » n’est connu de personne : il n’y a rien à vérifier.").format(
            name=asking.ref.name
        ),
        asking.ref.span,
        _("Demandez-le sous « fields: », ou ajoutez « known_from: » à la question."),
        (Related(_("déclarée ici"), asking.field.span),),
    )


def _may_be_signed_out(story: Story, asking: Asking) -> bool:
    space, here = story.space, asking.here
    return is_sure(story, space.and_(here.people, space.not_(here.asked("account.number"))))


RULE = Rule("verify-without-registry", check, needs_whole=True)
