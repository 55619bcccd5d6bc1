"""Un même nom désigne deux choses.

Une question, un document, une attestation et une action ne partagent jamais un nom. Écrans, étapes
et pages de fin non plus, car « next: » les nomme ; une étape peut porter le nom de son premier
écran, et de lui seul. Un nom défini par deux fichiers utilisés ensemble, ou un fichier utilisé deux
fois, est la même faute.

Faux ::

    fields:
      bail: {label: Avez-vous un bail ?, type: boolean}
    documents:
      bail: {title: Bail de location, help: Le bail signé.}
    flow:
      - step: depot
        title: Dépôt
        screens:
          - screen: pieces
            title: Pièces
            fields: [bail]
            collect: all
          - screen: depot
            title: Dépôt
          - screen: pieces
            title: Fin
            submit: {title: Déposer, outcome: depose}

Faux ::

    use: [common/honneur.yaml]
    fields:
      telephone: {label: Téléphone, type: phone}
    flow:
      - screen: honneur
        title: Honneur
        fields: [telephone]
        next:
          - {when: telephone == '0102030405', to: depot}
      - step: etape
        title: Étape
        screens:
          - screen: depot
            title: Dépôt
            submit: {title: Déposer, outcome: depose}
    ends:
      depot: {title: Dépôt, text: Déposez au guichet.}
    # fichier: common/honneur.yaml
    fields:
      telephone: {label: Votre téléphone, type: phone}

Juste ::

    use: [common/honneur.yaml]
    fields:
      a_un_bail: {label: Avez-vous un bail ?, type: boolean}
    documents:
      bail: {title: Bail de location, help: Le bail signé., when: a_un_bail}
    flow:
      - screen: honneur
      - step: depot
        title: Dépôt
        screens:
          - screen: depot
            title: Dépôt
            fields: [a_un_bail]
            collect: all
            submit: {title: Déposer, outcome: depose}
    # fichier: common/honneur.yaml
    screens:
      honneur: {title: Honneur, text: Lisez bien.}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Procedure
from ...model.merge import duplicate_name
from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.position import Span
from ..rule import Facts, Rule

Named = Iterator[tuple[str, Span]]


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Names merged from several files, and keys written twice, are told while reading."""
    procedure = facts.story.procedure
    yield from _distinct(_answers(procedure))
    yield from _beside_actions(procedure)
    yield from _distinct(_targets(procedure))
    yield from _shadowed(procedure)


def _distinct(named: Named) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for name, span in named:
        if name in first:
            yield duplicate_name(name, span, first[name])
        else:
            first[name] = span


def _answers(procedure: Procedure) -> Named:
    for section in (procedure.fields, procedure.documents, procedure.attestations):
        yield from ((id_, item.span) for id_, item in section.items())


def _beside_actions(procedure: Procedure) -> Iterator[Diagnostic]:
    """The same action may stand in several states; action-twice tells where it may not."""
    known = dict(reversed(tuple(_answers(procedure))))
    for action in actions(procedure):
        if action.id in known:
            yield duplicate_name(action.id, action.span, known[action.id])


def _targets(procedure: Procedure) -> Named:
    for step in procedure.steps:
        if step.id and step.id not in {screen.id for screen in step.screens[:1]}:
            yield step.id, step.span
    missing = {ref.span for ref in procedure.missing_screens}
    for _step, screen in screens(procedure):
        if screen.span not in missing:
            yield screen.id, screen.span
    for end in procedure.ends.values():
        yield end.id, end.span


def _shadowed(procedure: Procedure) -> Iterator[Diagnostic]:
    """A screen written here under the name of a shared one."""
    for _step, screen in screens(procedure):
        shared = procedure.screens.get(screen.id)
        if shared and screen.spans is not shared.spans:
            yield duplicate_name(screen.id, screen.span, shared.span)


RULE = Rule("duplicate-name", check)
