"""A folder of the store on disk, with one dossier in it, and the database read past the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from parcours.engine.store.errors import StoreError
from parcours.engine.store.sqlite import SqliteStore
from parcours.tests.store_conformance import opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one dossier in it."""
    place = tmp_path / "data"
    with SqliteStore(place) as store:
        opened(store)
    return place


@contextmanager
def raw(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database, without the store."""
    with closing(sqlite3.connect(folder / "dossiers.db", isolation_level=None)) as connection:
        yield connection


def sentence_of(error: type[StoreError], folder: Path) -> str:
    """What opening that folder says."""
    with pytest.raises(error) as caught:
        SqliteStore(folder)
    return str(caught.value).replace("\u00a0", " ").replace(f"{folder}", "DATA")
