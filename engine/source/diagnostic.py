"""What is wrong in an author's file: a value, collected and returned, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .position import Span


class Severity(Enum):
    """An error stops publication; a warning is advice (an error under --strict)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains the first one: « défini ici »."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: culprit (span), expectation (message), cure (help)."""

    rule: str
    message: str
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by file and place: the same input gives the same report to the byte."""
    return tuple(sorted(set(diagnostics), key=_key))


def _key(diagnostic: Diagnostic) -> tuple[Span, str, str, str]:
    return (diagnostic.span, diagnostic.rule, diagnostic.message, repr(diagnostic.related))
