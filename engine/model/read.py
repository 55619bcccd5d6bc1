"""A merged tree into a Procedure. What is missing or misshapen was reported before."""

from __future__ import annotations

from dataclasses import replace

from ..source.position import start_of
from ..source.tree import Mapping
from .definitions import Field, Procedure
from .read_documents import (
    read_attestation,
    read_deliverable,
    read_document,
    read_glossary,
    read_notice,
)
from .read_fields import read_fields, read_parameter
from .read_flow import read_end, read_examination, read_flow, read_shared_screens
from .reading import by_id, duration, raw, ref, text, texts


def read(file: str, tree: Mapping) -> Procedure:
    """The procedure of a merged tree; file names it in messages about the whole."""
    named = tree.entry("procedure")
    shared = read_shared_screens(tree.get("screens"))
    steps, missing = read_flow(tree.get("flow"), shared)
    registry = read_fields(tree.get("registry"))
    return Procedure(
        id=raw(tree, "procedure"),
        span=named.value.span if named else start_of(file),
        file=file,
        version=raw(tree, "version"),
        title=text(tree, "title"),
        case=text(tree, "case"),
        audience=text(tree, "audience"),
        law=texts(tree, "law"),
        requires=ref(tree.get("requires")),
        glossary=read_glossary(tree.get("glossary")),
        drafts=duration(tree.get("drafts")),
        retention=duration(tree.get("retention")),
        parameters=by_id(read_parameter, tree.get("parameters")),
        registry=registry,
        fields={
            name: _known(field, registry) for name, field in read_fields(tree.get("fields")).items()
        },
        attestations=by_id(read_attestation, tree.get("attestations")),
        documents=by_id(read_document, tree.get("documents")),
        screens=shared,
        steps=steps,
        ends=by_id(read_end, tree.get("ends")),
        examination=read_examination(tree.entry("examination")),
        deliverables=by_id(read_deliverable, tree.get("deliverables")),
        notices=by_id(read_notice, tree.get("notices")),
        missing_screens=missing,
    )


def _known(field: Field, registry: dict[str, Field]) -> Field:
    """A field known from the registry takes its type, options and, lacking one, its label."""
    if field.known_from is None:
        return field
    source = registry.get(field.known_from.name.removeprefix("registry."))
    if source is None:
        return field
    return replace(
        field,
        label=field.label or source.label,
        help=field.help or source.help,
        type=source.type,
        type_name=source.type_name,
        options=source.options,
        parts=tuple(replace(part, id=f"{field.id}.{part.local}") for part in source.parts),
        values=source.values,
    )
