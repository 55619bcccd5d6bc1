"""Sixteen submissions of one form at the same moment, by threads or by several programs.

    python -m parcours.tests.store_rush FOLDER

reads lines `DOSSIER NUMBER…`, makes these submissions at once, and writes their outcomes as JSON.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from parcours.engine.store.errors import StoreError
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Change, Effect, Once, Store
from parcours.tests.store_conformance import CARD, NOON

ALL = range(16)
IDENTICAL = range(8)
"""One request sent eight times, under one key; the seven that follow differ, key and all."""
IMPOSTOR = 15
"""Another request under the key of the first."""


def submit(store: Store, dossier: str, number: int) -> int | str:
    """The version reached, or the name of the refusal."""
    key = "same" if number in IDENTICAL or number == IMPOSTOR else f"key-{number}"
    answer = 0 if number in IDENTICAL else number
    change = Change(({"answer": answer},), CARD, (Effect({"answer": answer}, NOON),))
    try:
        return store.append(dossier, 1, change, NOON, Once(key, {"answer": answer}))
    except StoreError as error:
        return type(error).__name__


def rush(
    store: Store, pool: ThreadPoolExecutor, dossier: str, numbers: list[int]
) -> dict[int, int | str]:
    """The outcomes of so many submissions made at once."""
    start = Barrier(len(numbers))

    def run(number: int) -> int | str:
        start.wait()
        return submit(store, dossier, number)

    return dict(zip(numbers, pool.map(run, numbers), strict=True))


def expected(winner: int) -> dict[int, int | str]:
    """What each is told, when the answer that was kept is the winner's (0 for the identical)."""
    told: dict[int, int | str] = dict.fromkeys(ALL, "Conflict")
    if winner == 0:
        return told | dict.fromkeys(IDENTICAL, 2) | {IMPOSTOR: "KeyReused"}
    if winner == IMPOSTOR:
        return told | dict.fromkeys(IDENTICAL, "KeyReused") | {IMPOSTOR: 2}
    return told | {winner: 2}


def main() -> None:
    """Rush when told to."""
    with SqliteStore(Path(sys.argv[1])) as store, ThreadPoolExecutor(len(ALL)) as pool:
        for line in sys.stdin:
            dossier, *numbers = line.split()
            found = rush(store, pool, dossier, [int(number) for number in numbers])
            print(json.dumps(found), flush=True)  # noqa: T201 - the answer, to the program's parent


if __name__ == "__main__":
    main()
