"""A file as it comes: read to its end, and no further than is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from .errors import FileTooLarge, UnreadableFile

CHUNK = 1 << 16


def chunks(content: bytes | BinaryIO, limit: int) -> Iterator[bytes]:
    """Its bytes, one piece after the other. Raises FileTooLarge after `limit` + 1 of them,
    UnreadableFile."""
    if limit < 0:
        raise FileTooLarge(0)
    stream = BytesIO(content) if isinstance(content, bytes | bytearray | memoryview) else content
    size = 0
    while part := _part(stream, min(CHUNK, limit + 1 - size)):
        size += len(part)
        if size > limit:
            raise FileTooLarge(limit)
        yield part


def _part(stream: BinaryIO, most: int) -> bytes:
    """A stream of texts, and one that has nothing to say yet, would be kept cut short."""
    try:
        part = stream.read(most)
    except (AttributeError, OSError, ValueError) as error:
        raise UnreadableFile from error
    if not isinstance(part, bytes):
        raise UnreadableFile
    return part
