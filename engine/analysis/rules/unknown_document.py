"""« collect: » nomme un document qui n’existe pas.

Les documents se déclarent sous « documents: ». Une action d’après dépôt peut aussi nommer une
question de type « documents_request » : elle demande alors les documents que l’agent y a choisis.

Faux ::

    documents:
      bail: {title: Bail de location, help: Le bail signé., optional: true}
    flow:
      - screen: pieces
        title: Pièces
        collect: [bail, baill]
        submit: {title: Déposer, outcome: depose}

Faux ::

    fields:
      message: {label: Message à l’usager, type: long_text}
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
            demander: {by: caseworker, title: Demander, fields: [message], to: attente}
        attente:
          title: Attente
          actions:
            repondre: {by: applicant, title: Répondre, collect: message, to: close}
        close: {title: Close, final: true}

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

from collections.abc import Iterable

from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import cure, unknown
from ..referring import one_by_one
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """On screens, then in actions."""
    procedure = facts.story.procedure
    for _step, screen in screens(procedure):
        for ref in one_by_one(screen.collect):
            if ref.name not in procedure.documents:
                yield unknown(
                    "unknown-document",
                    _("Le document « {name} » n’existe pas."),
                    ref,
                    procedure.documents,
                    _("Déclarez-le sous « documents: »."),
                )
    requests = {f.id for f in procedure.fields.values() if f.type_name == "documents_request"}
    for action in actions(procedure):
        for ref in one_by_one(action.collect):
            if ref.name not in procedure.documents and ref.name not in requests:
                yield Diagnostic(
                    "unknown-document",
                    _("« {name} » n’est ni un document, ni une demande de documents.").format(
                        name=ref.name
                    ),
                    ref.span,
                    cure(
                        ref.name,
                        {*procedure.documents, *requests},
                        _("Nommez un document, ou une question de type « documents_request »."),
                    ),
                )


RULE = Rule("unknown-document", check, needs_whole=True)
