"""A browser reduced to what a server notices: one connection, cookies, forms sent as they are."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

BOUNDARY = "----parcours-bench"
_FORM = re.compile(r'<form method="post"(?: action="([^"]*)")?([^>]*)>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
_COOKIE = re.compile(rb"^set-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^content-length: (\d+)", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(rb"^location: ([^\r]+)", re.IGNORECASE | re.MULTILINE)
_CLOSES = re.compile(rb"^connection: close", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Form:
    """The first form of a page that is posted, with what it carries back."""

    action: str
    is_multipart: bool
    hidden: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What was shown in the end, where, and its form if it has one."""

    path: str
    text: str

    @property
    def form(self) -> Form:
        """Raises ValueError for a page without one."""
        found = _FORM.search(self.text)
        if found is None:
            raise ValueError(f"no form in {self.path}: {self.text[-500:]}")
        pairs = _HIDDEN.findall(found[3])
        hidden = {html.unescape(name): html.unescape(value) for name, value in pairs}
        return Form(html.unescape(found[1] or self.path), "multipart" in found[2], hidden)


class Failed(Exception):
    """Neither a page nor the way to one."""

    def __init__(self, status: int, path: str) -> None:
        super().__init__(f"{status} at {path}")
        self.status = status


class Browser:
    """One person at one site; `address` is where the site's proxy says that they are."""

    def __init__(self, site: str, address: str) -> None:
        parts = urlsplit(site)
        self._host, self._port, self._site = parts.hostname or "", parts.port or 80, site
        self._address = address
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.requests = 0

    async def __aenter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        await self._hang_up()

    async def get(self, path: str) -> Page:
        """A page, wherever the site sends us."""
        return await self._asked("GET", path, b"", "")

    async def post(self, form: Form, told: Sequence[tuple[str, str]]) -> Page:
        """What comes after the form is sent, with what was typed."""
        pairs = [*form.hidden.items(), *told]
        if form.is_multipart:
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            return await self._asked("POST", form.action, multipart(pairs), kind)
        kind = "application/x-www-form-urlencoded"
        return await self._asked("POST", form.action, urlencode(pairs).encode(), kind)

    async def _asked(self, method: str, path: str, body: bytes, kind: str) -> Page:
        status, head, content = await self._exchanged(method, path, body, kind)
        while status in (302, 303):
            found = _LOCATION.search(head)
            assert found is not None
            target = urlsplit(found[1].decode())
            path = target.path + (f"?{target.query}" if target.query else "")
            status, head, content = await self._exchanged("GET", path, b"", "")
        if status != 200:
            raise Failed(status, path)
        return Page(path, content.decode())

    async def _exchanged(
        self, method: str, path: str, body: bytes, kind: str
    ) -> tuple[int, bytes, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(self._head(method, path, len(body), kind) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        content = await reader.readexactly(int(length[1]) if length else 0)
        self.requests += 1
        self._cookies |= {name.decode(): value.decode() for name, value in _COOKIE.findall(head)}
        if _CLOSES.search(head):
            await self._hang_up()
        return int(head[9:12]), head, content

    def _head(self, method: str, path: str, length: int, kind: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "User-Agent: Mozilla/5.0 (bench)",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language: fr,en;q=0.5",
            f"X-Forwarded-For: {self._address}",
        ]
        if self._cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            lines.append(f"Cookie: {pairs}")
        if method == "POST":
            lines += [f"Origin: {self._site}", f"Content-Type: {kind}", f"Content-Length: {length}"]
        return "\r\n".join([*lines, "", ""]).encode()

    async def _hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def multipart(pairs: Sequence[tuple[str, str]]) -> bytes:
    """As browsers write it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in pairs
    ]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
