"""Une attestation est à cocher deux fois par la même personne.

« attest: all » prend toutes les attestations qu’aucun autre écran ne nomme : il ne figure que sur
un écran par chemin.

Faux ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    flow:
      - screen: honneur
        title: Attestation sur l’honneur
        attest: all
      - screen: depot
        title: Dépôt
        attest: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    flow:
      - screen: honneur
        title: Attestation sur l’honneur
        attest: all
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..meeting import taken_twice
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each second place once, whatever the number of attestations."""
    for first, second in taken_twice(facts.story, "attest"):
        yield Diagnostic(
            "attestation-asked-twice",
            _("L’attestation « {name} » est à cocher sur « {first} » et encore ici.")
            .replace("{name}", second.name)
            .replace("{first}", first.screen.id),
            second.span,
            _("Ne la faites cocher qu’une fois, ou séparez ces écrans par « when: »."),
            (Related(_("à cocher ici d’abord"), first.span),),
        )


RULE = Rule("attestation-asked-twice", check, needs_whole=True)
