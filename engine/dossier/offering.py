"""What a question offers: its options and, to ask for documents, those of the procedure."""

from __future__ import annotations

from dataclasses import replace

from ..fields.field_type import Option, Settings
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.settings import settings_of


def settings_here(compiled: Compiled, asked: Field) -> Settings:
    """All its options; for a request of documents, the procedure's documents."""
    settings = settings_of(asked)
    if asked.type_name == "documents_request":
        return replace(settings, options=_requestable(compiled))
    return settings


def _requestable(compiled: Compiled) -> tuple[Option, ...]:
    return tuple(
        Option(document.id, "".join(p for p in document.title.pieces if isinstance(p, str)))
        for document in compiled.procedure.documents.values()
    )
