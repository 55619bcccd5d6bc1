"""Un document est demandé deux fois à la même personne.

« collect: all » prend tous les documents qu’aucun autre écran ne nomme : il ne figure que sur un
écran par chemin. Une action d’après dépôt, elle, peut redemander un document.

Faux ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
    flow:
      - screen: logement
        title: Logement
        collect: [bail]
      - screen: pieces
        title: Pièces
        collect: [bail]
        submit: {title: Déposer, outcome: depose}

Faux ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
      photo: {title: Photo, help: Une photo récente.}
    flow:
      - screen: logement
        title: Logement
        collect: all
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    documents:
      bail: {title: Bail de location, help: Le bail signé.}
      photo: {title: Photo, help: Une photo récente.}
    flow:
      - screen: logement
        title: Logement
        collect: [bail]
      - screen: pieces
        title: Pièces
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..meeting import taken_twice
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each second place once, whatever the number of documents."""
    for first, second in taken_twice(facts.story, "collect"):
        yield Diagnostic(
            "document-collected-twice",
            _("Le document « {name} » est demandé sur « {first} » et encore ici.")
            .replace("{name}", second.name)
            .replace("{first}", first.screen.id),
            second.span,
            _("Ne le demandez qu’une fois, ou séparez ces écrans par « when: »."),
            (Related(_("demandé ici d’abord"), first.span),),
        )


RULE = Rule("document-collected-twice", check, needs_whole=True)
