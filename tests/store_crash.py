"""A program that writes, to be stopped at any moment, and the judge of what it leaves.

    python -m parcours.tests.store_crash FOLDER NAME

writes until it is killed. Each line told is `kept DOSSIER VERSION`, `doing EFFECT`, `done EFFECT`,
`erasing DOSSIER` or `erased DOSSIER`; `doing` and `erasing` announce, the others acknowledge.
"""

import itertools
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from parcours.engine.store.errors import FileMissing, StoreError
from parcours.engine.store.open import DATABASE
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Change, Effect, Store
from parcours.tests.store_conformance import BUNDLE, CARD, NOON

DAY = timedelta(days=1)
NO_TIME = timedelta(0)
Tell = Callable[[str], None]


def work(store: Store, dossier: str, steps: int, tell: Tell) -> None:
    """Step n writes entries 2n-1 and 2n, a file, and the effect `DOSSIER/2n/1`.

    Beside it drafts come and go whose files are those of the dossier.
    """
    version = begin(store, dossier, dossier, 1, tell)
    for number in range(2, steps + 1):
        version = write(partial(append, store, dossier, version, number))
        tell(f"kept {dossier} {version}")
        if number % 4 == 0:
            draft = f"{dossier}-draft-{number}"
            begin(store, draft, dossier, number + number % 8 // 4, tell)
            tell(f"erasing {draft}")
            store.erase(draft, 2)
            tell(f"erased {draft}")
            store.collect(NO_TIME)
        if number % 3 == 0:
            effect = f"{dossier}/{version - 2}/1"
            taken = store.take(effect, NOON, NOON + DAY)
            assert taken is not None
            tell(f"doing {effect}")
            assert store.done(effect, taken.attempts)
            tell(f"done {effect}")


def begin(store: Store, dossier: str, named: str, number: int, tell: Tell) -> int:
    """A dossier with one step, of the contents that another one has."""
    bundle = store.keep_bundle(BUNDLE)
    new = partial(step, store, named, number)
    version = write(lambda: store.create(dossier, bundle, first(new()), NOON))
    tell(f"kept {dossier} {version}")
    return version


def first(change: Change) -> Change:
    """The same, as step 1."""
    events = tuple({**event, "step": 1} for event in change.events)
    return Change(events, CARD, change.effects, files=change.files)


def append(store: Store, dossier: str, version: int, number: int) -> int:
    """The next step."""
    return store.append(dossier, version, step(store, dossier, number), NOON)


def write(work: Callable[[], int]) -> int:
    """Again, if the file was collected before anything referred to it."""
    while True:
        with suppress(FileMissing):
            return work()


def step(store: Store, dossier: str, number: int) -> Change:
    """Sizes vary, so that pages, chunks and checkpoints fall differently."""
    content = f"{dossier} {number} ".encode() * (number * 97 % 700)
    digest = store.put_file(content, 1_000_000).digest
    events = ({"step": number, "file": digest}, {"step": number, "pad": "x" * (number * 53 % 900)})
    return Change(events, CARD, (Effect({"step": number}, NOON),), files=(digest,))


def work_together(store: Store, name: str, threads: int, steps: int, tell: Tell) -> None:
    """So many dossiers at a time, so that commits are shared."""
    with ThreadPoolExecutor(threads) as pool:
        dossiers = [f"{name}-{number}" for number in range(threads)]
        list(pool.map(lambda dossier: work(store, dossier, steps, tell), dossiers))


def faults(folder: Path, told: Iterable[str]) -> list[str]:
    """What is missing, halved or damaged in what a stopped program left."""
    told = list(told)
    try:
        with SqliteStore(folder) as store:
            store.collect(NO_TIME)
            found = [*_lost(store, told), *_halved(store, told), *_damaged(folder)]
            return [*found, *_orphans(folder)]
    except StoreError as error:
        return [f"unusable: {error.sentence}"]


def _lost(store: Store, told: Iterable[str]) -> Iterator[str]:
    """Acknowledged, and not there."""
    versions = {line.dossier: line.version for line in store.dossiers(limit=10**6).lines}
    remaining = _remaining(store)
    erased = {line.split()[1] for line in told if line.startswith("erasing ")}
    for line in told:
        match line.split():
            case ["kept", dossier, version] if versions.get(dossier, 0) < int(version):
                if dossier not in erased:
                    yield f"lost: {line}"
            case ["erased", dossier] if dossier in versions:
                yield f"lost: {line}"
            case ["done", effect] if effect in remaining:
                yield f"lost: {line}"


def _halved(store: Store, told: Iterable[str]) -> Iterator[str]:
    """A part of a step without the others."""
    remaining = _remaining(store)
    attempted = {line.split()[1] for line in told if line.startswith("doing ")}
    expected = set()
    for line in store.dossiers(limit=10**6).lines:
        journal = store.load(line.dossier)
        steps = [entry.event["step"] for entry in journal.entries]
        whole = [number // 2 + 1 for number in range(journal.version)]
        if steps != whole or journal.version % 2:
            yield f"halved: {line.dossier} at {journal.version} holds steps {steps}"
        expected |= {f"{line.dossier}/{version}/1" for version in range(2, line.version + 1, 2)}
        for entry in journal.entries[::2]:
            try:
                store.open_file(str(entry.event["file"])).close()
            except StoreError as error:
                yield f"halved: {line.dossier} {entry.seq}: {error.sentence}"
    yield from (f"halved: no effect {effect}" for effect in expected - remaining - attempted)
    yield from (f"halved: effect {effect} alone" for effect in remaining - expected)


def _orphans(folder: Path) -> Iterator[str]:
    """Files that nobody refers to, of which nobody will ever rid the disk."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        referred = {digest for (digest,) in connection.execute("SELECT digest FROM files")}
    for path in (folder / "files").glob("??/*"):
        if path.parent.name + path.name not in referred:
            yield f"orphan: {path.parent.name}{path.name}"


def _remaining(store: Store) -> set[str]:
    return {pending.id for pending in store.due_effects(NOON + 1000 * DAY, 10**6)}


def _damaged(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for check in ("integrity_check", "foreign_key_check"):
            for row in connection.execute(f"PRAGMA {check}"):
                if row != ("ok",):
                    yield f"damaged: {row}"


def main() -> None:
    """Write until killed."""
    folder, name = Path(sys.argv[1]), sys.argv[2]

    def tell(line: str) -> None:
        os.write(1, f"{line}\n".encode())  # one write: never half a line

    with SqliteStore(folder) as store:
        for turn in itertools.count():
            work_together(store, f"{name}-{turn}", 3, 40, tell)


if __name__ == "__main__":
    main()
