"""The names under which files are given: a document, or one of its elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.definitions import Document, Procedure


def document_names(procedure: Procedure) -> Mapping[str, Document]:
    """Of documents and elements; an element of a variant is named without its variant too."""
    found: dict[str, Document] = {}
    for document in procedure.documents.values():
        for name, element in _named(document):
            found.setdefault(name, element)
    return found


def _named(document: Document) -> Iterator[tuple[str, Document]]:
    yield document.id, document
    for element in document.elements:
        yield element.id, element
        for inner in element.elements:
            yield inner.id, inner
            yield f"{document.id}.{inner.id.rpartition('.')[2]}", inner
