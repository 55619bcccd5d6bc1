"""The only door to the disk for definitions: files below one folder, and the package's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from .diagnostic import Diagnostic, Severity
from .position import start_of
from .text import MAX_BYTES, Source, decode
from .wording import _

PACKAGE = Path(__file__).resolve().parents[2]
SUFFIX = ".yaml"
_NEARLY = (".yml", ".yaml")


def resource(name: str) -> str:
    """The text of a file shipped with the package, by its path from the package's root."""
    return (PACKAGE / name).read_text(encoding="utf-8")


class Files(Protocol):
    """Where definitions are read from; paths are relative, with slashes."""

    def read(self, path: str) -> Source | Diagnostic:
        """The text, or the diagnostic that says why it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file, inside the folder."""

    def paths(
        self, below: str = "", depth: int | None = None, suffix: str = SUFFIX
    ) -> tuple[str, ...]:
        """All definitions below that folder, sorted; at any depth, or at the first ones only."""

    def overlooked(self) -> tuple[Diagnostic, ...]:
        """What looks like a definition and is not read."""

    def shown(self, path: str) -> str:
        """The path as messages name it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on the disk. `prefix` is how its files are named in messages."""

    root: Path
    prefix: str = ""

    def read(self, path: str) -> Source | Diagnostic:
        """Never more than the size limit is read; links out of the folder are refused."""
        name = self.shown(path)
        target = self.root / path
        try:
            if not self._inside(target):
                return _unreadable(name, _("Ce fichier est hors du dossier des procédures."), _STAY)
            kind = target.stat().st_mode
            if stat.S_ISDIR(kind):
                return _unreadable(name, _("Ceci est un dossier, pas un fichier."), _NAME_IT)
            if not stat.S_ISREG(kind):
                return _unreadable(name, _("Ceci n’est pas un fichier ordinaire."), _NAME_IT)
            with target.open("rb") as file:
                return decode(name, file.read(MAX_BYTES + 1))
        except FileNotFoundError:
            return _unreadable(name, _("Ce fichier n’existe pas."), _NAME_IT)
        except PermissionError:
            return _unreadable(name, _("Vous n’avez pas le droit de lire ce fichier."), _RIGHTS)
        except (OSError, RuntimeError):  # RuntimeError: how Python 3.11 tells a link in a loop
            return _unreadable(name, _("Ce fichier ne peut pas être lu."), _NAME_IT)

    def exists(self, path: str) -> bool:
        """Whether it is a file inside the folder."""
        target = self.root / path
        try:
            return self._inside(target) and target.is_file()
        except (OSError, RuntimeError):
            return False

    def paths(
        self, below: str = "", depth: int | None = None, suffix: str = SUFFIX
    ) -> tuple[str, ...]:
        """Nothing else is walked: the folder may be large, and no folder of procedures."""
        found = (path for path, _is_link in self._walked(below, depth))
        return tuple(sorted(path for path in found if PurePosixPath(path).suffix == suffix))

    def overlooked(self) -> tuple[Diagnostic, ...]:
        """What lies in the folder and is not read, so that « no fault » never hides it."""
        closed: list[OSError] = []
        found = [
            _overlooked(self.shown(path), is_link)
            for path, is_link in self._walked(refused=closed.append)
            if is_link or PurePosixPath(path).suffix.lower() in _NEARLY
            if PurePosixPath(path).suffix != SUFFIX
        ]
        return (*found, *(self._closed(error) for error in closed))

    def _walked(
        self,
        below: str = "",
        depth: int | None = None,
        refused: Callable[[OSError], None] | None = None,
    ) -> Iterator[tuple[str, bool]]:
        """Files, and folders that are links (which are not followed)."""
        start = self.root / below
        if start != self.root and start.resolve() != self.root.resolve() / below:
            return  # a link on the way there
        for folder, folders, files in os.walk(start, onerror=refused):
            here = Path(folder)
            for name in files:
                yield (here / name).relative_to(self.root).as_posix(), False
            for name in folders:
                if (here / name).is_symlink():
                    yield (here / name).relative_to(self.root).as_posix(), True
            if len(here.relative_to(start).parts) + 1 == depth:
                folders.clear()

    def _closed(self, error: OSError) -> Diagnostic:
        path = Path(str(error.filename))
        inside = path.relative_to(self.root).as_posix() if path != self.root else ""
        name = self.shown(inside) if inside else self.prefix or "."
        return _unreadable(name, _("Vous n’avez pas le droit de lire ce dossier."), _RIGHTS)

    def shown(self, path: str) -> str:
        """As the author named the folder."""
        return f"{self.prefix}/{path}" if self.prefix else path

    def _inside(self, target: Path) -> bool:
        return target.resolve().is_relative_to(self.root.resolve())


@dataclass(frozen=True, slots=True)
class InMemory:
    """Texts by path: tests, editors, and the bundle kept with a running dossier."""

    texts: Mapping[str, str | bytes]

    def read(self, path: str) -> Source | Diagnostic:
        """As from a disk."""
        found = self.texts.get(path)
        if found is None:
            return _unreadable(path, _("Ce fichier n’existe pas."), _NAME_IT)
        return decode(path, found.encode() if isinstance(found, str) else found)

    def exists(self, path: str) -> bool:
        """Whether it was given."""
        return path in self.texts

    def paths(
        self, below: str = "", depth: int | None = None, suffix: str = SUFFIX
    ) -> tuple[str, ...]:
        """Those of them that lie there."""
        start = PurePosixPath(below)
        found = (path for path in map(PurePosixPath, self.texts) if path.is_relative_to(start))
        ours = (path for path in found if path.suffix == suffix)
        return tuple(
            sorted(
                str(path)
                for path in ours
                if depth is None or len(path.relative_to(start).parts) <= depth
            )
        )

    def overlooked(self) -> tuple[Diagnostic, ...]:
        """Files whose ending is nearly right."""
        nearly = (path for path in self.texts if PurePosixPath(path).suffix.lower() in _NEARLY)
        return tuple(_overlooked(path, False) for path in nearly if not path.endswith(SUFFIX))

    def shown(self, path: str) -> str:
        """As it was given."""
        return path


def _unreadable(name: str, message: str, cure: str) -> Diagnostic:
    return Diagnostic("unreadable-file", message, start_of(name), cure)


def _overlooked(name: str, is_link: bool) -> Diagnostic:
    if is_link:
        message, cure = _("Ce dossier est un lien, et n’est pas parcouru."), _STAY
    else:
        message = _("Ce fichier n’est pas lu : son nom ne finit pas par « .yaml ».")
        cure = _("Renommez-le en « .yaml », ou rangez-le ailleurs.")
    return Diagnostic("overlooked-file", message, start_of(name), cure, (), Severity.WARNING)


_NAME_IT = _("Vérifiez le nom du fichier.")
_RIGHTS = _("Demandez le droit de lecture à qui administre cette machine.")
_STAY = _("Mettez une copie du fichier dans le dossier des procédures, à la place du lien.")
