"""The scenarios of each procedure, read from files and run together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..analysis.diagnose import check
from ..analysis.scenario import FOLDER, Scenario, read_scenario
from ..machine.compiled import Compiled, compile_procedure
from ..model.use import Library, assemble
from ..source.files import Files
from .coverage import Coverage, coverage
from .difference import Difference
from .differences import differences
from .run import Run, run


@dataclass(frozen=True, slots=True)
class Suite:
    """A procedure and scenarios of it, by their paths; `is_whole` when they are all of them."""

    procedure: str
    scenarios: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario that was run, and where it parts from what it expects."""

    run: Run
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Nothing differs."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a suite; its coverage where all the scenarios of the procedure were run."""

    compiled: Compiled
    results: tuple[Result, ...]
    coverage: Coverage | None

    @property
    def passed(self) -> bool:
        """Every scenario does."""
        return all(result.passed for result in self.results)


def suites(files: Files, paths: Iterable[str]) -> tuple[Suite, ...]:
    """What these files mean: a scenario, itself; a procedure, all of its scenarios; a part, the
    procedures that use it. Procedures are told by path, in order."""
    library = Library(files)
    chosen, whole = dict[str, list[str]](), set[str]()
    for path in paths:
        match library.parsed(path).kind:
            case "scenario":
                if procedure := _procedure_of(library, path):
                    chosen.setdefault(procedure, []).append(path)
            case "procedure":
                whole.add(path)
            case _:
                whole |= _users(library, path)
    return tuple(
        _suite(library, procedure, chosen.get(procedure, []), procedure in whole)
        for procedure in sorted({*chosen, *whole})
    )


def _suite(library: Library, procedure: str, chosen: Sequence[str], is_whole: bool) -> Suite:
    every = library.files.paths(f"{FOLDER}/{procedure.removesuffix('.yaml')}")
    picked = every if is_whole else sorted(set(chosen))
    return Suite(procedure, tuple(picked), set(every) == set(picked))


def _procedure_of(library: Library, path: str) -> str | None:
    tree = library.parsed(path).tree
    told = read_scenario(path, tree).procedure if tree else None
    return library.procedure_path(told.name) if told else None


def _users(library: Library, path: str) -> set[str]:
    procedures = (f"{name}.yaml" for name in library.procedure_ids())
    return {
        procedure
        for procedure in procedures
        if path in {part.path for part in assemble(library, procedure).parts}
    }


def play(files: Files, suite: Suite, progress: Callable[[], None]) -> Played | None:
    """Each scenario run, and what they cover; None for a procedure that does not check.

    `progress` is called after each scenario.
    """
    checked, _report = check(files, suite.procedure)
    if checked is None:
        return None
    compiled, library = compile_procedure(checked), Library(files)
    results = []
    for path in suite.scenarios:
        tree = library.parsed(path).tree
        if tree:
            results.append(_result(compiled, read_scenario(files.shown(path), tree)))
        progress()
    runs = [result.run for result in results]
    covered = coverage(compiled.procedure, runs) if suite.is_whole and runs else None
    return Played(compiled, tuple(results), covered)


def _result(compiled: Compiled, scenario: Scenario) -> Result:
    found = run(compiled, scenario)
    return Result(found, differences(compiled.procedure, found))
