"""The procedures that the portal serves: those of a folder in which nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..engine.analysis.diagnose import Report, check
from ..engine.model.checked import Checked
from ..engine.model.use import Library
from ..engine.source.files import PACKAGE, Folder

OURS = Path(PACKAGE, "procedures")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Those that may be served, and the reports on those that may not."""

    checked: tuple[Checked, ...]
    faulty: tuple[Report, ...]


def load(folder: Path) -> Loaded:
    """Every procedure of the folder; what is wrong with one does not keep the others away."""
    files = Folder(folder)
    library = Library(files)
    found, faulty = [], []
    for name in library.procedure_ids():
        if library.parsed(f"{name}.yaml").kind != "procedure":
            continue
        checked, report = check(files, f"{name}.yaml")
        if checked:
            found.append(checked)
        else:
            faulty.append(report)
    return Loaded(tuple(found), tuple(faulty))
