"""Une action recueille des pièces que personne n’a encore demandées.

« collect: » d’une action nomme des documents, ou une question de type documents_request : l’usager
joint alors ce que l’agent a demandé. Cette question doit avoir été posée sur tous les chemins qui
mènent à l’action.

Faux ::

    fields:
      motif: {label: Motif de la demande, type: text}
      pieces: {label: Pièces demandées, type: documents_request}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            demander: {by: caseworker, title: Demander des pièces, fields: [pieces], to: attente}
            attendre: {by: caseworker, title: Mettre en attente, to: attente}
        attente:
          title: Pièces attendues
          actions:
            envoyer: {by: applicant, title: Envoyer les pièces, collect: pieces, to: complete}
        complete: {title: Dossier complet, final: true}

Juste ::

    fields:
      motif: {label: Motif de la demande, type: text}
      pieces: {label: Pièces demandées, type: documents_request}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            demander: {by: caseworker, title: Demander des pièces, fields: [pieces], to: attente}
        attente:
          title: Pièces attendues
          actions:
            envoyer: {by: applicant, title: Envoyer les pièces, collect: pieces, to: complete}
        complete: {title: Dossier complet, final: true}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Examination, Field, Ref
from ...model.placing import actions, actions_in
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..state_graph import surely

REQUEST = "documents_request"


def check(facts: Facts) -> Iterable[Diagnostic]:
    """What `collect:` of actions names that is a question; unknown names are told elsewhere."""
    procedure = facts.story.procedure
    examination = procedure.examination
    if examination is None:
        return
    for action in actions(procedure):
        for ref in action.collect:
            field = procedure.fields.get(ref.name) if isinstance(ref, Ref) else None
            if field is None or field.type is None or not isinstance(ref, Ref):
                continue
            if field.type_name == REQUEST:
                yield from _never_asked(examination, ref, field)
            else:
                yield _no_request(ref, field)


def _no_request(ref: Ref, field: Field) -> Diagnostic:
    return Diagnostic(
        "documents-request",
        _("« {name} » est une question de type {type}, et ne demande aucun document.").format(
            name=ref.name, type=field.type_name
        ),
        ref.span,
        _("Nommez ici des documents, ou une question de type documents_request."),
        (Related(_("défini ici"), field.span),),
    )


def _never_asked(examination: Examination, ref: Ref, field: Field) -> Iterator[Diagnostic]:
    """At the first state where the action may come before the question."""
    given = surely(examination, frozenset(), lambda action: (item.name for item in action.fields))
    for state in examination.states:
        offered = any(ref in action.collect for action in actions_in(examination, state))
        is_sure = state.id not in given or (
            ref.name in given[state.id] and not field.optional and not field.when
        )
        if offered and not is_sure:
            yield Diagnostic(
                "documents-request",
                _("Dans l’état « {state} », « {name} » n’a pas toujours été répondu.").format(
                    state=state.id, name=ref.name
                ),
                ref.span,
                _("Posez cette question, obligatoire, dans chaque action qui mène à cet état."),
                (Related(_("défini ici"), field.span),),
            )
            return


RULE = Rule("documents-request", check, needs_whole=True)
