"""The portal's own tables: what they hold open does not grow with the threads that pass."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from parcours.engine.store.errors import NewerDatabase
from parcours.portal import tables as tables_module
from parcours.portal.tables import Tables

AT_ONCE, TIMES = 4, 5


def crowd(tables: Tables) -> None:
    """So many threads that look at one time, and end: what is done after an answer has them."""
    barrier = Barrier(AT_ONCE)

    def looks() -> None:
        barrier.wait()
        assert tables.row("select 1 as one") == {"one": 1}

    threads = [Thread(target=looks) for _number in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_connections_of_threads_that_ended_are_closed(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "portal.sqlite")
    for _time in range(TIMES):
        crowd(tables)
    assert len(tables._opened) <= 2 * AT_ONCE + 1
    assert tables.row("select 1 as one") == {"one": 1}
    tables.close()
    assert not tables._opened


def test_tables_of_a_later_version_are_refused_and_left_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "portal.sqlite"
    Tables(place).close()
    with monkeypatch.context() as patched:
        patched.setattr(tables_module, "_VERSIONS", tables_module._VERSIONS[:1])
        with pytest.raises(NewerDatabase, match="plus récent"):
            Tables(place)
    Tables(place).close()
