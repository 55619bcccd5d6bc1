"""The 2D-DOC symbols of a file, and the text that is printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from warnings import catch_warnings, simplefilter

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image

from ...engine.seal.code import GROUP, RECORD, UNIT
from ...engine.source.wording import _
from .visible import visible

MOST_BYTES = 50_000_000
MOST_PAGES = 20
MOST_PIXELS = 60_000_000
"""Of one picture: an A4 page scanned at 600 dpi has 35 million."""

MOST_LETTERS = 200_000
"""Of one page; a paper has 5,000."""

HYPHENED = "\ufffe"
"""What PDFium gives for a hyphen and the line end after it: not always a parted word."""

RESOLUTIONS = (200, 300, 150)
"""In dots per inch, tried in turn. The standard's own modules are then 3, 5 and 2 pixels wide."""

INCH = 72
"""Points of a PDF."""

_VISIBLE_MARKS = str.maketrans({"␝": GROUP, "␞": RECORD, "␟": UNIT})
_NAMED_MARKS = {"<GS>": GROUP, "<RS>": RECORD, "<US>": UNIT}
"""As programs show the marks; a text copied from them is read all the same."""

_HEADED = re.compile(r"DC\d\d[A-Z]{2}[A-Z0-9]{18}")
"""The beginning of a code, long enough to be no other text."""

_DATA_MATRIX = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix])

_PDFIUM = Lock()
"""PDFium does one thing at a time."""


class Unseen(Exception):
    """A file that cannot be looked at; its message says why, in French."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found: texts of codes, each once, in order.

    `printed` is the text of each page of a PDF, and None for what has no text of its own;
    `has_damaged` says that a symbol is there which nobody can read; `is_covered`, that something
    lies over the text.
    """

    codes: tuple[str, ...]
    printed: tuple[str, ...] | None = None
    has_damaged: bool = False
    is_covered: bool = False


def scan(content: bytes | str) -> Scan:
    """Look at a PDF, a PNG or JPEG picture, or the text of a code. Raises Unseen."""
    if isinstance(content, str):
        return _of_text(content)
    if len(content) > MOST_BYTES:
        message = _("Ce fichier est trop gros : {most} Mo au plus.")
        raise Unseen(message.format(most=MOST_BYTES // 1_000_000))
    if b"%PDF-" in content[:1024]:
        with _PDFIUM:
            return _of_pdf(content)
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _of_picture(content)
    try:
        return _of_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = _("Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni le texte d’un code.")
        raise Unseen(message) from None


def _of_text(text: str) -> Scan:
    code = text.strip("\r\n\t ").translate(_VISIBLE_MARKS)
    for name, mark in _NAMED_MARKS.items():
        code = code.replace(name, mark)
    if _HEADED.match(code) and UNIT not in code:
        message = _(
            "Ce texte de code a perdu ses séparateurs, que beaucoup d’applications ne copient "
            "pas : donnez plutôt le fichier du document."
        )
        raise Unseen(message)
    return Scan((code,) if code.startswith("DC") else ())


def _of_picture(content: bytes) -> Scan:
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)  # _measure allows less
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        with picture:
            _measure(*picture.size)
            return _found(_grey(picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unseen(_("Cette image ne peut pas être lue.")) from error


def _measure(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        message = _("Cette image est trop grande : {most} millions de points au plus.")
        raise Unseen(message.format(most=MOST_PIXELS // 1_000_000))


def _grey(picture: Image.Image) -> Image.Image:
    """On white paper, where it lets see through."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("L")
    return picture.convert("L")


def _of_pdf(content: bytes) -> Scan:
    """Raises Unseen for a PDF that is broken, locked, or has too many pages."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if len(document) > MOST_PAGES:
                message = _("Ce PDF a trop de pages : {most} au plus.")
                raise Unseen(message.format(most=MOST_PAGES))
            pages = [_page(page) for page in document]
    except pypdfium2.PdfiumError as error:
        raise Unseen(_("Ce PDF ne peut pas être lu : il est abîmé ou protégé.")) from error
    codes = dict.fromkeys(code for page in pages for code in page.codes)
    printed = tuple(text for page in pages for text in page.printed or ())
    has_damaged = any(page.has_damaged for page in pages)
    return Scan(tuple(codes), printed, has_damaged, any(page.is_covered for page in pages))


def _page(page: pypdfium2.PdfPage) -> Scan:
    with closing(page), closing(page.get_textpage()) as text:
        found = Scan(())
        for picture in _pictures(page):
            found = _found(picture)
            if found.codes:
                break
        seen = visible(page, text, MOST_LETTERS)
        return Scan(
            found.codes, (seen.text.replace(HYPHENED, "-\n"),), found.has_damaged, seen.is_covered
        )


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Image.Image]:
    """Smaller where the page is a wall."""
    width, height = page.get_size()
    for dots in RESOLUTIONS:
        scale = min(dots / INCH, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            yield bitmap.to_pil()


def _found(picture: Image.Image) -> Scan:
    """Other symbols, such as a postage stamp, are none of ours."""
    symbols = zxingcpp.read_barcodes(picture, formats=_DATA_MATRIX, return_errors=True)
    whole = [symbol.bytes.decode("latin-1") for symbol in symbols if symbol.valid]
    codes = dict.fromkeys(text for text in whole if text.startswith("DC"))
    return Scan(tuple(codes), None, any(not symbol.valid for symbol in symbols))
