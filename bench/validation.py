"""How long checking takes: the shipped folder from a cold start, a large procedure, any mutant."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import jsonschema
import yaml

from parcours.bench.large import large_procedure
from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.source.files import Folder, InMemory
from parcours.tests.mutations import mutants

ROOT = Path(__file__).resolve().parent.parent
PROCEDURES = ROOT / "procedures"


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median of so many rounds, after one that does not count."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def cold_folder() -> None:
    """A new process, as an author starts it."""
    command = [str(Path(sys.executable).parent / "parcours"), "validate", str(PROCEDURES)]
    took = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), 7)
    bare = milliseconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 7)
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in PROCEDURES.rglob("*.yaml"))
    files = len(Folder(PROCEDURES).paths())
    print(f"validate procedures/, cold        {took:7.0f} ms   ({files} files, {lines} lines)")
    print(f"an empty Python process           {bare:7.0f} ms   ratio {took / bare:.1f}")


def large(lines: int) -> None:
    """Warm, beside what PyYAML and jsonschema alone take for the same text."""
    text = large_procedure(lines)
    files = InMemory({"grande.yaml": text})
    assert diagnose(files).diagnostics == ()
    schema = json.loads((ROOT / "schemas" / "procedure.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    ours = milliseconds(lambda: diagnose(files), 7)
    stock = milliseconds(
        lambda: list(validator.iter_errors(yaml.load(text, yaml.CBaseLoader))),  # noqa: S506
        5,
    )
    count = len(text.splitlines())
    print(f"a procedure of {count:5} lines, warm    {ours:7.0f} ms")
    print(f"PyYAML + jsonschema, shape only   {stock:7.0f} ms   ratio {ours / stock:.2f}")


def campaign(count: int) -> None:
    """The slowest and the hungriest of so many mutants."""
    slowest = hungriest = 0.0
    which = (0, 0)
    for mutant in mutants(range(count)):
        start = time.perf_counter()
        diagnose(mutant.files, [mutant.path])
        took = time.perf_counter() - start
        if took > slowest:
            slowest, which = took, (mutant.number, which[1])
    for mutant in mutants(range(0, count, 10)):
        tracemalloc.start()
        diagnose(mutant.files, [mutant.path])
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        if peak > hungriest:
            hungriest, which = peak, (which[0], mutant.number)
    print(f"slowest of {count} mutants         {slowest * 1000:7.0f} ms   (number {which[0]})")
    print(f"hungriest of {count // 10} mutants        {hungriest:7.1f} MB   (number {which[1]})")


def main() -> None:
    """Everything, in one run."""
    cold_folder()
    large(1_000)
    large(5_000)
    campaign(int(sys.argv[1]) if len(sys.argv) > 1 else 500)


if __name__ == "__main__":
    main()
