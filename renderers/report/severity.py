"""How grave a fault is, in words and as a rule of the house: `--strict` takes advice for errors."""

from __future__ import annotations

from ...engine.source.diagnostic import Diagnostic, Severity
from ...engine.source.wording import _

NAMES = {Severity.ERROR: _("erreur"), Severity.WARNING: _("avertissement")}
"""As a person reads it."""


def severity_of(diagnostic: Diagnostic, strict: bool) -> Severity:
    """Its own, or an error when warnings are refused."""
    return Severity.ERROR if strict else diagnostic.severity
