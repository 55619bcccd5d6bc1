"""Every store keeps the promises of the protocol; `open_store` finds the one that is named."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from parcours.engine.store.errors import UnknownStore
from parcours.engine.store.memory import MemoryStore, open_memory
from parcours.engine.store.open import open_store
from parcours.engine.store.sqlite import SqliteStore, open_sqlite
from parcours.engine.store.sqlite_connection import Connection
from parcours.engine.store.store import Store
from parcours.tests.store_conformance import (
    CHECKS,
    Check,
    check_collecting_never_takes_what_is_referred_to,
    everything,
    opened,
)

FACTORIES: dict[str, Callable[[Path], Store]] = {
    "memory": lambda _place: open_memory(),
    "sqlite": lambda place: open_sqlite(str(place / "data")),
    "sqlite, a commit each": lambda place: SqliteStore(place / "data", most=1),
}


@pytest.fixture(params=list(FACTORIES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with FACTORIES[request.param](tmp_path) as found:
        yield found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_conformance(store: Store, check: Check) -> None:
    check(store)


def test_control_a_careless_collector_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not look again, once it holds the database, at who refers to a file."""

    def careless(self: SqliteStore, _on: Connection, digests: Sequence[str], grace: float) -> int:
        return sum(self._files.remove(digest, grace) for digest in digests)

    monkeypatch.setattr(SqliteStore, "_remove", careless)

    def many_times() -> None:
        for number in range(20):
            with SqliteStore(tmp_path / str(number)) as store:
                check_collecting_never_takes_what_is_referred_to(store)

    with pytest.raises(AssertionError):
        many_times()


def test_a_location_names_a_store(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        assert isinstance(store, MemoryStore)
    for location in (str(tmp_path / "a"), f"sqlite:{tmp_path}/a"):
        with open_store(location) as store:
            assert isinstance(store, SqliteStore)
            if not store.dossiers().lines:
                opened(store)
            assert store.load("d1").version == 1
    assert {path.name for path in tmp_path.iterdir()} == {"a"}


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownStore) as caught:
        open_store("autre:chemin")
    assert str(caught.value) == (
        "Aucun magasin de dossiers ne s’appelle «\u00a0autre\u00a0». Pour désigner un dossier du "
        "disque, écrivez «\u00a0./autre:chemin\u00a0»."
    )


def test_other_packages_bring_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tiers-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: tiers\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[parcours.stores]\ntiers = tiers_store:open_it\n")
    (tmp_path / "tiers_store.py").write_text(
        "from parcours.engine.store.memory import MemoryStore\n"
        "def open_it(location):\n    assert location == 'tiers:ici'\n    return MemoryStore()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with open_store("tiers:ici") as store:
        opened(store)
        assert everything(store)


LIGHT = """
import sys
from parcours.engine.store.open import open_store
open_store("memory:").close()
assert not {"sqlite_utils", "sqlite3"} & set(sys.modules)
"""


def test_memory_does_not_wait_for_sqlite() -> None:
    found = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")
