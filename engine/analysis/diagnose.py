"""Everything that is wrong in a folder of procedures, or in some of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..logic import TooIntricate
from ..model.checked import Checked
from ..model.names import names_of
from ..model.read import read
from ..model.use import Assembled, Library, Parsed, assemble
from ..source.diagnostic import Diagnostic, Severity, in_order
from ..source.files import Files
from ..source.position import Span, start_of
from ..source.suggest import nearest
from ..source.wording import _
from .rule import Facts, Rule, rules
from .scenario import Scenario, read_scenario
from .telling import story_of
from .translation import catalogues, read_catalogue


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in order; the lines of the files, for excerpts; the files looked at."""

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...]


def diagnose(files: Files, paths: Sequence[str] | None = None) -> Report:
    """Check these files (paths below the folder), or all of it.

    A procedure is checked with the parts it uses; a part, within every procedure that uses it.
    """
    library = Library(files)
    run = _Run(library, set(files.paths() if paths is None else paths), paths is None)
    found = in_order(run.diagnostics())
    looked = {files.shown(path): parsed.lines for path, parsed in library.known.items()}
    looked |= run.lines
    shown = {files.shown(path) for path in run.chosen} | {d.span.file for d in found}
    return Report(found, looked, tuple(sorted(shown)))


def facts_of(library: Library, path: str) -> Facts | None:
    """A procedure read and walked, or None when its file could not be read at all."""
    assembled = assemble(library, path)
    if assembled.tree is None:
        return None
    procedure = read(library.files.shown(path), assembled.tree)
    return Facts(story_of(procedure), assembled, library)


def check(files: Files, path: str) -> tuple[Checked | None, Report]:
    """One procedure of the folder, ready to be compiled; None when the report holds an error."""
    report = diagnose(files, [path])
    if any(found.severity is Severity.ERROR for found in report.diagnostics):
        return None, report
    assembled = assemble(Library(files), path)
    assert assembled.tree is not None
    procedure = read(files.shown(path), assembled.tree)
    texts = {part.path: "\n".join(part.lines) for part in assembled.parts}
    return Checked(procedure, names_of(procedure), texts), report


