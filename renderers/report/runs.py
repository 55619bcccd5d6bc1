"""What came of scenarios, told to a person: each one that fails, then a line and the coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.scenario.coverage import Coverage, Figure, percent
from ...engine.scenario.difference import Difference
from ...engine.scenario.items import HOLDS, Item, Kind
from ...engine.scenario.suites import Played, Result
from ...engine.source.position import Span
from ...engine.source.visible import safe
from ...engine.source.wording import _, listed, ngettext
from . import render
from .excerpt import Kind as RowKind
from .excerpt import Row, excerpt
from .gather import as_typed
from .marks import marks
from .runs_json import render_runs_json
from .testing import Outcome

Lines = Mapping[str, Sequence[str]]
RED, GREEN, STRONG, FRAME = "1;31", "1;32", "1", "1;34"
SAID = 5
"""Divergences told of one scenario; those after the first often follow from it."""

KINDS = {
    Kind.SCREEN: _("écrans"),
    Kind.BRANCH: _("cas des conditions"),
    Kind.DOCUMENT: _("documents"),
    Kind.ATTESTATION: _("attestations"),
    Kind.END: _("fins"),
    Kind.TRANSITION: _("transitions de l’examen"),
    Kind.NOTICE: _("messages"),
    Kind.DELIVERABLE: _("documents délivrés"),
}
ONE = {
    Kind.SCREEN: _("écran « {name} »"),
    Kind.DOCUMENT: _("document « {name} »"),
    Kind.ATTESTATION: _("attestation « {name} »"),
    Kind.END: _("fin « {name} »"),
    Kind.NOTICE: _("message « {name} »"),
    Kind.DELIVERABLE: _("document délivré « {name} »"),
}


def render_outcome(outcome: Outcome, form: str, colour: bool = False, version: str = "") -> str:
    """As `--format` asks (text, json); the report on the files instead, where they are faulty."""
    if not outcome.is_sound:
        return render(outcome.report, form, False, colour, version)
    return render_runs_json(outcome) if form == "json" else render_runs(outcome, colour)


def render_runs(outcome: Outcome, colour: bool = False) -> str:
    """The whole text, ending with a line end; the same bytes every time."""
    drawn = _Drawing(outcome.report.lines, colour)
    told = [
        "\n".join(drawn.failure(result))
        for tested in outcome.tested
        for result in tested.results
        if not result.passed
    ]
    told += ["\n".join(drawn.procedure(tested)) for tested in outcome.tested]
    return "\n\n".join([*told, "\n".join([*_whole(outcome), _summary(outcome)])]) + "\n"


def _whole(outcome: Outcome) -> Iterator[str]:
    """Of several procedures, their figures added up; then those met too little."""
    if sum(one.coverage is not None for one in outcome.tested) > 1:
        said = _("Toutes ensemble, couvertes à {percent} % : {figures}.")
        figures = listed(map(figure_text, outcome.whole))
        yield said.format(percent=percent(outcome.whole), figures=figures)
    for one in outcome.short:
        yield short_text(one, outcome.least)


def short_text(one: Played, least: int) -> str:
    """How much of a procedure is met, where that is too little."""
    said = _("{name} n’est pas mesurée : tous ses scénarios n’ont pas été joués.")
    if one.coverage:
        said = _("{name} est couverte à {percent} %, et devait l’être à {least} %.")
    met = one.coverage.percent if one.coverage else 0
    return said.format(name=one.compiled.procedure.id, percent=met, least=least)


def _summary(outcome: Outcome) -> str:
    failed = sum(not result.passed for one in outcome.tested for result in one.results)
    if not outcome.count:
        return _("Aucun scénario à jouer. Écrivez-en dans procedures/scenarios/<démarche>/.")
    said = ngettext("{count} scénario joué", "{count} scénarios joués", outcome.count)
    counted = said.format(count=outcome.count)
    if not failed:
        return _("{counted} : tout passe.").format(counted=counted)
    lost = ngettext("{count} échoue", "{count} échouent", failed).format(count=failed)
    return _("{counted} : {lost}.").format(counted=counted, lost=lost)


def missed_name(item: Item) -> str:
    """What was not met, in French."""
    if item.kind is Kind.BRANCH:
        said = _("condition vraie, pour « {name} »")
        if item.side != HOLDS:
            said = _("condition fausse, pour « {name} »")
        return said.format(name=item.name)
    if item.kind is Kind.TRANSITION:
        kind, _slash, name = item.name.partition("/")
        said = {
            "do": _("action « {name} » dans l’état « {state} »"),
            "timer": _("minuteur « {name} » de l’état « {state} »"),
            "clock": _("délai « {name} » échu dans l’état « {state} »"),
        }[kind]
        return said.format(name=name, state=item.side)
    return ONE[item.kind].format(name=item.name)


def figure_text(figure: Figure) -> str:
    """« écrans 10/10 »."""
    return f"{KINDS[figure.kind]} {figure.met}/{figure.of}"


@dataclass(frozen=True, slots=True)
class _Drawing:
    lines: Lines
    colour: bool

    def failure(self, result: Result) -> Iterator[str]:
        run, found = result.run, result.differences
        yield f"{self.paint(_('échec'), RED)} {self.paint(safe(run.scenario.title), STRONG)}"
        for difference in found[:SAID]:
            yield from self.difference(difference)
        if len(found) > SAID:
            more = len(found) - SAID
            said = ngettext("{count} autre écart.", "{count} autres écarts.", more)
            yield f"  {said.format(count=more)}"
        path = " → ".join([*run.screens, *([run.here.end] if run.here.end else [])])
        yield _("  chemin suivi : {path}").format(path=safe(path))
        if run.transitions:
            taken = [f"{state} ({trigger})" for state, trigger in run.transitions]
            path = " → ".join([*taken, run.state])
            yield _("  après le dépôt : {path}").format(path=safe(path))

    def difference(self, found: Difference) -> Iterator[str]:
        span = found.span
        lines = self.lines.get(as_typed(span.file), ())
        rows = excerpt(lines, marks(span, lines))
        margin = len(str(max((row.number for row in rows), default=1)))
        yield f"{self.paint(' ' * margin + '-->', FRAME)} {place(span)}"
        yield from self.rows(rows, margin)
        yield f"{self.paint(' ' * margin + ' =', FRAME)} {safe(found.message)}"

    def rows(self, rows: Sequence[Row], margin: int) -> Iterator[str]:
        bar = self.paint(f"{' ' * margin} |", FRAME)
        if rows:
            yield bar
        for row in rows:
            match row.kind:
                case RowKind.LINE:
                    number = self.paint(f"{row.number:>{margin}} |", FRAME)
                    yield f"{number} {row.text}".rstrip(" ")
                case RowKind.GAP:
                    yield self.paint(f"{'…':>{margin}}", FRAME)
                case RowKind.FIRST | RowKind.SECOND:
                    yield f"{bar} {' ' * row.indent}{self.paint(row.text, RED)}"

    def procedure(self, tested: Played) -> Iterator[str]:
        lost = sum(not result.passed for result in tested.results)
        name = self.paint(tested.compiled.procedure.id, STRONG)
        yield _("{name} : {counted}").format(name=name, counted=self.counted(tested, lost))
        if tested.coverage:
            yield from self.coverage(tested.coverage)

    def counted(self, tested: Played, lost: int) -> str:
        count = len(tested.results)
        if not count:
            return _("aucun scénario")
        said = ngettext("{count} scénario", "{count} scénarios", count).format(count=count)
        if not lost:
            return f"{said}, {self.paint(_('tout passe'), GREEN)}"
        failed = ngettext("{count} échoue", "{count} échouent", lost).format(count=lost)
        return f"{said}, {self.paint(failed, RED)}"

    def coverage(self, covered: Coverage) -> Iterator[str]:
        said = _("  couverte à {percent} % : {figures}")
        figures = listed(map(figure_text, covered.figures))
        yield said.format(percent=covered.percent, figures=figures)
        for item in covered.missed:
            said = _("  non couvert : {what} ({place})")
            yield said.format(what=missed_name(item), place=place(item.span))

    def paint(self, text: str, ink: str) -> str:
        return f"\x1b[{ink}m{text}\x1b[0m" if self.colour else text


def place(span: Span) -> str:
    """« fichier:ligne:colonne », as the author names the file."""
    return f"{safe(as_typed(span.file))}:{span.line}:{span.column}"
