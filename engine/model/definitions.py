"""What a procedure is made of. Every definition knows where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..source.position import Span
from .basics import ALL, Chosen, Condition, Duration, Prose, Ref, Said, Variant
from .dictionary import (
    Attestation,
    Deliverable,
    Document,
    Field,
    Notice,
    Option,
    Parameter,
    Seal,
    SealValue,
)

__all__ = [
    "ALL",
    "Action",
    "Attestation",
    "Await",
    "Check",
    "Chosen",
    "Clock",
    "Condition",
    "Deliverable",
    "Document",
    "Duration",
    "End",
    "Examination",
    "Field",
    "Note",
    "Notice",
    "Open",
    "Option",
    "Parameter",
    "Procedure",
    "Prose",
    "Ref",
    "Said",
    "Screen",
    "Seal",
    "SealValue",
    "State",
    "Step",
    "Submit",
    "Timer",
    "Variant",
    "Way",
]


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
class Procedure:
    """A whole procedure, shared parts merged. Sections are by id, in file order."""

    id: str
    span: Span
    file: str
    version: str
    title: str
    case: str = ""
    """How a guide of several procedures calls this one: « Cas 2 »."""
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