@dataclass(slots=True)
class _Run:
    library: Library
    chosen: set[str]
    whole: bool
    facts: dict[str, Facts] = field(default_factory=dict)
    by_use: dict[tuple[str, Span, str], list[tuple[str, Diagnostic]]] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of the catalogues, for excerpts."""
    told: dict[tuple[str, Span], str] = field(default_factory=dict)
    """The procedure that spoke first of a fault in a shared part: the example is its own."""

    def diagnostics(self) -> Iterator[Diagnostic]:
        parsed = [self.library.parsed(path) for path in sorted(self.chosen)]
        for part in parsed:
            yield from part.diagnostics
        if self.whole:
            yield from self.library.files.overlooked()
            yield from self.translations()
        for path in self.procedures(parsed):
            yield from self.procedure(path)
        yield from self.agreed()
        for part in parsed:
            if part.kind == "scenario" and part.tree:
                yield from self.scenario(
                    read_scenario(
                        self.library.files.shown(part.path), part.tree, is_whole=part.sound
                    )
                )

    def translations(self) -> Iterator[Diagnostic]:
        for source in catalogues(self.library.files):
            if isinstance(source, Diagnostic):
                yield source
            else:
                self.lines[source.file] = source.lines
                yield from read_catalogue(source)[1]

    def procedures(self, parsed: list[Parsed]) -> list[str]:
        """Those chosen, and those that use a chosen part."""
        chosen = [part.path for part in parsed if part.kind == "procedure"]
        if any(part.kind == "part" for part in parsed):
            others = (f"{name}.yaml" for name in self.library.procedure_ids())
            chosen += [path for path in others if self.library.parsed(path).kind == "procedure"]
        return sorted(set(chosen))

    def known(self, path: str) -> Facts | None:
        if path not in self.facts:
            facts = facts_of(self.library, path)
            if facts is None:
                return None
            self.facts[path] = facts
        return self.facts[path]

    def procedure(self, path: str) -> Iterator[Diagnostic]:
        try:
            yield from self.judged(path)
        except TooIntricate:
            yield _too_intricate(self.library, path)

    def judged(self, path: str) -> Iterator[Diagnostic]:
        facts = self.known(path)
        if facts is None:
            return
        shown = self.shown_files(facts.assembled)
        for part in facts.assembled.parts:
            yield from (d for d in part.diagnostics if d.span.file in shown)
        yield from (d for d in facts.assembled.diagnostics if d.span.file in shown)
        for rule in rules().values():
            if rule.check and _may_judge(rule, facts.assembled):
                for found in rule.check(facts):
                    yield from self.sorted_out(
                        rule, path, replace(found, severity=rule.severity), shown
                    )

    def shown_files(self, assembled: Assembled) -> set[str]:
        """A chosen procedure speaks for all its parts; a chosen part only for itself."""
        parts = {part.path for part in assembled.parts}
        own = parts if assembled.path in self.chosen else parts & self.chosen
        return {self.library.files.shown(path) for path in own}

    def sorted_out(
        self, rule: Rule, path: str, found: Diagnostic, shown: set[str]
    ) -> Iterator[Diagnostic]:
        if found.span.file not in shown:
            return
        shared = found.span.file != self.library.files.shown(path)
        if rule.every_use and shared:
            key = (found.rule, found.span, found.message)
            self.by_use.setdefault(key, []).append((path, found))
        elif not shared or self.told.setdefault((found.rule, found.span), path) == path:
            yield found

    def agreed(self) -> Iterator[Diagnostic]:
        """What every procedure that uses a part says of it; silent where some were not looked at,
        or not read whole."""
        if not self.all_sound():
            return
        for (_rule, span, _message), told in self.by_use.items():
            users = [
                path
                for path, facts in self.facts.items()
                if span.file in {self.library.files.shown(p.path) for p in facts.assembled.parts}
            ]
            part_chosen = any(self.library.files.shown(path) == span.file for path in self.chosen)
            if len(told) == len(users) and part_chosen:
                yield told[0][1]

    def all_sound(self) -> bool:
        definitions = (part for part in self.library.known.values() if part.kind != "scenario")
        return all(part.sound for part in definitions) and all(
            facts.assembled.sound for facts in self.facts.values()
        )

    def scenario(self, scenario: Scenario) -> Iterator[Diagnostic]:
        if scenario.procedure is None:
            return
        path = self.library.procedure_path(scenario.procedure.name)
        facts = self.known(path) if path else None
        if facts is None:
            yield from self.without_procedure(scenario)
            return
        for rule in rules().values():
            if rule.check_scenario and facts.assembled.sound:
                for found in rule.check_scenario(facts, scenario):
                    yield replace(found, severity=rule.severity)

    def without_procedure(self, scenario: Scenario) -> Iterator[Diagnostic]:
        assert scenario.procedure is not None
        known = self.library.procedure_ids()
        if scenario.procedure.name in known:
            return  # its own faults are reported there
        near = nearest(scenario.procedure.name, known)
        yield Diagnostic(
            "unknown-procedure",
            _("La procédure « {name} » n’existe pas.").format(name=scenario.procedure.name),
            scenario.procedure.span,
            _("Vouliez-vous « {name} » ?").format(name=near)
            if near
            else _("Créez d’abord sa définition."),
        )


def _may_judge(rule: Rule, assembled: Assembled) -> bool:
    """Whether enough was read for the rule to conclude anything."""
    if rule.needs_whole:
        return assembled.sound
    return assembled.keeps_names if rule.needs_names else assembled.is_readable


def _too_intricate(library: Library, path: str) -> Diagnostic:
    return Diagnostic(
        "too-intricate",
        _("Les conditions de cette démarche distinguent trop de cas pour être toutes vérifiées."),
        start_of(library.files.shown(path)),
        _("Simplifiez les conditions, ou partagez la démarche en deux par « open: »."),
    )
