"""What a step costs: in memory beside other engines, compiled large, and durably with a store."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from parcours.bench.engines import OTHERS, dictionary, ours, stock, stock_models
from parcours.bench.flow import APPLICANTS, Values, Walk, Ways, flow, ways_of
from parcours.engine.expr.parser import parse
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.machine.machine import machine_of
from parcours.engine.machine.table import states_of, table_of
from parcours.engine.model.basics import Condition, Ref
from parcours.engine.model.checked import Checked
from parcours.engine.model.definitions import Screen, Way
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.store.open import open_store
from parcours.engine.store.store import Store

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
ROUNDS = 15
LARGE = 10_000


def walks() -> dict[str, Walk]:
    """Every engine that is installed; each takes the paths of the dictionary, step by step."""
    compiled = flow()
    ways = ways_of(compiled)
    found = {
        "a dictionary, by hand": dictionary(ways),
        "Parcours": ours(compiled),
        "transitions, one machine": stock(ways),
        "transitions, a model each": stock_models(ways),
        **_others(ways),
    }
    paths = [found["a dictionary, by hand"](values) for values in APPLICANTS]
    for name, walk in found.items():
        assert [walk(values) for values in APPLICANTS] == paths, name
    return found


def _others(ways: Ways) -> dict[str, Walk]:
    found = {}
    for name, made in OTHERS.items():
        try:
            found[name] = made(ways)
        except ImportError:
            print(f"{name} is not installed, so not compared: pip install 'parcours[bench]'")
    return found


def steps(found: Mapping[str, Walk]) -> None:
    """Microseconds a step, each engine in turn, round after round; the median of the rounds."""
    length = sum(len(found["Parcours"](values)) - 1 for values in APPLICANTS)
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, walk in found.items():
            times[name].append(_seconds(walk) / length * 1e6)
    took = {name: statistics.median(rounds) for name, rounds in times.items()}
    mine = took["Parcours"]
    print(f"steps of a flow of 20 screens, {len(APPLICANTS)} applicants, identical paths")
    for name, each in took.items():
        print(f"  {name:28} {each:8.2f} µs {1e6 / each:10.0f} /s   {each / mine:6.2f} of ours")
    by_hand, library = took["a dictionary, by hand"], took["transitions, one machine"]
    print(f"  ours / dictionary   {mine / by_hand:6.2f}   (must be 3.5 at most)")
    print(f"  transitions / ours  {library / mine:6.2f}   (must be 7 at least)")


def _seconds(walk: Walk) -> float:
    """One passage of all applicants: the mean over 30 ms at least."""
    start, passages = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < 0.03:
        for values in APPLICANTS:
            walk(values)
        passages += 1
    return spent / passages


def large(screens: int) -> Checked:
    """So many screens, a third of them with a condition and a third with rules, all different."""
    small = flow().checked
    first, second, *_rest, last = small.procedure.steps
    model = second.screens[0]
    made = (_screen(model, number, screens) for number in range(1, screens))
    numbered = (replace(second, screens=(screen,)) for screen in made)
    return replace(small, procedure=replace(small.procedure, steps=(first, *numbered, last)))


def _screen(model: Screen, number: int, total: int) -> Screen:
    (sample,) = model.next
    assert sample.when is not None
    when = _condition(sample.when, f"revenu != {number}") if number % 3 == 1 else None
    to = Ref(f"p{min(number + 7, total - 1)}", model.span)
    way = Way(_condition(sample.when, f"enfants > 2 and revenu < {number}"), to)
    ways = (way,) if number % 3 == 2 and number + 7 < total else ()
    return replace(model, id=f"p{number}", when=when, next=ways)


def _condition(sample: Condition, text: str) -> Condition:
    return replace(sample, expr=parse(text)[0])


def compiling() -> None:
    """A procedure far beyond real ones."""
    checked = large(LARGE)
    compiled = compile_procedure(checked)
    table = table_of(checked.procedure)
    states = states_of(checked.procedure, table)
    guards = len({row.guard for row in table if row.guard})
    print(f"compiling {len(states)} states, {len(table)} rows, {guards} different guards")
    for title, work in (
        ("table_of", lambda: table_of(checked.procedure)),
        ("machine_of", lambda: machine_of(states, table, checked.names)),
        ("compile_procedure", lambda: compile_procedure(checked)),
    ):
        print(f"  {title:28} {_median(work):8.2f} s   (must be under 1)")
    assert len(compiled.machine.states) >= LARGE


def _median(work: Callable[[], object]) -> float:
    found = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def durable() -> None:
    """Commands a second: each is decided, appended with its effects, and acknowledged."""
    print("durable commands, a command an answer or a button")
    compiled = flow()
    with open_store("memory:") as store:
        print(f"  memory, 1 thread             {_commands(compiled, store, 1, 10):8.0f} /s")
    for threads in (1, 8):
        with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
            rate = _commands(compiled, store, threads, 5)
        print(f"  SQLite, {threads} threads            {rate:8.0f} /s")


def _commands(compiled: Compiled, store: Store, threads: int, each: int) -> float:
    names = (f"d{number}" for number in count())
    sources = Sources(lambda: NOW, lambda: next(names), lambda: "1", lambda _name: "")
    runtime = Runtime([compiled.checked], store, sources)
    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        work = [pool.submit(_applicants, runtime, each) for _ in range(threads)]
        done = sum(one.result() for one in work)
        return done / (time.perf_counter() - start)


def _applicants(runtime: Runtime, number: int) -> int:
    done = 0
    for applicant in range(number):
        done += _walked(runtime, APPLICANTS[applicant % len(APPLICANTS)])
    return done


def _walked(runtime: Runtime, values: Values) -> int:
    dossier = runtime.start("parcours")
    raws = {name: _typed(value) for name, value in values.items()}
    assert runtime.answer(dossier, "s1", raws).is_accepted
    done = 2
    for screen in ours(runtime.catalogue.present("parcours"))(values)[:-1]:
        assert runtime.press(dossier, screen.removeprefix("screen/")).is_accepted
        done += 1
    return done


def _typed(value: object) -> str:
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)


def main() -> None:
    """Everything, in one run."""
    steps(walks())
    compiling()
    durable()


if __name__ == "__main__":
    main()
