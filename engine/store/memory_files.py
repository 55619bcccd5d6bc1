"""Files kept in memory, by the digest of their bytes; the store sees to it that one calls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from time import monotonic
from typing import BinaryIO

from .errors import FileMissing
from .store import FileRef


class MemoryFiles:
    """Each with the moment it was last put."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, float]] = {}

    def put(self, content: bytes) -> FileRef:
        """See Store."""
        digest = sha256(content).hexdigest()
        self._kept[digest] = (content, monotonic())
        return FileRef(digest, len(content))

    def require(self, digests: Iterable[str]) -> None:
        """Raises FileMissing for the first that is not there."""
        for digest in digests:
            if digest not in self._kept:
                raise FileMissing(digest)

    def open(self, digest: str) -> BinaryIO:
        """See Store."""
        self.require((digest,))
        return BytesIO(self._kept[digest][0])

    def collect(self, referred: set[str], grace: timedelta) -> int:
        """See Store."""
        end = monotonic() - grace.total_seconds()
        old = [one for one, (_content, put) in self._kept.items() if put <= end]
        gone = [one for one in old if one not in referred]
        for digest in gone:
            del self._kept[digest]
        return len(gone)
