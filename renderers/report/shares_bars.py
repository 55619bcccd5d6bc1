"""The shares of a population as rows of labelled bars, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...engine.expr.sentence import if_sentence, phrase
from ...engine.expr.syntax import names, show
from ...engine.expr.types import Scope
from ...engine.machine.compiled import Compiled
from ...engine.model.definitions import Condition, Document, Procedure, Prose
from ...engine.model.placing import screens
from ...engine.scenario.branches import branches
from ...engine.simulation.shares import Branch, Shares
from ...engine.source.wording import _, quoted

KINDS = ("screen", "stopped", "end", "document", "attestation")
"""Those drawn, in order: questions go with their screens, and their conditions are drawn."""

SUBJECTS = {
    "step": _("Étape {title}"),
    "screen": _("Écran {title}"),
    "next": _("Aller à {title}"),
    "check": _("Contrôle de l’écran {title}"),
    "field": _("Question {title}"),
    "option": _("Option {title}"),
    "attestation": _("Attestation {title}"),
    "document": _("Document {title}"),
}

STEP_IN = "–\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Bar:
    """Of `of` persons, `count` meet it, or have the condition true."""

    label: str
    count: int
    of: int
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Bars of one kind: screen, stopped, end, document, attestation or branch."""

    kind: str
    bars: tuple[Bar, ...]


def rows_of(compiled: Compiled, found: Shares) -> Iterator[Rows]:
    """The kinds that have any, in the order of the procedure; what nobody meets is there too."""
    titles = _titles(compiled)
    for kind in KINDS:
        met = [(name, n) for (one, name), n in found.items.items() if one == kind]
        bars = (Bar(_indented(kind, name, titles), n, found.count) for name, n in met)
        if met:
            yield Rows(kind, tuple(bars))
    clauses = {
        (one.kind, one.name, one.condition.span.line): _clause(one.condition, compiled.names)
        for one in branches(compiled.procedure)
    }
    if found.branches:
        told = found.branches.items()
        falls = (
            Bar(_subject(branch, titles), true, true + false, clauses.get(branch, ""))
            for branch, (true, false) in told
        )
        yield Rows("branch", tuple(falls))


def _indented(kind: str, name: str, titles: Mapping[tuple[str, str], str]) -> str:
    """An element below its document."""
    kind = "screen" if kind == "stopped" else kind
    return STEP_IN * (name.count(".") if kind == "document" else 0) + titles.get((kind, name), name)


def _subject(branch: Branch, titles: Mapping[tuple[str, str], str]) -> str:
    kind, name, _line = branch
    subject = "screen" if kind == "check" else kind
    title = titles.get((subject, name), name)
    return SUBJECTS.get(kind, "{title}").format(title=quoted(title))


def _clause(condition: Condition, scope: Scope) -> str:
    """« si … »; a condition on one row of a list keeps its own words."""
    if any(scope.declared(name.path) is None for name in names(condition.expr)):
        return show(condition.expr)
    return if_sentence(condition.expr, scope)


def _titles(compiled: Compiled) -> dict[tuple[str, str], str]:
    """By kind and id."""
    procedure = compiled.procedure
    found = {("step", step.id): step.title for step in procedure.steps}
    for _step, screen in screens(procedure):
        title = _prose(screen.title, compiled.names) if screen.title else ""
        found["screen", screen.id] = title or screen.id
    for field in procedure.fields.values():
        found["field", field.id] = field.label
        for option in field.options:
            found["option", f"{field.id}.{option.id}"] = option.label
    for one in procedure.attestations.values():
        said = " ".join(_prose(variant.prose, compiled.names) for variant in one.text)
        found["attestation", one.id] = one.title or said or one.id
    for end in procedure.ends.values():
        found["end", end.id] = end.title or end.id
    found |= {("document", one.id): _prose(one.title, compiled.names) for one in _all(procedure)}
    ways = {way.to.name for _step, screen in screens(procedure) for way in screen.next}
    for name in ways:
        known = (found[kind, name] for kind in ("screen", "end", "step") if (kind, name) in found)
        found["next", name] = next(known, name)
    return found


def _all(procedure: Procedure) -> Iterator[Document]:
    waiting = list(procedure.documents.values())
    while waiting:
        document = waiting.pop()
        waiting.extend(document.elements)
        yield document


def _prose(text: Prose, scope: Scope) -> str:
    """A text on one line, whose holes are told by their labels."""
    pieces = (p if isinstance(p, str) else phrase(p.expr, scope) for p in text.pieces)
    return " ".join("".join(pieces).split("\n")).strip()
