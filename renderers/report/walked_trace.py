"""Every condition met on a walk: what it says, what it read, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ...engine.expr.sentence import sentence
from ...engine.expr.syntax import names, show
from ...engine.fields.day import french_date
from ...engine.fields.number import french_number
from ...engine.machine.compiled import Compiled
from ...engine.model.checked import Checked
from ...engine.scenario.branches import Branch, branches
from ...engine.scenario.tracing import Met
from ...engine.source.position import Span
from ...engine.source.wording import _, listed, ngettext, quoted
from .gather import as_typed

TAKEN = {
    "step": (_("l’étape « {name} » est suivie"), _("l’étape « {name} » est passée")),
    "screen": (_("l’écran « {name} » est montré"), _("l’écran « {name} » est passé")),
    "next": (_("on va à « {name} »"), _("on ne va pas à « {name} »")),
    "check": (_("l’écran « {name} » laisse passer"), _("l’écran « {name} » arrête")),
    "field": (_("« {name} » est demandé"), _("« {name} » n’est pas demandé")),
    "option": (_("« {name} » est proposé"), _("« {name} » n’est pas proposé")),
    "attestation": (_("« {name} » est à cocher"), _("« {name} » n’est pas à cocher")),
    "document": (_("« {name} » est à joindre"), _("« {name} » n’est pas à joindre")),
    "action": (_("l’action « {name} » est possible"), _("l’action « {name} » n’est pas possible")),
    "deliverable": (_("« {name} » est délivré"), _("« {name} » n’est pas délivré")),
    "seal": (_("« {name} » prend cette valeur"), _("« {name} » ne prend pas cette valeur")),
    "warning": (_("« {name} » avertit"), _("« {name} » n’avertit pas")),
}
SAID = (_("le texte de « {name} » le dit"), _("le texte de « {name} » ne le dit pas"))
NOBODY = (_("condition vraie"), _("condition fausse"))


@dataclass(frozen=True, slots=True)
class Told:
    """A condition met, for a reader: `says` is French, `values` are by name, `taken` is the branch
    taken."""

    place: str
    condition: str
    says: str
    values: Mapping[str, str]
    held: bool
    taken: str


def trace_of(compiled: Compiled, met: tuple[Met, ...]) -> tuple[Told, ...]:
    """In the order in which they were judged."""
    known: dict[Span, Branch] = {}
    for branch in branches(compiled.procedure):
        known.setdefault(branch.condition.span, branch)
    return tuple(_told(compiled.checked, known, one) for one in met)


def _told(checked: Checked, known: Mapping[Span, Branch], met: Met) -> Told:
    span = met.condition.span
    branch = known.get(span)
    forms = TAKEN.get(branch.kind, SAID) if branch else NOBODY
    return Told(
        f"{as_typed(span.file)}:{span.line}",
        show(met.condition.expr),
        _says(checked, met),
        {name: value_text(value) for name, value in met.values.items()},
        met.held,
        forms[0 if met.held else 1].format(name=branch.name if branch else ""),
    )


def _says(checked: Checked, met: Met) -> str:
    """In French; a condition on one row of a list keeps its own words."""
    expr = met.condition.expr
    read = {name.path for name in names(expr)}
    if any(checked.names.declared(path) is None for path in read):
        return show(expr)
    return sentence(expr, checked.names)


def value_text(value: Any) -> str:
    """A value that a condition reads."""
    match value:
        case bool():
            return _("oui") if value else _("non")
        case date():
            return french_date(value)
        case int() | Decimal():
            return french_number(value)
        case frozenset():
            return listed(quoted(str(one)) for one in sorted(value)) if value else _("aucun")
        case tuple():
            count = len(value)
            return ngettext("{n} ligne", "{n} lignes", count).format(n=count)
    return quoted(str(value))
