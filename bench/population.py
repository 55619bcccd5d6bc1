"""How many applicants a second go through 46 conditions, against the same ones asked one by one."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import numpy as np

from parcours.bench.large import large_procedure
from parcours.engine.analysis.diagnose import check, diagnose, facts_of
from parcours.engine.analysis.site import Expected
from parcours.engine.expr.check import check_condition
from parcours.engine.expr.compile import compiled
from parcours.engine.expr.parser import parse
from parcours.engine.expr.syntax import Call, Expr, names, walk
from parcours.engine.expr.types import BOOLEAN, DATE, DECIMAL, Choice, Declared, Listed, Scope
from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.model.names import names_of
from parcours.engine.model.use import Library
from parcours.engine.simulation.columns import Column, Columns, Rows, answers_of
from parcours.engine.simulation.population import drawn as person
from parcours.engine.simulation.reading import Reading
from parcours.engine.simulation.vector import CHUNK, Vectorised
from parcours.engine.simulation.vector_layout import (
    Day,
    Fixed,
    Option,
    Options,
    Single,
    Table,
    Whole,
    Word,
    dtype_of,
)
from parcours.engine.source.files import Files, Folder, InMemory
from parcours.renderers.report.walked import interesting

PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
CONDITIONS = 46
LINES = 540
"""A large procedure of so many lines has 46 conditions."""

TODAY = date(2026, 11, 2)
SAMPLE = 2_000

Asked = Mapping[str, tuple[Expr, Scope]]


@dataclass(frozen=True, slots=True)
class Population:
    """Conditions, and the answers of so many applicants."""

    read: Vectorised
    asked: Asked
    columns: Columns
    count: int


def conditions(files: Files, path: str) -> Asked:
    """Those of a procedure in which nothing is wrong, each once."""
    assert diagnose(files, [path]).diagnostics == ()
    facts = facts_of(Library(files), path)
    assert facts is not None
    scope = names_of(facts.story.procedure)
    truths = (Expected.CONDITION, Expected.ANNOUNCED)
    found = dict.fromkeys(s.condition.expr for s in facts.story.sites if s.expected in truths)
    return {f"{path} {number}": (expr, scope) for number, expr in enumerate(found)}


def drawn(asked: Asked, count: int, seed: int) -> Population:
    """Applicants drawn at random; what may be missing is, one time in ten."""
    read = Vectorised.of(asked)
    chance = np.random.default_rng(seed)
    maybe = {name for expr, _scope in asked.values() for name in _maybe_missing(expr)}
    columns: dict[str, Column | Rows] = {}
    for name, kind in read.layout.kinds.items():
        if isinstance(kind, Table):
            counts = chance.choice([0, 0, 1, 2, 3], count)
            starts = np.concatenate([[0], np.cumsum(counts)])
            rows = int(starts[-1])
            parts = {
                part: _column(inner, rows, chance, f"item.{part}" in maybe)
                for part, inner in kind.parts.items()
            }
            columns[name] = Rows(starts, parts)
        else:
            columns[name] = _column(kind, count, chance, name in maybe)
    columns["today"] = Column(np.array(TODAY.toordinal(), np.int32))
    return Population(read, asked, columns, count)


def _maybe_missing(expr: Expr) -> Iterator[str]:
    for node in walk(expr):
        if isinstance(node, Call) and node.function == "answered":
            yield from (name.path for name in names(node))


def _column(kind: Single, count: int, chance: np.random.Generator, is_maybe: bool) -> Column:
    shape = (len(kind.options), count) if isinstance(kind, Options) else count
    low, high = 0, 2
    match kind:
        case Option(options):
            high = len(options)
        case Word(words):
            high = len(words) + 1
        case Day():
            low, high = date(1940, 1, 1).toordinal(), TODAY.toordinal()
        case Whole() | Fixed():
            high = 5_000
    values = chance.integers(low, high, shape).astype(dtype_of(kind))
    return Column(values, chance.random(count) < 0.9 if is_maybe else None)


def agrees(population: Population) -> None:
    """Every condition, of applicants spread over the whole, as the compiled reader tells it."""
    chosen = range(0, population.count, max(1, population.count // SAMPLE))
    rows = answers_of(population.columns, population.read.layout, chosen)
    truths = population.read.truths(population.columns, population.count)
    for key, (expr, scope) in population.asked.items():
        evaluate = compiled(expr, scope)
        assert truths[key][:: chosen.step].tolist() == [evaluate(row) for row in rows], key


def one_by_one(population: Population) -> float:
    """Applicants a second through the compiled Python reader."""
    rows = answers_of(population.columns, population.read.layout, range(SAMPLE))
    readers = [compiled(expr, scope) for expr, scope in population.asked.values()]

    def work() -> None:
        for row in rows:
            for evaluate in readers:
                evaluate(row)

    return SAMPLE / seconds(work, 5)


def at_once(population: Population, chunk: int, threads: int) -> float:
    """Applicants a second through NumPy."""
    read, columns, count = population.read, population.columns, population.count
    return count / seconds(lambda: read.counts(columns, count, chunk, threads), 5)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of so many rounds, after one that does not count."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def measure(title: str, population: Population) -> None:
    """One line: the rate on two cores, and how many times the compiled reader's."""
    agrees(population)
    rate, alone = at_once(population, CHUNK, 2), one_by_one(population)
    count = len(population.asked)
    print(f"{title:32} {count:3} conditions {rate / 1e6:6.1f} M/s   ratio {rate / alone:5.0f}")


