"""Un document est écrit et n’est demandé nulle part.

Un écran le demande (« collect: all », ou par son nom), ou une action d’après dépôt. Un document
remis plus tard (« later: ») est annoncé par un écran (« announce: documents ») ou demandé par une
action. Un document commun suffit à être demandé par une des démarches qui l’utilisent.

Faux ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
      quittance: {title: Quittance de loyer, help: La dernière quittance.}
    flow:
      - screen: pieces
        title: Pièces
        collect: [bail]
        submit: {title: Déposer, outcome: depose}

Faux ::

    documents:
      timbre: {title: Timbre fiscal, help: Vous l’achetez en ligne., later: au retrait}
    flow:
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
      timbre: {title: Timbre fiscal, help: Vous l’achetez en ligne., later: au retrait}
    flow:
      - screen: preambule
        title: Avant de commencer
        announce: documents
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.definitions import ALL, Document, Procedure
from ...model.placing import collected, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..referring import documents, meant, places
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Documents in no list, `all` and announcements counted."""
    procedure = facts.story.procedure
    if procedure.missing_screens:
        return  # a screen that is not found might collect them
    named = meant((ref.name for ref in documents(procedure)), procedure.documents)
    asked = named | {document.id for document in _by_all(procedure)}
    announced = any(screen.announce for _step, screen in screens(procedure))
    for document in procedure.documents.values():
        if document.id not in asked and not (document.later and announced):
            yield _fault(document)


def _by_all(procedure: Procedure) -> Iterable[Document]:
    for place in places(procedure):
        if place.collect == ALL:
            yield from collected(procedure, place)


def _fault(document: Document) -> Diagnostic:
    if document.later:
        message = _("Le document « {name} », remis plus tard, n’est annoncé nulle part.")
        cure = _(
            "Écrivez « announce: documents » sur un écran, ou faites-le demander à une action."
        )
    else:
        message = _("Le document « {name} » n’est demandé nulle part.")
        cure = _("Nommez-le sous « collect: » d’un écran, ou supprimez-le.")
    return Diagnostic(
        "document-never-collected", message.format(name=document.id), document.span, cure
    )


RULE = Rule("document-never-collected", check, needs_whole=True, every_use=True)
