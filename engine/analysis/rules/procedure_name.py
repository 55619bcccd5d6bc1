"""L’identifiant d’une procédure n’est pas le nom de son fichier.

« procedure: demande_visa » s’écrit dans « demande_visa.yaml » : c’est par ce nom que les autres
procédures, les scénarios et les commandes la trouvent. Le fichier a donc un nom en minuscules sans
accent ni espace.

Faux ::

    # fichier: visa.yaml
    procedure: demande_visa
    version: "1"
    title: Demande de visa
    flow:
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}

Juste ::

    # fichier: demande_visa.yaml
    procedure: demande_visa
    version: "1"
    title: Demande de visa
    flow:
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from ...model.structure_values import ascii_id
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """The file's name without its ending."""
    procedure, name = facts.story.procedure, PurePosixPath(facts.assembled.path).stem
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        yield Diagnostic(
            "procedure-name",
            _("Le nom de fichier « {name}.yaml » ne peut pas être celui d'une procédure.").replace(
                "{name}", name
            ),
            procedure.span,
            _("Renommez le fichier : {name}.yaml").format(name=ascii_id(name) or "demarche"),
        )
    elif procedure.id and procedure.id != name:
        yield Diagnostic(
            "procedure-name",
            _("La procédure « {id} » est dans un fichier nommé « {name}.yaml ».")
            .replace("{id}", procedure.id)
            .replace("{name}", name),
            procedure.span,
            _("Écrivez « procedure: {name} », ou renommez le fichier.").format(name=name),
        )


RULE = Rule("procedure-name", check)
