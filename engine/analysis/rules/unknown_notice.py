"""Un message à envoyer n’est défini nulle part.

Les messages se définissent sous « notices: ». « notice: », dans un dépôt, une action, une échéance,
un délai ou une attente, en nomme.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depo}
    notices:
      depot: {title: Votre demande est déposée, text: Nous avons reçu votre demande.}

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot: {title: Votre demande est déposée, text: Nous avons reçu votre demande.}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import notices
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every `notice:`."""
    procedure = facts.story.procedure
    for ref in notices(procedure):
        if ref.name not in procedure.notices:
            yield unknown(
                "unknown-notice",
                _("Le message « {name} » n’existe pas."),
                ref,
                procedure.notices,
                _("Définissez-le sous « notices: »."),
            )


RULE = Rule("unknown-notice", check, needs_names=True)
