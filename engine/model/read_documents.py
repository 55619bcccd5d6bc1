"""Documents to join, attestations to tick, documents issued, messages sent."""

from __future__ import annotations

from ..source.tree import Entry, Mapping, Node, Scalar
from .definitions import (
    Attestation,
    Condition,
    Deliverable,
    Document,
    Notice,
    Prose,
    Seal,
    SealValue,
)
from .reading import (
    condition,
    duration,
    file_count,
    flag,
    items,
    mapping,
    prose,
    prose_of,
    raw,
    ref,
    refs,
    said,
    size,
    text,
    texts,
    value_spans,
    wording,
)

FORMATS = ("pdf", "jpeg", "png")
MAX_SIZE = 10_000_000


def read_document(entry: Entry, body: Mapping, owner: Document | None = None) -> Document:
    """One document or element; an element takes formats, sizes and counts from its owner."""
    name = f"{owner.id}.{entry.key.text}" if owner else entry.key.text
    accept = tuple(item.text for item in items(body.get("accept")) if isinstance(item, Scalar))
    document = Document(
        id=name,
        span=entry.key.span,
        title=prose_of(body, "title") or Prose((), entry.key.span),
        help=text(body, "help"),
        law=texts(body, "law"),
        when=condition(body.get("when")),
        optional=flag(body, "optional"),
        later=text(body, "later"),
        accept=accept or (owner.accept if owner else FORMATS),
        max_size=size(body.get("max_size"), owner.max_size if owner else MAX_SIZE),
        files=file_count(body.get("files")) if body.get("files") or not owner else owner.files,
        max_age=duration(body.get("max_age")) or (owner.max_age if owner else None),
        code=ref(body.get("code")),
        assumed=text(body, "assumed"),
        spans=value_spans(body),
    )
    return _with_elements(document, body)


def _with_elements(document: Document, body: Mapping) -> Document:
    kinds = {
        kind: tuple(_element(entry, document) for entry in _all(body.get(kind)))
        for kind in ("any_of", "all_of", "variants")
    }
    if not any(kinds.values()):
        return document
    known = {name: getattr(document, name) for name in document.__slots__}
    return Document(**{**known, **kinds})


def _all(section: Node | None) -> tuple[Entry, ...]:
    return section.entries if isinstance(section, Mapping) else ()


def _element(entry: Entry, owner: Document) -> Document:
    if isinstance(entry.value, Mapping):
        return read_document(entry, entry.value, owner)
    title = prose(entry.value) if isinstance(entry.value, Scalar) else Prose((), entry.key.span)
    name = f"{owner.id}.{entry.key.text}"
    return Document(
        name,
        entry.key.span,
        title,
        accept=owner.accept,
        max_size=owner.max_size,
        files=owner.files,
        max_age=owner.max_age,
    )


def read_attestation(entry: Entry, body: Mapping) -> Attestation:
    """One sentence to tick."""
    return Attestation(
        entry.key.text,
        entry.key.span,
        said(body.get("text")),
        text(body, "title"),
        condition(body.get("when")),
        texts(body, "law"),
        text(body, "assumed"),
    )


def read_deliverable(entry: Entry, body: Mapping) -> Deliverable:
    """One document issued."""
    return Deliverable(
        id=entry.key.text,
        span=entry.key.span,
        title=text(body, "title"),
        template=raw(body, "template"),
        text=said(body.get("text")),
        fields=tuple(filter(None, map(condition, items(body.get("fields"))))),
        valid_for=duration(body.get("valid_for")),
        when=condition(body.get("when")),
        seal=_seal(body),
        law=texts(body, "law"),
        assumed=text(body, "assumed"),
    )


def _seal(body: Mapping) -> Seal | None:
    entry, seal = body.entry("seal"), mapping(body.get("seal"))
    if entry is None or seal is None:
        return None
    values = mapping(seal.get("values"))
    found = tuple(_seal_value(value) for value in (values.entries if values else ()))
    return Seal(entry.key.span, raw(seal, "standard"), raw(seal, "type"), found)


def _seal_value(entry: Entry) -> SealValue:
    single = condition(entry.value)
    variants: list[tuple[Condition | None, Condition]] = [(None, single)] if single else []
    variants.extend(
        (condition(item.get("when")), value)
        for item in items(entry.value)
        if isinstance(item, Mapping) and (value := condition(item.get("value")))
    )
    return SealValue(entry.key.text, entry.key.span, tuple(variants))


def read_notice(entry: Entry, body: Mapping) -> Notice:
    """One message."""
    return Notice(
        id=entry.key.text,
        span=entry.key.span,
        title=prose_of(body, "title") or Prose((), entry.key.span),
        text=said(body.get("text")),
        mail=said(body.get("mail")),
        to=ref(body.get("to")),
        attach=refs(body.get("attach")),
    )


def read_glossary(section: Node | None) -> dict[str, str]:
    """Abbreviations and what they stand for."""
    if not isinstance(section, Mapping):
        return {}
    return {
        entry.key.text: wording(entry.value)
        for entry in section.entries
        if isinstance(entry.value, Scalar)
    }
