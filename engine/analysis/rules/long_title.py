"""Un titre est trop long.

Un titre se lit d’un coup d’œil, sur un téléphone aussi : 80 caractères au plus. Le reste se dit
sous « text: » ou « help: ».

Faux ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: motif
        title: Renseignez le motif exact de votre demande de titre de séjour et de sa prolongation
        fields: [motif]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      motif: {label: Motif, type: text}
    flow:
      - screen: motif
        title: Le motif de votre demande
        text: Renseignez le motif exact de votre demande de titre de séjour et de sa prolongation.
        fields: [motif]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Document, Procedure, Prose
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Severity
from ...source.position import Span
from ...source.wording import _
from ..rule import Facts, Rule

LONGEST = 80


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Of the procedure, its steps, screens and documents; what `{{ … }}` adds is not counted."""
    for title, span in _titles(facts.story.procedure):
        if len(title) > LONGEST:
            yield Diagnostic(
                "long-title",
                _("Ce titre compte {count} caractères.").format(count=len(title)),
                span,
                _(
                    "Gardez-en {longest} au plus, et dites le reste sous « text: » ou « help: »."
                ).format(longest=LONGEST),
            )


def _titles(procedure: Procedure) -> Iterator[tuple[str, Span]]:
    yield procedure.title, procedure.span
    for step in procedure.steps:
        yield step.title, step.span
    for _step, screen in screens(procedure):
        yield from _prose(screen.title)
    for document in procedure.documents.values():
        yield from _document(document)


def _document(document: Document) -> Iterator[tuple[str, Span]]:
    yield from _prose(document.title)
    for element in document.elements:
        yield from _document(element)


def _prose(title: Prose | None) -> Iterator[tuple[str, Span]]:
    if title:
        yield "".join(piece for piece in title.pieces if isinstance(piece, str)), title.span


RULE = Rule("long-title", check, severity=Severity.WARNING)
