"""The only door to the disk for definitions: files below one folder, and the package's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from .diagnostic import Diagnostic
from .position import start_of
from .text import MAX_BYTES, Source, decode
from .wording import _

PACKAGE = Path(__file__).resolve().parents[2]


def resource(name: str) -> str:
    """The text of a file shipped with the package, by its path from the package's root."""
    return (PACKAGE / name).read_text(encoding="utf-8")


class Files(Protocol):
    """Where definitions are read from; paths are relative, with slashes."""

    def read(self, path: str) -> Source | Diagnostic:
        """The text, or the diagnostic that says why it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file, inside the folder."""

    def paths(self, pattern: str = "**/*.yaml") -> tuple[str, ...]:
        """All files of that pattern, sorted."""

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
        if not self._inside(target):
            return _unreadable(name, _("Ce fichier est hors du dossier des procédures."))
        try:
            with target.open("rb") as file:
                return decode(name, file.read(MAX_BYTES + 1))
        except FileNotFoundError:
            return _unreadable(name, _("Ce fichier n’existe pas."))
        except IsADirectoryError:
            return _unreadable(name, _("Ceci est un dossier, pas un fichier."))
        except OSError as error:
            return _unreadable(
                name, _("Ce fichier ne peut pas être lu : {why}.").format(why=error.strerror)
            )

    def exists(self, path: str) -> bool:
        """Whether it is a file inside the folder."""
        target = self.root / path
        return self._inside(target) and target.is_file()

    def paths(self, pattern: str = "**/*.yaml") -> tuple[str, ...]:
        """Relative to the folder, sorted."""
        found = (path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))
        return tuple(sorted(found))

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
            return _unreadable(path, _("Ce fichier n’existe pas."))
        return decode(path, found.encode() if isinstance(found, str) else found)

    def exists(self, path: str) -> bool:
        """Whether it was given."""
        return path in self.texts

    def paths(self, pattern: str = "**/*.yaml") -> tuple[str, ...]:
        """Those the pattern matches, at any depth."""
        last = pattern.rpartition("/")[2]
        return tuple(sorted(path for path in self.texts if PurePosixPath(path).match(last)))

    def shown(self, path: str) -> str:
        """As it was given."""
        return path


def _unreadable(name: str, message: str) -> Diagnostic:
    return Diagnostic(
        "unreadable-file",
        message,
        start_of(name),
        _("Vérifiez le nom du fichier et ses droits de lecture."),
    )
