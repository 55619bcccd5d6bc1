"""Une définition ne sert à rien.

Un paramètre que rien ne lit, une entrée du registre que rien ne connaît, un message que rien
n’envoie, un document délivré que rien ne délivre, un écran commun placé nulle part, une page de fin
où rien ne mène, un sigle qu’aucun texte n’emploie : supprimez-les, ou employez-les. Une définition
commune sert dès qu’une des démarches qui l’utilisent l’emploie.

Faux ::

    glossary:
      BPI: Bénéficiaire de la protection internationale
    parameters:
      timbre: {title: Droit de timbre, values: {2026-03-01: 50}}
    registry:
      nom: {label: Nom, type: text}
    flow:
      - screen: depot
        title: Dépôt
        text: Le bpiste dépose sa demande.
        submit: {title: Déposer, outcome: depose}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
    notices:
      recu: {title: Reçu, text: Nous avons reçu votre demande.}
    deliverables:
      recepisse: {title: Récépissé, template: receipt, text: Demande déposée.}
    screens:
      honneur: {title: Honneur, text: Lisez bien.}

Juste ::

    requires: account
    glossary:
      BPI: Bénéficiaire de la protection internationale
    parameters:
      timbre: {title: Droit de timbre, values: {2026-03-01: 50}}
    registry:
      nom: {label: Nom, type: text}
    fields:
      nom: {label: Nom, known_from: registry.nom}
    flow:
      - screen: honneur
      - screen: depot
        title: Dépôt
        text: Le BPI paie {{ param.timbre }} €.
        verify: [nom]
        next:
          - {when: nom == 'NEMO', to: guichet}
        submit: {title: Déposer, outcome: depose, notice: recu, deliver: [recepisse]}
    ends:
      guichet: {title: Au guichet, text: Venez au guichet.}
    notices:
      recu: {title: Reçu, text: Nous avons reçu votre demande.}
    deliverables:
      recepisse: {title: Récépissé, template: receipt, text: Demande déposée.}
    screens:
      honneur: {title: Honneur, text: Lisez bien.}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from ...model.definitions import Procedure, Ref
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Severity
from ...source.position import Span
from ...source.tree import Mapping as Tree
from ...source.tree import scalars
from ...source.wording import _
from ..referring import deliverables, meant, notices, targets
from ..rule import Facts, Rule


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


Kind = tuple[str, Mapping[str, _Placed], Iterable[str]]
"""What to say, the definitions, and the names that something uses."""


def check(facts: Facts) -> Iterable[Diagnostic]:
    """By kind; what a misspelt name surely meant is used."""
    procedure, tree = facts.story.procedure, facts.assembled.tree
    texts = "\n".join(_texts(tree) if tree else ())
    for message, definitions, used in (*_named(procedure), *_read(procedure, texts)):
        known = meant(used, definitions.keys())
        for id_, definition in definitions.items():
            if id_ not in known:
                yield _fault(message, id_, definition.span)
    for id_, span in _terms(tree) if tree else ():
        if not re.search(rf"(?<!\w){re.escape(id_)}(?!\w)", texts):
            yield _fault(_("Aucun texte n’emploie le sigle « {name} »."), id_, span)


def _named(procedure: Procedure) -> Iterator[Kind]:
    """What is named one by one."""
    yield (
        _("L’écran commun « {name} » n’est placé nulle part."),
        procedure.screens,
        [
            *(screen.id for _step, screen in screens(procedure)),
            *_names(procedure.missing_screens),
        ],
    )
    yield (
        _("Aucune règle « next: » ne mène à la page « {name} »."),
        procedure.ends,
        _names(to for _rank, _screen, to in targets(procedure)),
    )
    yield (
        _("Rien n’envoie le message « {name} »."),
        procedure.notices,
        _names(notices(procedure)),
    )
    yield (
        _("Rien ne délivre le document « {name} »."),
        procedure.deliverables,
        _names(deliverables(procedure)),
    )


def _names(refs: Iterable[Ref]) -> list[str]:
    return [ref.name for ref in refs]


def _read(procedure: Procedure, texts: str) -> Iterator[Kind]:
    """What conditions and texts read under a prefix."""
    yield (
        _("Rien ne lit le paramètre « {name} »."),
        procedure.parameters,
        re.findall(r"(?<![\w.])param\.(\w+)", texts),
    )
    yield (
        _("Rien ne lit l’entrée « {name} » du registre."),
        procedure.registry,
        re.findall(r"(?<![\w.])registry\.(\w+)", texts),
    )


def _texts(tree: Tree) -> Iterator[str]:
    """Everything written, but for the glossary itself."""
    for entry in tree.entries:
        if entry.key.text != "glossary":
            yield from (scalar.text for scalar in scalars(entry.value))


def _terms(tree: Tree) -> Iterator[tuple[str, Span]]:
    section = tree.get("glossary")
    for entry in section.entries if isinstance(section, Tree) else ():
        yield entry.key.text, entry.key.span


def _fault(message: str, name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unused-definition",
        message.format(name=name),
        span,
        _("Supprimez cette définition, ou employez-la."),
    )


RULE = Rule("unused-definition", check, severity=Severity.WARNING, needs_whole=True, every_use=True)
