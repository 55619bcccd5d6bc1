"""Files before they are kept: what they really are, opened and made again by another process."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, LifoQueue
from tempfile import TemporaryFile
from typing import BinaryIO

from ..engine.source.wording import _
from ..renderers.aside import EVERY, command, running_on, surroundings
from . import examining
from .clamd import Clamd, ClamdFailed
from .passwords import Overloaded

log = logging.getLogger("parcours.portal.scanning")

SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
AT_ONCE = 2
"""Files looked at at one time."""
WAITING = 10.0
"""Seconds that a file may wait for its turn."""
PATIENCE = 20.0
"""Seconds that the answer may take beyond those after which a fork stops."""

REFUSED = {
    examining.PROTECTED: _(
        "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe."
    ),
    examining.DAMAGED: _(
        "Ce fichier est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau, ou photographiez le "
        "document."
    ),
    examining.TOO_HEAVY: _(
        "Ce fichier est trop lourd à ouvrir. Enregistrez-le en plus petit, ou photographiez le "
        "document."
    ),
    examining.TOO_LONG: _("Ce PDF a trop de pages : 300 au plus."),
}
INFECTED = _("Ce fichier contient un programme dangereux. Il n’est pas gardé.")
NOT_SCANNED = _("Le contrôle des fichiers ne répond pas. Recommencez dans quelques minutes.")


class Rejected(Exception):
    """Why a file is not taken, for who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Examined:
    """A file made again: it holds what is drawn, and nothing else of what was sent."""

    media: str
    content: BinaryIO


class Scanner:
    """Used by any number of threads; its processes start with the first file."""

    def __init__(self, clamav: str = "", at_once: int = AT_ONCE) -> None:
        self._clamd = Clamd(clamav) if clamav else None
        self._examiners: LifoQueue[_Examiner] = LifoQueue()
        for _number in range(at_once):
            self._examiners.put(_Examiner())

    def media(self, file: BinaryIO) -> str:
        """Its media type by its first bytes, empty if it is none of ours; left at its beginning."""
        file.seek(0)
        head = file.read(16)
        file.seek(0)
        return next((media for begin, media in SIGNATURES.items() if head.startswith(begin)), "")

    @contextmanager
    def examined(self, file: BinaryIO, media: str) -> Iterator[Examined]:
        """What may be kept of it. Raises Rejected, and Overloaded when too many come at once."""
        self._scan(file)
        file.seek(0)
        with TemporaryFile() as given, TemporaryFile() as back:
            while chunk := file.read(1 << 20):
                given.write(chunk)
            given.seek(0)
            status = self._asked(media, given, back)
            if status != examining.GOOD:
                raise Rejected(REFUSED.get(status, REFUSED[examining.TOO_HEAVY]))
            back.seek(0)
            yield Examined(media, back)

    def close(self) -> None:
        """End the processes, after what they look at."""
        while True:
            try:
                self._examiners.get_nowait().close()
            except Empty:
                return

    def _scan(self, file: BinaryIO) -> None:
        if self._clamd is None:
            return
        file.seek(0)
        try:
            is_infected = self._clamd.finds(file)
        except ClamdFailed as error:
            log.warning("clamd", extra={"why": str(error)})
            raise Rejected(NOT_SCANNED) from error
        if is_infected:
            log.warning("infected")
            raise Rejected(INFECTED)

    def _asked(self, media: str, given: BinaryIO, back: BinaryIO) -> int:
        try:
            examiner = self._examiners.get(timeout=WAITING)
        except Empty:
            raise Overloaded from None
        try:
            return examiner.status(media, given, back)
        finally:
            self._examiners.put(examiner)


class _Examiner:
    """One process kept at hand, replaced when it died. One file at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None

    def status(self, media: str, given: BinaryIO, back: BinaryIO) -> int:
        """As `examining` says it; asked twice when the process itself died meanwhile."""
        for _attempt in range(2):
            link = self._link or self._started()
            try:
                socket.send_fds(link, [media.encode()], [given.fileno(), back.fileno()])
                answer = link.recv(examining.STATUS.size, socket.MSG_WAITALL)
            except OSError:
                answer = b""
            if len(answer) == examining.STATUS.size:
                return int(examining.STATUS.unpack(answer)[0])
            self.close()
            for file in (given, back):  # the fork that died shared their places
                file.seek(0)
            back.truncate()
        raise Overloaded

    def close(self) -> None:
        """The process ends when its socket does; one that does not, ends with its fork."""
        if self._link:
            self._link.close()
        if self._process:
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._link = self._process = None

    def _started(self) -> socket.socket:
        """In a session of its own: an interrupted terminal interrupts no file half-way."""
        ours, theirs = socket.socketpair()
        ours.settimeout(examining.LIMITS.seconds + PATIENCE)
        with theirs, running_on(EVERY):
            self._process = subprocess.Popen(  # noqa: S603 - this Python, and a module of this package
                [*command(examining.__name__), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=surroundings(),
                start_new_session=True,
            )
        self._link = ours
        return ours
