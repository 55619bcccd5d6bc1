"""The annex of a procedure: which documents it asks for, of whom, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ...engine.expr.sentence import if_sentence
from ...engine.model.definitions import Document, Field, Procedure
from ...engine.model.names import Names
from ...engine.source.wording import _
from .figures import prose


@dataclass(frozen=True, slots=True)
class Item:
    """A document or an element of one; `when` is « si … », or nothing."""

    document: Document
    title: str
    when: str
    elements: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one kind: `everyone`, `situation` or `later`."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """What no text settles: `name` is its full name in the procedure, `about` what people read."""

    name: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The groups that hold something, in order."""

    procedure: Procedure
    day: date | None
    groups: tuple[Group, ...]
    assumptions: tuple[Assumption, ...]


_GROUPS = (
    ("everyone", _("Demandés à tous")),
    ("situation", _("Selon votre situation")),
    ("later", _("À fournir plus tard")),
)


def annex_of(procedure: Procedure, names: Names, day: date | None) -> Annex:
    """With the legal figures in force on that day, or all of them without a day."""
    items = [_item(document, procedure, names, day) for document in procedure.documents.values()]
    groups = (
        Group(id_, title, tuple(item for item in items if _group(item.document) == id_))
        for id_, title in _GROUPS
    )
    assumptions = tuple(_assumptions(procedure, names, day, items))
    return Annex(procedure, day, tuple(group for group in groups if group.items), assumptions)


def _group(document: Document) -> str:
    if document.later:
        return "later"
    return "situation" if document.when else "everyone"


def _item(document: Document, procedure: Procedure, names: Names, day: date | None) -> Item:
    return Item(
        document,
        prose(document.title, procedure, names, day) or document.id,
        if_sentence(document.when.expr, names) if document.when else "",
        tuple(_item(element, procedure, names, day) for element in document.elements),
    )


def _assumptions(
    procedure: Procedure, names: Names, day: date | None, items: Iterable[Item]
) -> Iterator[Assumption]:
    """In the order of the sections of a file."""
    for parameter in procedure.parameters.values():
        yield from _assumed(f"param.{parameter.id}", parameter.title, parameter.assumed)
    for field in procedure.registry.values():
        yield from _of_field(field, "registry.")
    for field in procedure.fields.values():
        yield from _of_field(field, "")
    for attestation in procedure.attestations.values():
        said = [prose(told.prose, procedure, names, day) for told in attestation.text]
        about = attestation.title or " ".join(said)
        yield from _assumed(attestation.id, about, attestation.assumed)
    for item in items:
        yield from _of_item(item)
    for deliverable in procedure.deliverables.values():
        yield from _assumed(deliverable.id, deliverable.title, deliverable.assumed)
    for clock in procedure.examination.clocks if procedure.examination else ():
        yield from _assumed(f"clocks.{clock.id}", clock.title, clock.assumed)


def _assumed(name: str, about: str, text: str) -> Iterator[Assumption]:
    if text:
        yield Assumption(name, about or name, text)


def _of_field(field: Field, prefix: str) -> Iterator[Assumption]:
    yield from _assumed(prefix + field.id, field.label, field.assumed)
    for part in field.parts:
        yield from _of_field(part, prefix)


def _of_item(item: Item) -> Iterator[Assumption]:
    yield from _assumed(item.document.id, item.title, item.document.assumed)
    for element in item.elements:
        yield from _of_item(element)
