"""What is known, asked, attested, joined, issued and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ..fields.field_type import FieldType
from ..source.position import Span
from ..source.tree import Node
from .basics import APPLICANT, Condition, Duration, Prose, Ref, Said


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated legal figure: the value in force is the last one whose date has come."""

    id: str
    span: Span
    title: str
    values: tuple[tuple[date, Decimal], ...]
    law: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered, while its condition holds."""

    id: str
    span: Span
    label: str
    text: str = ""
    when: Condition | None = None
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A question, a part of a group, a column of a list, or what the registry may know.

    `id` is the full name (`conjoint.nom`). `values` are the option keys of the type as Python
    values, `spans` the places of all its keys. `type` is None when unknown (already reported).
    """

    id: str
    span: Span
    label: str
    type: FieldType | None
    type_name: str
    help: str = ""
    known_from: Ref | None = None
    optional: bool = False
    when: Condition | None = None
    default: Node | None = None
    example: str = ""
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[Field, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    law: tuple[str, ...] = ()
    assumed: str = ""

    @property
    def local(self) -> str:
        """The last part of its name."""
        return self.id.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Attestation:
    """A sentence to tick; mandatory where it applies."""

    id: str
    span: Span
    text: Said
    title: str = ""
    when: Condition | None = None
    law: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to join, or one element of it.

    At most one of `code` (a field type replaces files), `any_of`, `all_of`, `variants` (each a
    document holding any_of, all_of or nothing). `files` is (least, most) per element.
    """

    id: str
    span: Span
    title: Prose
    help: str = ""
    law: tuple[str, ...] = ()
    when: Condition | None = None
    optional: bool = False
    later: str = ""
    accept: tuple[str, ...] = ("pdf", "jpeg", "png")
    max_size: int = 10_000_000
    files: tuple[int, int] = (1, 1)
    max_age: Duration | None = None
    code: Ref | None = None
    any_of: tuple[Document, ...] = ()
    all_of: tuple[Document, ...] = ()
    variants: tuple[Document, ...] = ()
    assumed: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)

    @property
    def elements(self) -> tuple[Document, ...]:
        """Those directly below, of whichever kind."""
        return self.any_of + self.all_of + self.variants


@dataclass(frozen=True, slots=True)
class SealValue:
    """One data field of a seal: the first variant whose condition holds gives the value."""

    id: str
    span: Span
    variants: tuple[tuple[Condition | None, Condition], ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed code drawn on the document."""

    span: Span
    standard: str
    type: str
    values: tuple[SealValue, ...]


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A document issued; `fields` are the answers printed in its table, each a bare name."""

    id: str
    span: Span
    title: str
    template: str
    text: Said = ()
    fields: tuple[Condition, ...] = ()
    valid_for: Duration | None = None
    when: Condition | None = None
    seal: Seal | None = None
    law: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said in the account and by mail."""

    id: str
    span: Span
    title: Prose
    text: Said
    mail: Said = ()
    to: Ref | None = None
    attach: tuple[Ref, ...] = ()

    @property
    def addressee(self) -> str:
        """A role, or the question whose answer is an address."""
        return self.to.name if self.to else APPLICANT
