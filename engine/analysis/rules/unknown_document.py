"""« collect: » nomme un document qui n’existe pas.

Les documents se déclarent sous « documents: ». Une action d’après dépôt peut aussi nommer une
question de type « documents_request » : elle demande alors les documents que l’agent y a choisis.

Faux ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
    flow:
      - screen: pieces
        title: Pièces
        collect: [baill]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      pieces: {label: Pièces à fournir, type: documents_request}
    flow:
      - screen: demande
        title: Demande
        text: Déposez votre demande.
        submit: {title: Déposer}
    examination:
      opens: examen
      states:
        examen:
          title: Examen
          actions:
            demander: {by: caseworker, title: Demander, fields: [pieces], to: attente}
        attente:
          title: Attente
          actions:
            repondre: {by: applicant, title: Répondre, collect: pieces, to: close}
        close: {title: Close, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from ...model.definitions import Chosen
from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import one_by_one
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """On screens and in actions; a question named by an action is told by documents-request."""
    procedure = facts.story.procedure
    documents, fields = procedure.documents, procedure.fields
    requests = {id_ for id_, field in fields.items() if field.type_name == "documents_request"}
    on_screens = (screen.collect for _step, screen in screens(procedure))
    in_actions = (action.collect for action in actions(procedure))
    yield from _unknown(on_screens, documents.keys(), documents.keys())
    yield from _unknown(in_actions, {*documents, *fields}, {*documents, *requests})


def _unknown(lists: Iterable[Chosen], known: Set[str], meant: Set[str]) -> Iterator[Diagnostic]:
    for chosen in lists:
        for ref in one_by_one(chosen):
            if ref.name not in known:
                yield unknown(
                    "unknown-document",
                    _("Le document « {name} » n’existe pas."),
                    ref,
                    meant,
                    _("Déclarez-le sous « documents: »."),
                )


RULE = Rule("unknown-document", check, needs_names=True)
