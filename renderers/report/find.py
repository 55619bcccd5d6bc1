"""One procedure by its id or by the path of its file, read when nothing in it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...engine.analysis.diagnose import Report
from ...engine.analysis.diagnose import check as checked
from ...engine.model.checked import Checked
from ...engine.model.definitions import Procedure
from ...engine.model.names import Names, names_of
from ...engine.model.read import read
from ...engine.model.use import Library, assemble
from ...engine.source.diagnostic import Severity
from ...engine.source.files import PACKAGE, SUFFIX
from ...engine.source.suggest import nearest
from ...engine.source.wording import _
from .gather import FOLDER, Place, as_typed, check, place_of, renamed


@dataclass(frozen=True, slots=True)
class Unknown(Exception):
    """There is no procedure of that name; `near` is one that may have been meant.

    Where something else bears it, `why` says in French what that is.
    """

    name: str
    near: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A procedure, and every name it may use."""

    procedure: Procedure
    names: Names


def find(name: str) -> Known | Report:
    """The procedure, or what is wrong with it. Raises Unknown.

    What ends in `.yaml` or holds a slash is a path; an id is looked up in the procedures here, then
    in those that Parcours brings.
    """
    place = located(name)
    report = check([place])
    if any(found.severity is Severity.ERROR for found in report.diagnostics):
        return report
    library = Library(place.files)
    tree = assemble(library, place.path).tree
    if tree is None or library.parsed(place.path).kind != "procedure":
        raise _another(name)
    procedure = read(place.files.shown(place.path), tree)
    return Known(procedure, names_of(procedure))


def ready(name: str) -> Checked | Report:
    """The procedure as the checker hands it out, or what is wrong with it. Raises Unknown."""
    place = located(name)
    if not place.path.endswith(SUFFIX) or not place.files.exists(place.path):
        return check([place])
    if Library(place.files).parsed(place.path).kind != "procedure":
        report = check([place])
        if any(found.severity is Severity.ERROR for found in report.diagnostics):
            return report
        raise _another(name)
    found, report = checked(place.files, place.path)
    return found or renamed(report, as_typed)


def located(name: str) -> Place:
    """Where the file of that id or path lies. Raises Unknown for an id that nothing bears, and for
    a folder."""
    is_path = _is_path(name)
    if Path(name).is_dir() and (is_path or name not in known_ids()):
        told = _("« {path} » est un dossier : indiquez le fichier d’une procédure, ou son nom.")
        raise Unknown(name, None, told.format(path=name))
    return place_of(name) if is_path else _by_id(name)


def _another(name: str) -> Unknown:
    """A sound file that is a shared part, a scenario or a text."""
    told = _("« {path} » n’est pas le fichier d’une procédure.")
    return Unknown(name, None, told.format(path=name))


def known_ids() -> tuple[str, ...]:
    """Of the procedures here and of those that Parcours brings."""
    found = {name for home in _homes() for name in _ids(home)}
    return tuple(sorted(found))


def _is_path(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or "/" in name


def _by_id(name: str) -> Place:
    for home in _homes():
        if name in _ids(home):
            return replace(home, path=f"{name}.yaml")
    raise Unknown(name, nearest(name, known_ids()))


def _homes() -> Iterator[Place]:
    yield replace(place_of("."), path="")
    yield place_of(str(Path(PACKAGE, FOLDER)))


def _ids(home: Place) -> tuple[str, ...]:
    library = Library(home.files)
    return tuple(
        name
        for name in library.procedure_ids()
        if library.parsed(f"{name}.yaml").kind == "procedure"
    )
