"""From the paths an author typed to the scenarios they mean, run procedure by procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...engine.analysis.diagnose import Report
from ...engine.scenario.coverage import Figure, summed
from ...engine.scenario.suites import Played, Suite, play, suites
from ...engine.source.diagnostic import Severity
from .gather import Place, check, gathered, place_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was tested, with the report on the files: nothing is tested where it holds an error.

    `least` is the percentage of each procedure that its own scenarios must meet.
    """

    report: Report
    tested: tuple[Played, ...] = ()
    least: int = 0

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
        """Sound files, at least one scenario, every scenario passes, and enough is met."""
        ran = self.is_sound and self.count > 0 and all(one.passed for one in self.tested)
        return ran and not self.short

    @property
    def short(self) -> tuple[Played, ...]:
        """Procedures met too little; one of which only some scenarios were run is not measured."""
        return tuple(one for one in self.tested if self.least > _percent(one))

    @property
    def whole(self) -> tuple[Figure, ...]:
        """The figures of all procedures measured, added up."""
        return summed(f for one in self.tested if one.coverage for f in one.coverage.figures)


def _percent(one: Played) -> int:
    return one.coverage.percent if one.coverage else 0


def run_all(
    typed: Sequence[str], progress: Progress = lambda _done, _of: None, least: int = 0
) -> Outcome:
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
    found = Outcome(report, least=least)
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