def large(count: int) -> Population:
    """The procedure of CONDITIONS conditions."""
    asked = conditions(InMemory({"grande.yaml": large_procedure(LINES)}), "grande.yaml")
    assert len(asked) == CONDITIONS, len(asked)
    return drawn(asked, count, 1)


def lists(count: int) -> Population:
    """Conditions on the rows of lists, the dearest ones."""
    asked = {text: (parse(text)[0], Children()) for text in ON_ROWS}
    assert not any(check_condition(*each) for each in asked.values())
    return drawn(asked, count, 2)


@dataclass(frozen=True, slots=True)
class Children:
    """A household with its children."""

    def declared(self, name: str) -> Declared | None:
        """What is known of that name, or None."""
        return HOUSEHOLD.get(name)

    def names(self) -> Iterable[str]:
        """Every name."""
        return HOUSEHOLD


HOUSEHOLD = {
    known.name: known
    for known in (
        Declared("today", DATE),
        Declared("naissance", DATE),
        Declared("revenu", DECIMAL, minimum=0, maximum=100_000),
        Declared(
            "enfants",
            Listed((("naissance", DATE), ("sexe", Choice(("f", "m"))), ("a_charge", BOOLEAN))),
        ),
    )
}
ON_ROWS = (
    "count(enfants) > 2",
    "any(enfants, age(item.naissance) < 18)",
    "all(enfants, age(item.naissance) < 18 and item.a_charge)",
    "any(enfants, item.sexe == 'f' and item.naissance > naissance + 6000)",
    "any(enfants, item.a_charge) and revenu * 12 <= 9000.50",
)


def read(name: str, count: int) -> None:
    """One line: applicants a second whose raws are all new, then whose raws were all met."""
    checked, _report = check(Folder(PROCEDURES), f"{name}.yaml")
    assert checked
    compiled = compile_procedure(checked)
    tried = interesting(compiled, TODAY)
    people = [person(compiled, TODAY, Random(n), tried) for n in range(count)]  # noqa: S311
    rates = []
    reading = Reading(compiled, TODAY)
    for _round in range(2):
        start = time.perf_counter()
        for one in people:
            reading.answers(one)
        rates.append(count / (time.perf_counter() - start))
    print(f"{name:32} read: {rates[0] / 1e3:6.1f} k/s, again {rates[1] / 1e3:6.1f} k/s")


def main() -> None:
    """Everything, in one run."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    population = large(count)
    print(f"{count} applicants, {CONDITIONS} conditions, M applicants/s on 1 and 2 threads")
    for chunk in (16_384, 32_768, 65_536, 131_072):
        alone, both = (at_once(population, chunk, threads) / 1e6 for threads in (1, 2))
        print(f"  {chunk:7} at a time             {alone:6.1f} {both:6.1f}")
    measure("the large procedure", population)
    measure("rows of lists", lists(count))
    files = Folder(PROCEDURES)
    for procedure in Library(files).procedure_ids():
        measure(procedure, drawn(conditions(files, f"{procedure}.yaml"), count, 3))
        read(procedure, 2_000)


if __name__ == "__main__":
    main()
