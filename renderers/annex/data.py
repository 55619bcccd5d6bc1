"""The annex as JSON, in a shape that does not change: every key is always there.

{procedure, version, title, day, groups: [{id, title, documents}], assumptions: [{name, about,
text}]}; a document is {id, title, help, when: {condition, sentence} or null, law, optional, later,
code, accept, max_size (bytes), files: {min, max}, max_age: {count, unit} or null, assumed, choose
(any_of, all_of, variants or null), elements: [document]}. Texts that were not written are null.
"""

from __future__ import annotations

import json

from ...engine.expr.syntax import show
from ...engine.model.definitions import Document
from .annex import Annex, Item


def data(annex: Annex) -> str:
    """Indented, in UTF-8, closed by a line end."""
    procedure = annex.procedure
    whole = {
        "procedure": procedure.id,
        "version": procedure.version,
        "title": procedure.title,
        "day": annex.day.isoformat() if annex.day else None,
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "documents": [_document(item) for item in group.items],
            }
            for group in annex.groups
        ],
        "assumptions": [
            {"name": told.name, "about": told.about, "text": told.text}
            for told in annex.assumptions
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _document(item: Item) -> dict[str, object]:
    document = item.document
    when, age = document.when, document.max_age
    return {
        "id": document.id,
        "title": item.title,
        "help": document.help or None,
        "when": {"condition": show(when.expr), "sentence": item.when} if when else None,
        "law": list(document.law),
        "optional": document.optional,
        "later": document.later or None,
        "code": document.code.name if document.code else None,
        "accept": list(document.accept),
        "max_size": document.max_size,
        "files": {"min": document.files[0], "max": document.files[1]},
        "max_age": {"count": age.count, "unit": age.unit} if age else None,
        "assumed": document.assumed or None,
        "choose": _choose(document),
        "elements": [_document(element) for element in item.elements],
    }


def _choose(document: Document) -> str | None:
    kinds = ("any_of", "all_of", "variants")
    return next((kind for kind in kinds if getattr(document, kind)), None)
