"""Power cuts: what SQLite and the store ask of the disk is recorded, and a disk may forget.

SQLite's own writes and fsyncs pass through a VFS of apsw (a build of SQLite of its own, with the
same file format), the store's files through `os`. A disk promises only what was fsynced; of the
rest, any part may be there after a cut.
"""

import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, cast

import apsw
import pytest

from parcours.engine.store.sqlite_connection import Connection, configure

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Named:
    """Names of a folder change together: each path now leads to that file, a folder, or nothing."""

    paths: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes at an offset of a file; None cuts the file there."""

    file: int
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Synced:
    """All that was asked of a file before is durable."""

    file: int


@dataclass(frozen=True, slots=True)
class FolderSynced:
    """All names of that folder are durable."""

    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told something."""

    line: str


Act = Named | Written | Synced | FolderSynced | Told
FOLDER = 0
"""The number of everything that is a folder."""


class Recorder:
    """What was asked of the disk below `root`, in order, by any thread. `root` itself is there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.acts: list[Act] = []
        self._numbers: dict[str, int] = {}
        self._unnamed: set[int] = set()
        self._lock = Lock()
        self._last = FOLDER

    def tell(self, line: str) -> None:
        """See Told."""
        self.acts.append(Told(line))

    def file(self, path: str) -> int:
        """The file at that path, newly created if it was not there."""
        with self._lock:
            if path not in self._numbers:
                self._last += 1
                self._numbers[path] = self._last
                self._unnamed.add(self._last)
                self.acts.append(Named(((path, self._last),)))
            return self._numbers[path]

    def rename(self, path: str, to: str | None) -> None:
        """To another name, or to none."""
        with self._lock:
            number = self._numbers.pop(path)
            if to is None:
                self.acts.append(Named(((path, None),)))
            else:
                self._numbers[to] = number
                self.acts.append(Named(((to, number), (path, None))))

    def sync_with_name(self, file: int, path: str) -> None:
        """As SQLite's unix VFS does: the first fsync of a new file is followed by its folder's."""
        self.acts.append(Synced(file))
        if file in self._unnamed:
            self._unnamed.discard(file)
            self.acts.append(FolderSynced(_folder(path)))


# SQLite


class RecordingVfs(apsw.VFS):
    """SQLite's default VFS, with a recorder that listens."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.title = f"recording-{id(recorder)}"
        super().__init__(self.title, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "RecordingFile":  # noqa: N802
        """See SQLite."""
        return RecordingFile(self.recorder, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """See SQLite."""
        super().xDelete(filename, syncdir)
        self.recorder.rename(filename, None)
        if syncdir:
            self.recorder.acts.append(FolderSynced(_folder(filename)))


class RecordingFile(apsw.VFSFile):
    """One file of SQLite's. An act is recorded once it is done; a told line follows its act."""

    def __init__(
        self, recorder: Recorder, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        assert name is not None, "a temporary file: it lies outside the folder, and is not recorded"
        super().__init__("", name, flags)
        self.recorder = recorder
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.number = recorder.file(self.path)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """See SQLite."""
        super().xWrite(data, offset)
        self.recorder.acts.append(Written(self.number, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """See SQLite."""
        super().xTruncate(newsize)
        self.recorder.acts.append(Written(self.number, newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        """See SQLite."""
        super().xSync(flags)
        self.recorder.sync_with_name(self.number, self.path)


class RecordedConnection:
    """What the store uses of a sqlite3.Connection, spoken by apsw."""

    isolation_level = None

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> apsw.Cursor:
        """See sqlite3."""
        with _said():
            return self._connection.execute(statement, tuple(values))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> apsw.Cursor:
        """See sqlite3."""
        with _said():
            return self._connection.executemany(statement, rows)

    @property
    def in_transaction(self) -> bool:
        """See sqlite3."""
        return self._connection.in_transaction

    def close(self) -> None:
        """See sqlite3."""
        self._connection.close()


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        said = sqlite3.OperationalError(str(error))
        said.sqlite_errorcode = getattr(error, "extendedresult", 0)
        raise said from error


def recording_connect(
    recorder: Recorder, synchronous: str = "FULL"
) -> Callable[[Path], Connection]:
    """As `sqlite_connection.connect`, recorded; a control asks for less than FULL."""
    vfs = RecordingVfs(recorder)

    def connect(path: Path) -> Connection:
        raw = apsw.Connection(str(path), vfs=vfs.title)
        connection = cast(Connection, RecordedConnection(raw))
        configure(connection, str(path))
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        # Often, so that cuts fall into checkpoints too.
        connection.execute("PRAGMA wal_autocheckpoint = 40")
        return connection

    return connect


# The store's files


@contextmanager
def recording_os(
    recorder: Recorder, forgets: Callable[[str], bool] = str.isspace
) -> Iterator[None]:
    """Listen to `os` below the recorder's root; fsyncs of the paths that `forgets` are left out."""
    paths: dict[int, str] = {}
    real_open, real_write, real_fsync, real_close = os.open, os.write, os.fsync, os.close
    real_replace, real_unlink, real_mkdir = os.replace, os.unlink, os.mkdir
    moving = Lock()  # two threads move one name: told in the order in which they did

    def is_ours(path: Any) -> bool:
        return isinstance(path, str | Path) and recorder.root in (Path(path), *Path(path).parents)

    def open_(path: Any, flags: int, *others: Any, **more: Any) -> int:
        descriptor = real_open(path, flags, *others, **more)
        if is_ours(path):
            paths[descriptor] = str(path)
            if flags & os.O_CREAT:
                recorder.file(str(path))
        return descriptor

    def write(descriptor: int, data: Any) -> int:
        size = real_write(descriptor, data)
        if descriptor in paths:
            offset = os.lseek(descriptor, 0, os.SEEK_CUR) - size
            number = recorder.file(paths[descriptor])
            recorder.acts.append(Written(number, offset, bytes(data[:size])))
        return size

    def fsync(descriptor: int) -> None:
        real_fsync(descriptor)
        path = paths.get(descriptor)
        if path is None or forgets(path):
            return
        is_folder = Path(path).is_dir()
        recorder.acts.append(FolderSynced(path) if is_folder else Synced(recorder.file(path)))

    def close(descriptor: int) -> None:
        paths.pop(descriptor, None)
        real_close(descriptor)

    def replace(path: Any, to: Any) -> None:
        with moving:
            real_replace(path, to)
            recorder.rename(str(path), str(to))

    def unlink(path: Any, *others: Any, **more: Any) -> None:
        with moving:
            real_unlink(path, *others, **more)
            if is_ours(path):
                recorder.rename(str(path), None)

    def mkdir(path: Any, *others: Any, **more: Any) -> None:
        real_mkdir(path, *others, **more)
        if is_ours(path) and Path(path) != recorder.root:
            recorder.acts.append(Named(((str(path), FOLDER),)))

    with pytest.MonkeyPatch.context() as patch:
        for name, function in (
            ("open", open_),
            ("write", write),
            ("fsync", fsync),
            ("close", close),
            ("replace", replace),
            ("unlink", unlink),
            ("mkdir", mkdir),
        ):
            patch.setattr(os, name, function)
        yield


# After the cut


@dataclass
class _Disk:
    """What is durable, and what was only asked for."""

    files: dict[int, bytearray] = field(default_factory=dict)
    asked: dict[int, list[Written]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    renamed: list[Named] = field(default_factory=list)

    def act(self, act: Act) -> None:
        """Follow one act."""
        match act:
            case Written():
                self.asked.setdefault(act.file, []).append(act)
            case Synced():
                for written in self.asked.pop(act.file, []):
                    self.write(written)
            case Named():
                self.renamed.append(act)
            case FolderSynced():
                asked, self.renamed = self.renamed, []
                for named in asked:
                    if _is_in(named, act.path):
                        self.name(named)
                    else:
                        self.renamed.append(named)

    def write(self, written: Written) -> None:
        """It is on the disk."""
        content = self.files.setdefault(written.file, bytearray())
        if written.data is None:
            del content[written.offset :]
            return
        content.extend(bytes(max(0, written.offset - len(content))))
        content[written.offset : written.offset + len(written.data)] = written.data

    def name(self, named: Named) -> None:
        """They are on the disk."""
        for path, number in named.paths:
            if number is None:
                self.names.pop(path, None)
            else:
                self.names[path] = number


def _folder(path: str) -> str:
    return path.rpartition("/")[0]  # a Path would take most of a campaign's time


def _is_in(named: Named, folder: str) -> bool:
    return any(_folder(path) == folder for path, _number in named.paths)


def cut(
    acts: Sequence[Act], at: int, chance: random.Random
) -> tuple[dict[str, bytes | None], list[str]]:
    """The disk after a cut before act number `at`, and what had been told.

    The disk is files by path, None for a folder. Of what was asked and not fsynced there remains,
    file by file and by chance: nothing, everything, a beginning, or any part, in whole sectors.
    """
    disk = _Disk()
    for act in acts[:at]:
        disk.act(act)
    for named in _survivors(disk.renamed, chance):
        disk.name(named)
    for asked in disk.asked.values():
        for written in _survivors(asked, chance):
            for part in _torn(written, chance):
                disk.write(part)
    found: dict[str, bytes | None] = {
        path: None if number == FOLDER else bytes(disk.files.get(number, b""))
        for path, number in disk.names.items()
    }
    told = [act.line for act in acts[:at] if isinstance(act, Told)]
    return found, told


def _survivors(asked: Sequence[Any], chance: random.Random) -> Sequence[Any]:
    match chance.choice(["none", "all", "beginning", "any"]):
        case "none":
            return []
        case "all":
            return asked
        case "beginning":
            return asked[: chance.randint(0, len(asked))]
    return [one for one in asked if chance.random() < 0.5]


def _torn(written: Written, chance: random.Random) -> Iterator[Written]:
    """Whole, or only some of its sectors."""
    if written.data is None or chance.random() < 0.6:
        yield written
        return
    start, end = written.offset, written.offset + len(written.data)
    for sector in range(start // SECTOR * SECTOR, end, SECTOR):
        low, high = max(start, sector), min(end, sector + SECTOR)
        if chance.random() < 0.5:
            yield Written(written.file, low, written.data[low - start : high - start])


def put_down(root: Path, found: dict[str, bytes | None], place: Path) -> None:
    """The disk after the cut, as real files; what lies in a lost folder is lost."""
    folders = {str(root)} | {path for path, content in found.items() if content is None}
    place.mkdir()
    for path, content in sorted(found.items()):
        above = {str(parent) for parent in Path(path).parents if parent.is_relative_to(root)}
        target = place / Path(path).relative_to(root)
        if above <= folders:
            if content is None:
                target.mkdir()
            else:
                target.write_bytes(content)
