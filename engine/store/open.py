"""Which store a location names: `memory:`, a folder, or what other packages bring."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from .errors import UnknownStore
from .store import Store

DATABASE = "dossiers.db"
"""In a folder where dossiers are kept."""

ENTRY_POINTS = "parcours.stores"

_OWN = {"memory": ("memory", "open_memory"), "sqlite": ("sqlite", "open_sqlite")}
_NAME = re.compile(r"([a-z][a-z0-9+-]+):")  # a single letter is a drive of Windows


def open_store(location: str) -> Store:
    """`memory:`, `sqlite:FOLDER`, FOLDER, or `NAME:…` of an entry point of `parcours.stores`.

    An entry point names a function that takes the whole location and returns a Store. Each store is
    imported only when asked for. Raises UnknownStore and what the store itself raises.
    """
    found = _NAME.match(location)
    name = found[1] if found else "sqlite"
    return _factory(name, location)(location)


def open_to_read(folder: str) -> Store | None:
    """The store of that folder, which may lie on a disk that cannot be written; None where nobody
    kept anything. Raises as `open_store`."""
    if not (Path(folder) / DATABASE).exists():
        return None
    module = import_module(f"{__package__}.sqlite_read_only")
    found: Store = module.open_to_read(Path(folder))
    return found


def _factory(name: str, location: str) -> Callable[[str], Store]:
    if name in _OWN:
        module, function = _OWN[name]
        own: Callable[[str], Store] = getattr(import_module(f"{__package__}.{module}"), function)
        return own
    for point in entry_points(group=ENTRY_POINTS, name=name):
        other: Callable[[str], Store] = point.load()
        return other
    raise UnknownStore(name, location)
