"""Line ends after the streams of a PDF that no reader can take for a part of them."""

from __future__ import annotations

import re

_AMBIGUOUS = re.compile(rb"(?<=\r)(?=\nendstream\b)")
_TABLE = re.compile(rb"xref\n0 \d+\n((?:\d{10} \d{5} [nf]\r\n)+)trailer\n")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")


def unambiguous(pdf: bytes) -> bytes:
    """The same file, a stream whose last byte is CR followed by CR LF instead of LF alone.

    Typst ends a stream with LF. After a CR, a strict reader takes both for the line end, finds the
    stream one byte shorter than its Length, and the file unfit for PDF/A (ISO 19005-2, 6.1.7.1).
    Raises ValueError for a file whose table of objects is not in the form that Typst writes.
    """
    places = [found.start() for found in _AMBIGUOUS.finditer(pdf)]
    if not places:
        return pdf
    start = _START.search(pdf)
    table = _TABLE.match(pdf, int(start[1])) if start else None
    if start is None or table is None:
        raise ValueError("a PDF without the table of objects that Typst writes")

    def moved(offset: int) -> int:
        return offset + sum(place < offset for place in places)

    entries = (table[1][at : at + 20] for at in range(0, len(table[1]), 20))
    written = b"".join(
        b"%010d%b" % (moved(int(entry[:10])), entry[10:]) if entry[17:18] == b"n" else entry
        for entry in entries
    )
    body = _AMBIGUOUS.sub(b"\r", pdf[: table.start(1)])
    end = pdf[table.end(1) : start.start(1)] + b"%d" % moved(int(start[1])) + pdf[start.end(1) :]
    return body + written + end
