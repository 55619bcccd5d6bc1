"""What a procedure is made of. Every definition knows where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.problem import Problem
from ..expr.syntax import Expr
from ..fields.field_type import FieldType
from ..source.position import Span
from ..source.tree import Node, Scalar


@dataclass(frozen=True, slots=True)
class Ref:
    """A name written somewhere that must be defined elsewhere."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression in its place; `problems` are those of its syntax only."""

    expr: Expr
    scalar: Scalar
    offset: int = 0  # where the expression begins in the scalar's text
    problems: tuple[Problem, ...] = ()

    @property
    def span(self) -> Span:
        """Of the scalar that holds it."""
        return self.scalar.span


@dataclass(frozen=True, slots=True)
class Prose:
    """A text whose holes `{{ … }}` are expressions: texts and holes in turn, as written."""

    pieces: tuple[str | Condition, ...]
    span: Span

    @property
    def holes(self) -> tuple[Condition, ...]:
        """The expressions."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Condition))


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several texts, said when its condition holds (always without one)."""

    when: Condition | None
    prose: Prose


Said = tuple[Variant, ...]
"""A `text:`: every variant whose condition holds is said, in order."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A delay; months and years are calendar ones."""

    count: int
    unit: str  # hours, days, weeks, months, years


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


ALL = "all"
Chosen = tuple[Ref, ...] | str
"""Named ones, or ALL: all that apply and no other screen takes."""


@dataclass(frozen=True, slots=True)
class Way:
    """One rule of `next`."""

    when: Condition | None
    to: Ref


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold to go on, and the sentence said otherwise."""

    that: Condition
    otherwise: Prose


@dataclass(frozen=True, slots=True)
class Note:
    """A callout of the guide; `at` is None for the screen itself."""

    at: Ref | None
    text: Prose
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Await:
    """What must happen elsewhere before the screen is completed."""

    event: str
    span: Span
    notice: Ref | None
    expires: Duration | None


@dataclass(frozen=True, slots=True)
class Submit:
    """The act of filing."""

    span: Span
    title: str
    notices: tuple[Ref, ...] = ()
    deliver: tuple[Ref, ...] = ()
    outcome: Ref | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of the flow; drawn in the order of these keys."""

    id: str
    span: Span
    title: Prose | None = None
    when: Condition | None = None
    text: Said = ()
    announce: bool = False
    verify: tuple[Ref, ...] = ()
    fields: tuple[Ref, ...] = ()
    attest: Chosen = ()
    collect: Chosen = ()
    review: Chosen = ()
    deliver: tuple[Ref, ...] = ()
    button: str = ""
    submit: Submit | None = None
    next: tuple[Way, ...] = ()
    checks: tuple[Check, ...] = ()
    warnings: Said = ()
    notes: tuple[Note, ...] = ()
    await_: Await | None = None
    requires: Ref | None = None
    law: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered part of the flow; id is empty for a screen that stands outside any step."""

    id: str
    span: Span
    title: str
    screens: tuple[Screen, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Another procedure opened with answers of this one."""

    procedure: Ref
    give: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """Where a path stops, politely, or hands over to another procedure."""

    id: str
    span: Span
    title: str
    text: Said = ()
    button: str = ""
    open: Open | None = None
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody may do in a state; without `to` the state stays."""

    id: str
    span: Span
    title: str
    by: str
    text: Said = ()
    fields: tuple[Ref, ...] = ()
    attest: Chosen = ()
    collect: Chosen = ()
    when: Condition | None = None
    to: Ref | None = None
    notices: tuple[Ref, ...] = ()
    deliver: tuple[Ref, ...] = ()
    states: tuple[Ref, ...] = ()
    """For an action written outside the states: where it may be done."""
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """Started on entering its state: after a delay, or at a date."""

    span: Span
    after: Duration | None = None
    at: Condition | None = None
    to: Ref | None = None
    notices: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A delay that only runs in some states."""

    id: str
    span: Span
    title: str
    delay: Duration | None
    starts: str
    runs_in: tuple[Ref, ...]
    to: Ref | None = None
    notices: tuple[Ref, ...] = ()
    law: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where a filed request stands."""

    id: str
    span: Span
    title: str
    text: Said = ()
    final: bool = False
    actions: tuple[Action, ...] = ()
    timers: tuple[Timer, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """What happens after filing."""

    span: Span
    opens: Ref | None
    states: tuple[State, ...]
    actions: tuple[Action, ...] = ()
    clocks: tuple[Clock, ...] = ()


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
    """A document issued."""

    id: str
    span: Span
    title: str
    template: str
    text: Said = ()
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


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure, shared parts merged. Sections are by id, in file order."""

    id: str
    span: Span
    file: str
    version: str
    title: str
    audience: str = ""
    law: tuple[str, ...] = ()
    requires: Ref | None = None
    glossary: Mapping[str, str] = field(default_factory=dict)
    drafts: Duration | None = None
    retention: Duration | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    registry: Mapping[str, Field] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    attestations: Mapping[str, Attestation] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    screens: Mapping[str, Screen] = field(default_factory=dict)
    """Shared screens, placed or not."""
    steps: tuple[Step, ...] = ()
    ends: Mapping[str, End] = field(default_factory=dict)
    examination: Examination | None = None
    deliverables: Mapping[str, Deliverable] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    missing_screens: tuple[Ref, ...] = ()
    """Shared screens placed in the flow but defined nowhere."""
