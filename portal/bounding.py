"""The head of a request within bounds: its parser has none, and one head would take all memory."""

from __future__ import annotations

import logging

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = logging.getLogger("parcours.portal")

MOST_HEAD = 32_768
"""Bytes of an address and headers: what nginx lets through by itself."""

LINGER = 2.0
"""Seconds during which what still comes is let go: a line cut at once would lose the answer."""

TOO_LONG = b"Request Header Fields Too Large"
ANSWER = (
    b"HTTP/1.1 431 " + TOO_LONG + b"\r\n"
    b"content-type: text/plain; charset=utf-8\r\n"
    b"x-content-type-options: nosniff\r\n"
    b"content-length: %d\r\n"
    b"connection: close\r\n\r\n" % len(TOO_LONG)
) + TOO_LONG


class Bounded(HttpToolsProtocol):
    """Counts what comes besides bodies: heads, trailers, what stands between the chunks of a body.

    The parser gathers a header piece by piece, each time copying all that it has: a hundred
    megabytes of one took ten seconds of everybody's.
    """

    _apart = 0
    """Bytes since a body or a message last moved on."""
    _is_refused = False

    def data_received(self, data: bytes) -> None:
        """What came; nothing is made of it once the answer is given."""
        if self._is_refused:
            return
        self._apart += len(data)
        super().data_received(data)
        if self._apart > MOST_HEAD:
            self._refuse()

    def on_message_begin(self) -> None:
        """A new head."""
        self._apart = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Bodies have bounds of their own, in `receiving`."""
        self._apart = 0
        if not self._is_refused:
            super().on_body(body)

    def on_headers_complete(self) -> None:
        """The head is whole, and came perhaps in one piece with more."""
        self._apart = 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD:
            self._refuse()
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The end of a request."""
        self._apart = 0
        if not self._is_refused:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """One answer is enough."""
        if not self._is_refused:
            super().send_400_response(msg)

    def _refuse(self) -> None:
        if self._is_refused or self.transport.is_closing():
            return
        self._is_refused = True
        log.warning("head too long")
        self.transport.write(ANSWER)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.close)
