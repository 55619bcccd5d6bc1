"""The procedures that the portal serves: those of a folder in which nothing is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine.analysis.diagnose import Report, check
from ..engine.model.checked import Checked
from ..engine.model.use import Library
from ..engine.source.files import PACKAGE, Folder

log = logging.getLogger("parcours.portal.procedures")

OURS = Path(PACKAGE, "procedures")

UNREADABLE = ""
"""The kind of a file that tells of none: a procedure that somebody is writing, perhaps."""

Stamp = Sequence[tuple[str, int, int]]
Serve = Callable[[Sequence[Checked]], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Those that may be served, and the reports on those that may not, by procedure."""

    checked: tuple[Checked, ...]
    faulty: tuple[tuple[str, Report], ...] = ()


def load(folder: Path) -> Loaded:
    """Every procedure of the folder; what is wrong with one does not keep the others away."""
    files = Folder(folder)
    library = Library(files)
    found, faulty = [], []
    for name in library.procedure_ids():
        if library.parsed(f"{name}.yaml").kind not in ("procedure", UNREADABLE):
            continue
        checked, report = check(files, f"{name}.yaml")
        if checked:
            found.append(checked)
        else:
            faulty.append((name, report))
    return Loaded(tuple(found), tuple(faulty))


class Shelf:
    """That folder, looked at again and again: what is put there is served, once it is right.

    A procedure that was right and is no longer goes on as it was; one whose file is gone is not
    begun any more. Requests already begun stay with the version they began with.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = self._seen = stamp(folder)
        self.loaded = load(folder)

    def look(self, serve: Serve) -> bool:
        """Whether something else is served from now on: what changes is left to settle first."""
        now, former = stamp(self._folder), self._seen
        self._seen = now
        if now == self._stamp or now != former:
            return False
        loaded = load(self._folder)
        served = {one.procedure.id: one for one in self.loaded.checked}
        faulty = [name for name, _report in loaded.faulty]
        kept = tuple(served[name] for name in faulty if name in served)
        self.loaded = Loaded((*loaded.checked, *kept), loaded.faulty)
        self._stamp = now
        serve(self.loaded.checked)
        log.info("procedures", extra={"count": len(self.loaded.checked)})
        for name in faulty:
            log.warning("faulty procedure", extra={"file": f"{name}.yaml"})
        return True


def stamp(folder: Path) -> Stamp:
    """What tells one content of the folder from another: names, sizes and instants."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            told = path.stat()
        except OSError:  # gone between two looks: the next one sees the rest
            continue
        found.append((path.as_posix(), told.st_mtime_ns, told.st_size))
    return found
