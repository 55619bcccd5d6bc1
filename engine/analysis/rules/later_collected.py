"""Un document remis plus tard est demandé par un écran.

« later: » dit que le document n’est pas joint au dépôt : il est annoncé, et une action d’après
dépôt peut le demander. Un écran ne le demande donc pas.

Faux ::

    documents:
      timbre: {title: Timbre fiscal, help: Vous l’achetez en ligne., later: au retrait}
    flow:
      - screen: pieces
        title: Pièces
        collect: [timbre]
        submit: {title: Déposer, outcome: depose}

Juste ::

    documents:
      timbre: {title: Timbre fiscal, help: Vous l’achetez en ligne., later: au retrait}
      photo: {title: Photo, help: Une photo récente.}
    flow:
      - screen: pieces
        title: Pièces
        announce: documents
        collect: [photo]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..referring import one_by_one
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """`all` leaves them out; only a name can be wrong."""
    documents = facts.story.procedure.documents
    for _step, screen in screens(facts.story.procedure):
        for ref in one_by_one(screen.collect):
            if ref.name in documents and documents[ref.name].later:
                yield Diagnostic(
                    "later-collected",
                    _("« {name} » est remis plus tard et ne se joint pas ici.").format(
                        name=ref.name
                    ),
                    ref.span,
                    _("Retirez-le de cet écran, ou retirez « later: » du document."),
                    (Related(_("remis plus tard"), documents[ref.name].spans["later"]),),
                )


RULE = Rule("later-collected", check)
