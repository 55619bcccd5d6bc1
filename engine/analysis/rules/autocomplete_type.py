"""Ce que le navigateur doit remplir (« autocomplete: ») ne va pas avec le type de la question.

Le navigateur remplit ce qu’il sait de la personne qui est devant l’écran : son nom, sa date de
naissance, son adresse. Chaque type de question n’accepte que ce qui s’y écrit.

Faux ::

    fields:
      nom: {label: Votre nom, type: text, autocomplete: bday}
      marie: {label: Êtes-vous marié ?, type: boolean, autocomplete: name}
    flow:
      - screen: identite
        title: Qui êtes-vous ?
        fields: [nom, marie]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Votre nom, type: text, autocomplete: family-name}
      naissance: {label: Votre date de naissance, type: date, autocomplete: bday}
      employeur: {label: Téléphone de votre employeur, type: phone, autocomplete: off}
    flow:
      - screen: identite
        title: Qui êtes-vous ?
        fields: [nom, naissance, employeur]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _, listed
from ..refusing import questions
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of every question, and of every part of one."""
    for field in questions(facts.story.procedure):
        type_, purpose = field.type, field.autocomplete
        if type_ is None or not purpose or purpose in type_.purposes:
            continue
        message = _("Une question de type « {type} » ne se remplit pas par « {purpose} ».")
        if type_.purposes:
            words = listed(type_.purposes, "ou")
            cure = _("Pour ce type : {words}. Sinon, supprimez la clé.").format(words=words)
        else:
            cure = _("Supprimez la clé : le navigateur ne sait rien écrire ici.")
        yield Diagnostic(
            "autocomplete-type",
            message.format(type=type_.name, purpose=purpose),
            field.spans["autocomplete"],
            cure,
        )


RULE = Rule("autocomplete-type", check)
