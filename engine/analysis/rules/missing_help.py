"""Un document n’a pas d’aide.

L’usager doit savoir ce que le document doit montrer et où l’obtenir : une phrase sous « help: »
évite une pièce refusée et un aller-retour.

Faux ::

    documents:
      bail: {title: Bail de location}
    flow:
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    documents:
      bail: {title: Bail de location, help: Toutes les pages du bail signé.}
    flow:
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Severity
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of whole documents: their elements are explained there."""
    for document in facts.story.procedure.documents.values():
        if not document.help:
            yield Diagnostic(
                "missing-help",
                _("Le document « {name} » n’a pas d’aide.").format(name=document.id),
                document.span,
                _("Dites sous « help: » ce qu’il doit montrer et où l’obtenir."),
            )


RULE = Rule("missing-help", check, severity=Severity.WARNING, needs_whole=True)
