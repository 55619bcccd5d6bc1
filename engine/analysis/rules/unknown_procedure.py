"""Une procédure nommée n’existe pas.

Une page de fin ouvre une autre procédure par son identifiant, qui est aussi le nom de son fichier
(« bpi_case_2 » est dans « bpi_case_2.yaml »). Un scénario nomme celle qu’il essaie. « requires:
account » demande la procédure « account », qui crée le compte.

Faux ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: accueil
        title: Accueil
        fields: [motif]
        next:
          - {to: suite}
    ends:
      suite: {title: Votre demande, open: {procedure: demmande}}
    # fichier: demande.yaml
    procedure: demande
    version: "1"
    title: Demande
    flow:
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: accueil
        title: Accueil
        requires: account
        fields: [motif]
        next:
          - {to: suite}
    ends:
      suite: {title: Votre demande, open: {procedure: demande}}
    # fichier: demande.yaml
    procedure: demande
    version: "1"
    title: Demande
    flow:
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Procedure, Ref
from ...model.placing import screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every procedure opened or required, once for each place."""
    library = facts.library
    for ref in _named(facts.story.procedure):
        if library.procedure_path(ref.name) is None:
            yield unknown(
                "unknown-procedure",
                _("La procédure « {name} » n’existe pas."),
                ref,
                library.procedure_ids(),
                _("Écrivez d’abord sa définition, dans le fichier de ce nom."),
            )


def _named(procedure: Procedure) -> Iterator[Ref]:
    for end in procedure.ends.values():
        if end.open:
            yield end.open.procedure
    if procedure.requires:
        yield procedure.requires
    yield from (screen.requires for _step, screen in screens(procedure) if screen.requires)


RULE = Rule("unknown-procedure", check)
