"""ClamAV, asked over a socket whether a file holds what it knows to be harmful."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

CHUNK = 1 << 16
SECONDS = 60.0


class ClamdFailed(Exception):
    """It did not answer, or not as it should: nothing is known of the file."""


def is_place(place: str) -> bool:
    """Whether a clamd could be there: `host:port`, or the whole path of a socket."""
    host, colon, port = place.rpartition(":")
    if colon and port.isdecimal():
        return bool(host) and 0 < int(port) < 65_536
    return place.startswith("/")


class Clamd:
    """`place` is `host:port`, or the path of a socket."""

    def __init__(self, place: str, seconds: float = SECONDS) -> None:
        self._place, self._seconds = place, seconds

    def finds(self, file: BinaryIO) -> bool:
        """Whether it finds anything in that stream, from where it stands. Raises ClamdFailed.

        INSTREAM of clamd(8): lengths in four bytes, an empty one last; `z` ends words with a NUL.
        """
        try:
            with self._link() as link:
                link.sendall(b"zINSTREAM\0")
                while chunk := file.read(CHUNK):
                    link.sendall(struct.pack(">I", len(chunk)) + chunk)
                link.sendall(struct.pack(">I", 0))
                answer = _until_nul(link)
        except OSError as error:
            raise ClamdFailed(type(error).__name__) from error
        if answer.endswith(b" FOUND"):
            return True
        if answer == b"stream: OK":
            return False
        raise ClamdFailed("answer")

    def _link(self) -> socket.socket:
        host, colon, port = self._place.rpartition(":")
        if colon and port.isdigit():
            return socket.create_connection((host.strip("[]"), int(port)), self._seconds)
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(self._seconds)
        try:
            link.connect(self._place)
        except OSError:
            link.close()
            raise
        return link


def _until_nul(link: socket.socket) -> bytes:
    answer = b""
    while len(answer) < 4096 and not answer.endswith(b"\0"):
        chunk = link.recv(4096)
        if not chunk:
            break
        answer += chunk
    return answer.rstrip(b"\0")
