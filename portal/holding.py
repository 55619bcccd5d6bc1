"""The data folder held by one portal: closed to other people, and to a second portal."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from ..engine.source.wording import _

LOCK = "lock"

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class AlreadyOpen(Exception):
    """Another portal serves that folder; the sentence says what to do."""


def hold(data: Path) -> BinaryIO:
    """Held until that file is closed, or its process dies: rates, double clicks and one-time
    forms are counted in memory, and two portals would each count for themselves.

    The folder is made if it is not there. Raises AlreadyOpen, OSError.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _close(data)
    (data / LOCK).touch(mode=0o600)
    file = (data / LOCK).open("ab")
    try:
        _take(file)
    except (BlockingIOError, PermissionError) as error:
        file.close()
        message = _(
            "Un autre portail sert déjà le dossier « {path} » : il n’en faut qu’un. Arrêtez-le, "
            "ou choisissez un autre dossier (--data)."
        )
        raise AlreadyOpen(message.format(path=data)) from error
    except BaseException:
        file.close()
        raise
    return file


def is_open_to_others(data: Path) -> bool:
    """Whether anybody else on this machine may look into it."""
    return os.name == "posix" and bool(data.stat().st_mode & 0o077)


def _close(data: Path) -> None:
    """What people wrote is their own. The folder of somebody else, or of everybody, is left."""
    found = data.stat()
    is_ours = os.name == "posix" and found.st_uid == os.geteuid()
    if is_ours and is_open_to_others(data) and not found.st_mode & stat.S_ISVTX:
        data.chmod(0o700)
