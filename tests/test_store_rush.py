"""Whoever submits at the same moment, each request is kept once and everyone is told the truth."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Store
from parcours.tests.campaign import count
from parcours.tests.store_conformance import NOON, opened
from parcours.tests.store_rush import ALL, expected, rush

ROUNDS = count(30, 500)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with SqliteStore(tmp_path) as found:
        yield found


def judge(store: Store, rush_of: Callable[[str, list[int]], dict[int, int | str]]) -> set[int]:
    """Rounds of a new dossier each; which answers won."""
    winners = set()
    for number in range(ROUNDS):
        dossier = f"d{number}"
        opened(store, dossier)
        order = list(ALL)
        random.Random(number).shuffle(order)  # noqa: S311 - who comes first
        found = rush_of(dossier, order)
        (entry,) = store.load(dossier, after=1).entries
        winner = entry.event["answer"]
        assert isinstance(winner, int)
        assert found == expected(winner)
        effects = [one for one in store.due_effects(NOON, 10**6) if one.dossier == dossier]
        assert [one.data for one in effects] == [{"answer": winner}]
        winners.add(winner)
    return winners


def test_threads(store: Store) -> None:
    with ThreadPoolExecutor(len(ALL)) as pool:
        winners = judge(store, lambda dossier, order: rush(store, pool, dossier, order))
    assert len(winners) > 1


@pytest.mark.parametrize("programs", [2, 4])
def test_programs(store: Store, tmp_path: Path, programs: int) -> None:
    command = [sys.executable, "-m", "parcours.tests.store_rush", str(tmp_path)]
    with ExitStack() as stack:
        children = [
            stack.enter_context(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
                )
            )
            for _ in range(programs)
        ]

        def rush_of(dossier: str, order: list[int]) -> dict[int, int | str]:
            found: dict[int, int | str] = {}
            for place, child in enumerate(children):
                assert child.stdin
                child.stdin.write(f"{dossier} {' '.join(map(str, order[place::programs]))}\n")
            for child in children:
                assert child.stdout
                told = json.loads(child.stdout.readline())
                found |= {int(number): outcome for number, outcome in told.items()}
            return found

        winners = judge(store, rush_of)
        for child in children:
            assert child.stdin
            child.stdin.close()
            assert child.wait() == 0
    assert len(winners) > 1
