"""Files named after their own bytes: whole and durable before anyone may refer to them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from time import time
from typing import BinaryIO

from ..source.wording import _
from .errors import (
    Altered,
    DiskFailure,
    DiskFull,
    FileMissing,
    NotWritable,
    WorldError,
)
from .incoming import CHUNK, chunks
from .store import FileRef
from .written_form import is_digest

FORGOTTEN = 24 * 3600
"""Seconds after which an unfinished file is nobody's: its writer died."""

_WHY = {
    errno.EACCES: _("vous n'en avez pas le droit"),
    errno.EPERM: _("vous n'en avez pas le droit"),
    errno.EROFS: _("ce disque est en lecture seule"),
    errno.ENOTDIR: _("un fichier du chemin n'est pas un dossier"),
    errno.EEXIST: _("un fichier porte déjà ce nom"),
    errno.ENOENT: _("un dossier du chemin n'existe pas"),
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileFolder:
    """`root/ab/cdef…` holds the file whose sha256 is `abcdef…`; `root/incoming` unfinished ones.

    Creating one makes the folder, durably, unless it is only looked at. Raises NotWritable,
    DiskFull.
    """

    def __init__(self, root: Path, *, is_read_only: bool = False) -> None:
        self._root = root
        self._durable: set[Path] = set()
        if is_read_only:
            return
        with said(root):
            make_folder(root / "incoming")
            sync_folder(root)
            _sweep(root / "incoming")

    def put(self, content: bytes | BinaryIO, limit: int) -> FileRef:
        """See Store. The order is the promise: bytes, fsync, rename, fsync of the folder."""
        with said(self._root):
            descriptor, name = mkstemp(dir=self._root / "incoming")
        try:
            try:
                ref = self._fill(descriptor, content, limit)
            finally:
                os.close(descriptor)
            place = self.path(ref.digest)
            with said(self._root):
                self._make_durable(place.parent)
                os.replace(name, place)  # noqa: PTH105 - one style with the calls around it
                sync_folder(place.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name)  # noqa: PTH108
            raise
        return ref

    def _make_durable(self, folder: Path) -> None:
        """Even if it is there: the process that made it may not have come to its fsync."""
        if folder not in self._durable:
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._root)
            self._durable.add(folder)

    def _fill(self, descriptor: int, content: bytes | BinaryIO, limit: int) -> FileRef:
        digest, size = sha256(), 0
        for part in chunks(content, limit):
            size += len(part)
            digest.update(part)
            with said(self._root):
                rest = memoryview(part)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        with said(self._root):
            os.fsync(descriptor)
        return FileRef(digest.hexdigest(), size)

    def has(self, digest: str) -> bool:
        """Whether it was put."""
        with said(self._root):
            return is_digest(digest) and self.path(digest).is_file()

    def older(self, grace: float) -> Iterator[str]:
        """The digests of the files last put longer than so many seconds ago."""
        end = time() - grace
        with said(self._root):
            for folder in self._root.iterdir():
                for path in folder.iterdir() if len(folder.name) == 2 else ():
                    with suppress(FileNotFoundError):
                        if path.stat().st_mtime <= end:
                            yield folder.name + path.name

    def remove(self, digest: str, grace: float) -> bool:
        """Whether it went: not if it was put again meanwhile, nor if it was gone.

        Set aside first, then looked at: what comes to its place from then on is another file.
        """
        place, aside = self.path(digest), self._root / "incoming" / digest
        with said(self._root), suppress(FileNotFoundError):
            os.replace(place, aside)  # noqa: PTH105 - one style with `put`
            if aside.stat().st_mtime <= time() - grace:
                os.unlink(aside)  # noqa: PTH108
                return True
            os.replace(aside, place)  # noqa: PTH105
            sync_folder(place.parent)
        return False

    def try_out(self) -> None:
        """Raises what keeps files from being put."""
        with said(self._root):
            descriptor, name = mkstemp(dir=self._root / "incoming")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(bytes(CHUNK))  # a full disk still takes empty files
            finally:
                os.unlink(name)  # noqa: PTH108

    def open(self, digest: str) -> BinaryIO:
        """See Store."""
        if not self.has(digest):
            raise FileMissing(digest)
        found = sha256()
        with said(self._root):
            try:
                file = self.path(digest).open("rb")
            except FileNotFoundError:  # removed since the look
                raise FileMissing(digest) from None
            try:
                while part := file.read(CHUNK):
                    found.update(part)
                if found.hexdigest() != digest:
                    raise Altered(digest)
                file.seek(0)
            except BaseException:
                file.close()
                raise
        return file

    def path(self, digest: str) -> Path:
        """Where that file lies, if it was put."""
        return self._root / digest[:2] / digest[2:]


def make_folder(path: Path) -> None:
    """With its parents, each durable in the one above. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def _sweep(incoming: Path) -> None:
    """Remove what dead writers left."""
    for path in incoming.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time() - FORGOTTEN:
                path.unlink()


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":  # pragma: no cover - folders cannot be opened there; NTFS logs their names
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def said(place: Path) -> Iterator[None]:
    """What the system refuses, as the error of this store that says it."""
    try:
        yield
    except OSError as error:
        raise _world_error(error, str(place)) from error


def _world_error(error: OSError, place: str) -> WorldError:
    if error.errno in _FULL:
        return DiskFull(place)
    if error.errno in _WHY:
        return NotWritable(place, _WHY[error.errno])
    return DiskFailure(
        place, _("le système répond « {error} »").format(error=error.strerror or error)
    )
