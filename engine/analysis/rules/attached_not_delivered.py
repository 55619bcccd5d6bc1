"""Un message joint un document qui n’est pas encore délivré.

Quand le message part, chaque document de son « attach: » doit avoir été délivré : par le même dépôt
ou la même action, ou plus tôt, sur tous les chemins qui mènent là.

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
        text: Le récépissé est en pièce jointe.
        attach: [recepisse]
    deliverables:
      recepisse:
        title: Récépissé
        template: receipt
        text: Demande déposée le {{ filing.date }}.

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel]
        submit: {title: Déposer, outcome: depose, notice: depot, deliver: [recepisse]}
    notices:
      depot:
        title: Votre demande est déposée
        text: Le récépissé est en pièce jointe.
        attach: [recepisse]
    deliverables:
      recepisse:
        title: Récépissé
        template: receipt
        text: Demande déposée le {{ filing.date }}.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..sendings import sendings


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each `attach:` at the first moment that lacks it; unknown names are told elsewhere."""
    procedure = facts.story.procedure
    told: set[tuple[str, str]] = set()
    for sending in sendings(facts.story):
        notice = procedure.notices.get(sending.notice.name)
        for ref in notice.attach if notice else ():
            is_issued = ref.name in sending.issued or ref.name not in procedure.deliverables
            if not is_issued and (sending.notice.name, ref.name) not in told:
                told.add((sending.notice.name, ref.name))
                yield Diagnostic(
                    "attached-not-delivered",
                    _(
                        "« {name} » est joint au message alors qu’il n’est pas encore délivré."
                    ).format(name=ref.name),
                    ref.span,
                    _("Ajoutez « deliver: [{name}] » là où part le message, ou plus tôt.").format(
                        name=ref.name
                    ),
                    (Related(_("envoyé ici"), sending.where),),
                )


RULE = Rule("attached-not-delivered", check, needs_whole=True)
