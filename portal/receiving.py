"""Forms as they arrive: read within budgets, texts whole, before anybody looks at them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from ..renderers.html.names import DRAWING
from .ask import Form, Upload
from .routes import Elsewhere

MOST_TEXT = 200_000
"""Bytes of one text; whatever a field takes is shorter."""
MOST_TEXTS = 2_000_000
MOST_FIELDS, MOST_FILES = 5_000, 100
PATIENCE = 900.0
"""Seconds that a form has to arrive: 60 MB on a bad line."""

T = TypeVar("T")

MULTIPART, SIMPLE = "multipart/form-data", "application/x-www-form-urlencoded"


class _Parser(MultiPartParser):
    """Beyond `budget` bytes, files are let go, and the texts around them still read.

    So a form that is too heavy loses its files, and nothing of what was typed.
    """

    def __init__(self, headers: Headers, stream: AsyncGenerator[bytes, None], budget: int) -> None:
        super().__init__(
            headers,
            stream,
            max_files=MOST_FILES,
            max_fields=MOST_FIELDS,
            max_part_size=MOST_TEXT,
        )
        self._budget = budget
        self._texts = 0
        self.cut: list[UploadFile] = []

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is None:
            self._texts += end - start
            if self._texts > MOST_TEXTS:
                raise MultiPartException("too much text")
        else:
            self._budget -= end - start
            if self._budget < 0:
                if file not in self.cut:
                    self.cut.append(file)
                return
        super().on_part_data(data, start, end)


@asynccontextmanager
async def received(request: Request, budget: int, ceiling: int) -> AsyncIterator[Form]:
    """The form, with at most `budget` bytes of files; they are gone at the end.

    Raises Elsewhere: 413 beyond `ceiling` bytes in all, 415 for what is no form, 400 for one that
    cannot be read, 408 for one that does not end. Raises ClientDisconnect.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > ceiling:
        raise Elsewhere(413)
    if kind == SIMPLE:
        yield _texts(await _in_time(_whole(_bounded(request, MOST_TEXTS))))
    elif kind == MULTIPART:
        parser = _Parser(request.headers, _bounded(request, ceiling), budget)
        try:
            sent = await _in_time(parser.parse())
        except MultiPartException:
            raise Elsewhere(400) from None
        try:
            yield _form(sent, parser.cut)
        finally:
            await sent.close()
    else:
        raise Elsewhere(415)


async def _in_time(reading: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(PATIENCE):
            return await reading
    except TimeoutError:
        raise Elsewhere(408) from None


async def _whole(stream: AsyncGenerator[bytes, None]) -> bytes:
    return b"".join([chunk async for chunk in stream])


def _texts(sent: bytes) -> Form:
    """Names and texts. Raises Elsewhere where they are too many, or one is too long."""
    told = sent.decode("latin-1")
    try:
        pairs = parse_qsl(told, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Elsewhere(400) from None
    if 2 * len(told) > MOST_TEXT and any(len(text.encode()) > MOST_TEXT for _name, text in pairs):
        raise Elsewhere(400)
    return Form(tuple(pair for pair in pairs if not pair[0].startswith(DRAWING)))


async def _bounded(request: Request, ceiling: int) -> AsyncGenerator[bytes, None]:
    """Its bytes, told or not how many there would be."""
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > ceiling:
            raise Elsewhere(413)
        yield chunk


def _form(sent: FormData, cut: list[UploadFile]) -> Form:
    texts, files = [], []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            is_whole = value not in cut
            upload = Upload(value.filename or "", value.file, value.size or 0, is_whole)
            files.append((name, upload))
        elif not name.startswith(DRAWING):
            texts.append((name, value))
    return Form(tuple(texts), tuple(files))
