"""From the paths an author typed to the scenarios they mean, run procedure by procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...engine.analysis.diagnose import Report
from ...engine.scenario.coverage import Coverage
from ...engine.scenario.suites import Played, Suite, play, suites
from ...engine.source.diagnostic import Severity
from .gather import Place, check, gathered, place_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was tested, with the report on the files: nothing is tested where it holds an error."""

    report: Report
    tested: tuple[Played, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the files could be run."""
        return not any(found.severity is Severity.ERROR for found in self.report.diagnostics)

    @property
    def count(self) -> int:
        """How many scenarios were run."""
        return sum(len(one.results) for one in self.tested)

    @property
    def passed(self) -> bool:
        """Sound files, at least one scenario, and every scenario passes."""
        return self.is_sound and self.count > 0 and all(one.passed for one in self.tested)

    def coverage(self, one: Played) -> Coverage | None:
        """Of one procedure; what it shares may be met by the scenarios of another."""
        others = [other.coverage for other in self.tested if other.coverage]
        return one.coverage.together(others) if one.coverage else None


def run_all(typed: Sequence[str], progress: Progress = lambda _done, _of: None) -> Outcome:
    """Check what is meant, then run it. `progress` is told how many are done, of how many."""
    places = [place_of(path) for path in typed]
    roots = {place.root: place for place in places}
    meant = [
        (place, suite)
        for root, place in roots.items()
        for suite in _suites([one for one in places if one.root == root])
    ]
    together = [*places, *_implied(meant)]
    report = gathered([check([p for p in together if p.root == root]) for root in roots])
    found = Outcome(report)
    return replace(found, tested=tuple(_tested(meant, progress))) if found.is_sound else found


def _suites(places: Sequence[Place]) -> tuple[Suite, ...]:
    chosen = {path for place in places for path in place.chosen()}
    return suites(places[0].files, sorted(chosen))


def _implied(meant: Sequence[tuple[Place, Suite]]) -> Iterator[Place]:
    """The procedure of a scenario, and the scenarios of a procedure, are checked too."""
    for place, suite in meant:
        for path in (suite.procedure, *suite.scenarios):
            yield replace(place, path=path)


def _tested(meant: Sequence[tuple[Place, Suite]], progress: Progress) -> Iterator[Played]:
    of, done = sum(len(suite.scenarios) for _place, suite in meant), 0

    def one_more() -> None:
        nonlocal done
        done += 1
        progress(done, of)

    for place, suite in meant:
        found = play(place.files, suite, one_more)
        if found:
            yield found
