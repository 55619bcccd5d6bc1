"""From the paths an author typed to one report, in which files are named as they were typed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ...engine.analysis.diagnose import Report, diagnose
from ...engine.source.diagnostic import Diagnostic, in_order
from ...engine.source.files import Folder
from ...engine.source.position import Span, start_of
from ...engine.source.wording import _

FOLDER = "procedures"
SCENARIOS = "scenarios"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of procedures, how its files are named, and what of it is meant: `""` is all."""

    root: Path
    prefix: str
    path: str

    @property
    def files(self) -> Folder:
        """The folder as the checker reads it."""
        return Folder(self.root, self.prefix)

    def chosen(self) -> tuple[str, ...]:
        """The files meant, by their paths below the root; a file need not exist."""
        if not (self.root / self.path).is_dir():
            return (self.path,)
        below = f"{self.path}/" if self.path else ""
        return tuple(path for path in self.files.paths() if path.startswith(below))


def usual_folder() -> Path:
    """`procedures` here, or the folder of that name in which we stand."""
    here = Path.cwd()
    found = (folder for folder in (here, *here.parents) if folder.name == FOLDER)
    return next((Path(os.path.relpath(folder)) for folder in found), Path(FOLDER))


def place_of(typed: str) -> Place:
    """Where a file or folder lies: below the nearest folder named `procedures`, else on its own.

    A folder that holds one named `procedures` means that one; a scenario belongs to the folder that
    holds `scenarios`.
    """
    absolute = Path(os.path.normpath(Path.cwd() / typed))  # links are kept: names stay the author's
    if absolute.is_dir() and FOLDER not in absolute.parts and (absolute / FOLDER).is_dir():
        absolute /= FOLDER
    root = _root(absolute)
    path = absolute.relative_to(root).as_posix()
    return Place(root, _prefix(root, typed), "" if path == "." else path)


def _root(absolute: Path) -> Path:
    is_folder = absolute.is_dir()
    above = (absolute, *absolute.parents) if is_folder else absolute.parents
    named = (folder for folder in above if folder.name == FOLDER)
    holders = (folder.parent for folder in above if folder.name == SCENARIOS and not is_folder)
    return next(named, None) or next(holders, None) or above[0]


def _prefix(root: Path, typed: str) -> str:
    if PurePath(typed).is_absolute():
        return root.as_posix()
    shown = Path(os.path.relpath(root)).as_posix()
    return "" if shown == "." else shown


def gather(typed: Sequence[str]) -> Report:
    """Check files and folders; those of one folder of procedures are checked together."""
    places = [place_of(path) for path in typed]
    roots = dict.fromkeys(place.root for place in places)
    return gathered([check([place for place in places if place.root == root]) for root in roots])


def gathered(reports: Sequence[Report]) -> Report:
    """Several reports as one."""
    return Report(
        in_order(found for report in reports for found in report.diagnostics),
        {name: lines for report in reports for name, lines in report.lines.items()},
        tuple(sorted({file for report in reports for file in report.files})),
    )


def check(places: Sequence[Place]) -> Report:
    """Places of one root, in one run."""
    files = places[0].files
    chosen = sorted({path for place in places for path in place.chosen()})
    if all(place.path for place in places):
        report = diagnose(files, chosen)
    else:
        absent = [path for path in chosen if not files.exists(path)]
        report = gathered([diagnose(files), diagnose(files, absent)])
    empty = (_empty(place) for place in places if not place.chosen())
    return renamed(replace(report, diagnostics=in_order((*report.diagnostics, *empty))), as_typed)


def _empty(place: Place) -> Diagnostic:
    """Checking nothing is not finding nothing wrong."""
    name = place.files.shown(place.path) if place.path else place.prefix or "."
    return Diagnostic(
        "unreadable-file",
        _("Ce dossier ne contient aucun fichier .yaml."),
        start_of(name),
        _("Vérifiez le nom du dossier, et que les procédures s’y terminent par « .yaml »."),
    )


def as_typed(name: str) -> str:
    """From inside the folder of procedures, `../common/a.yaml` may simply be `a.yaml`."""
    return PurePath(os.path.relpath(name)).as_posix() if name.startswith("..") else name


def renamed(report: Report, rename: Callable[[str], str]) -> Report:
    """The same report with each file under another name."""

    def moved(span: Span) -> Span:
        return replace(span, file=rename(span.file))

    def told() -> Iterator[Diagnostic]:
        for found in report.diagnostics:
            related = (replace(second, span=moved(second.span)) for second in found.related)
            yield replace(found, span=moved(found.span), related=tuple(related))

    return Report(
        in_order(told()),
        {rename(name): lines for name, lines in report.lines.items()},
        tuple(sorted(map(rename, report.files))),
    )
