"""The process that typesets: a template's name and its data come in, a PDF goes out.

It is run as a file, by its path, and imports nothing of Parcours: whoever imports Parcours from an
unusual place need not teach the child where that was. In the parent `press` speaks to it.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import ttf_opensans  # type: ignore[import-untyped]
import typst

# Typst refuses what lies outside its root, and links would lead outside: the true path, then.
TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(ttf_opensans.__file__).resolve().parent / "ttf"

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""PDF/A-2a, to be kept for decades, and PDF/UA-1, to be read aloud (RGAA 13.3), in one file."""

REQUEST = struct.Struct(">Q")
ANSWER = struct.Struct(">?QQ")
"""Whether it was typeset, the bytes of memory held, and the length of what follows."""


def compiled(template: str, data: str, at: int) -> bytes:
    """The PDF of `templates/<template>.typ` given this JSON, dated `at` seconds after 1970.

    The same bytes each time. Raises typst.TypstError when the template is wrong.
    """
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data},
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__} for a PDF")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Open Sans and nothing of this machine: the same letters everywhere."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def serve(given: BinaryIO, back: BinaryIO) -> None:
    """Answer each request until the other side closes."""
    while header := given.read(REQUEST.size):
        request = json.loads(given.read(*REQUEST.unpack(header)))
        try:
            is_typeset, answer = True, compiled(**request)
        except typst.TypstError as error:
            is_typeset, answer = False, (error.diagnostic or error.message).encode()
        back.write(ANSWER.pack(is_typeset, _memory(), len(answer)))
        back.write(answer)
        back.flush()


def _memory() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serve on the standard streams. Whatever prints goes to the errors, never into an answer."""
    back = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # An interrupted terminal interrupts the whole group; this process ends when its input does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, back)


if __name__ == "__main__":
    main()
