"""Un mot de passe est demandé loin du dépôt.

La valeur d’une question de type « secret » n’est jamais gardée : elle part vers l’application avec
le dépôt. Elle ne se demande donc que sur l’écran qui dépose, celui qui porte « submit: ».

Faux ::

    fields:
      nom: {label: Nom, type: text}
      mot_de_passe: {label: Mot de passe, type: secret}
    flow:
      - screen: identification
        title: Identification
        fields: [nom, mot_de_passe]
      - screen: depot
        title: Dépôt
        submit: {title: Créer mon compte, outcome: account_created}

Faux ::

    fields:
      nom: {label: Nom, type: text}
      mot_de_passe: {label: Mot de passe, type: secret}
    flow:
      - screen: depot
        title: Dépôt
        fields: [nom]
        submit: {title: Déposer}
    examination:
      opens: examen
      states:
        examen:
          title: Examen
          actions:
            finir: {by: applicant, title: Finir, fields: [mot_de_passe], to: close}
        close: {title: Close, final: true}

Juste ::

    fields:
      nom: {label: Nom, type: text}
      mot_de_passe: {label: Mot de passe, type: secret}
    flow:
      - screen: identification
        title: Identification
        fields: [nom]
      - screen: depot
        title: Dépôt
        fields: [mot_de_passe]
        submit: {title: Créer mon compte, outcome: account_created}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...fields.field_type import Control
from ...model.definitions import Field, Procedure, Ref
from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """On screens that do not file, and in actions."""
    procedure = facts.story.procedure
    for ref in _elsewhere(procedure):
        field = procedure.fields.get(ref.name)
        if field and any(map(_is_secret, (field, *field.parts))):
            yield Diagnostic(
                "secret-without-submit",
                _("« {name} » est un secret : il ne peut pas être demandé ici.").format(
                    name=ref.name
                ),
                ref.span,
                _("Demandez-le sur l’écran qui porte « submit: »."),
            )


def _elsewhere(procedure: Procedure) -> Iterator[Ref]:
    for _step, screen in screens(procedure):
        yield from (*screen.verify, *(() if screen.submit else screen.fields))
    for action in actions(procedure):
        yield from action.fields


def _is_secret(field: Field) -> bool:
    return field.type is not None and field.type.control is Control.SECRET


RULE = Rule("secret-without-submit", check)
