"""Le code qui remplace un document est d’un type qui n’est pas un code.

« code: » prend le nom d’un type de question qui s’écrit sur une ligne, par exemple « ephoto_code ».

Faux ::

    documents:
      cachet: {title: Cachet, help: Le cachet reçu., code: group}
    flow:
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    documents:
      photo: {title: Photo, help: Le code donné par le photographe., code: ephoto_code}
    flow:
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...fields.field_type import Control
from ...fields.registry import field_types
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every document that says `code`."""
    known = [name for name, type_ in field_types().items() if type_.control is Control.TEXT]
    for document in facts.story.procedure.documents.values():
        if document.code and document.code.name not in known:
            yield unknown(
                "code-type",
                _("« {name} » n’est pas un type de code."),
                document.code,
                known,
                _("Écrivez un type qui tient sur une ligne, par exemple « ephoto_code »."),
            )


RULE = Rule("code-type", check)
