"""What the text of a page says, against what is seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from ctypes import byref, c_void_p, cast
from dataclasses import dataclass
from math import pi

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageChops

DOTS = 150 / 72
"""By point: the smallest letters of a paper have whole strokes then."""

MOST_DOTS = 10_000_000

PALE = 215
"""What is lighter is read by nobody: a watermark, or white on white."""

APART = 64
"""Of 255 levels: two greys nearer than that are a letter on a tinted ground, and beside it."""

LEANING = 0.05
"""In radians: letters that lean more, as a watermark does, are no text of the paper."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Visible:
    """The letters of a page that are drawn, and whether something lies over some of them."""

    text: str
    is_covered: bool


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter or digit of the text: where it stands, and the piece of text it is drawn with."""

    place: int
    box: Box
    piece: int
    is_upright: bool


def visible(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, most: int) -> Visible:
    """Draws the page twice, the second time without what is no text: the page is spent, then.

    Whatever lies over a letter makes both unlike there. A letter that is not drawn is no text.
    """
    count = min(text.count_chars(), most)
    if count <= 0:
        return Visible("", any(_notes(page)))
    with closing(_rendered(page, has_notes=True)) as bitmap:
        letters = tuple(_letters(bitmap.get_posconv(page), text, count))
        whole = bitmap.to_pil().convert("L")
    _strip(page)
    with closing(_rendered(page, has_notes=False)) as bitmap:
        alone = bitmap.to_pil().convert("L")
    seen = [one for one in letters if one.is_upright and _has_ink(alone, one.box)]
    change = ImageChops.difference(whole, alone).point(lambda level: 255 * (level > APART))
    is_covered = (
        any(_notes(page))
        or any(change.crop(one.box).getbbox() for one in seen)
        or _is_written_over(seen, alone.size)
    )
    unseen = {one.place for one in letters} - {one.place for one in seen}
    return Visible("\n".join(_runs(text, count, unseen)), is_covered)


def _notes(page: pypdfium2.PdfPage) -> Iterator[int]:
    """Annotations that show something of their own: it is in no text of the page."""
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        area = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(note, byref(area))
        mode = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
        is_drawn = pdfium.FPDFAnnot_GetAP(note, mode, None, 0) > len("\0".encode("utf-16-le"))
        pdfium.FPDFPage_CloseAnnot(note)
        is_bare = kind in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP) and not is_drawn
        if not is_bare and area.left != area.right and area.top != area.bottom:
            yield kind


def _rendered(page: pypdfium2.PdfPage, *, has_notes: bool) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    scale = min(DOTS, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=has_notes)


def _strip(page: pypdfium2.PdfPage) -> None:
    """Nothing but text is drawn any more."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        _hide(pdfium.FPDFPage_GetObject(page, place))


def _hide(thing: object) -> None:
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        for place in range(pdfium.FPDFFormObj_CountObjects(thing)):
            _hide(pdfium.FPDFFormObj_GetObject(thing, place))
    elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
        pdfium.FPDFPageObj_SetIsActive(thing, False)


def _letters(
    places: pypdfium2.PdfPosConv, text: pypdfium2.PdfTextPage, count: int
) -> Iterator[_Letter]:
    """Signs and marks, which may be drawn as nothing or within a letter, are not looked at."""
    for place in range(count):
        if chr(pdfium.FPDFText_GetUnicode(text, place)).isalnum():
            left, bottom, right, top = text.get_charbox(place)
            corners = (places.to_bitmap(left, top), places.to_bitmap(right, bottom))
            (x1, x2), (y1, y2) = (sorted(pair) for pair in zip(*corners, strict=True))
            piece = cast(pdfium.FPDFText_GetTextObject(text, place), c_void_p).value
            lean = pdfium.FPDFText_GetCharAngle(text, place) % (pi / 2)
            is_upright = min(lean, pi / 2 - lean) < LEANING
            yield _Letter(place, (x1, y1, x2 + 1, y2), piece or 0, is_upright)


def _has_ink(drawn: Image.Image, box: Box) -> bool:
    """A thin letter may be drawn one point beside its box."""
    x1, y1, x2, y2 = box
    within = (max(x1 - 1, 0), max(y1 - 1, 0), min(x2 + 1, drawn.width), min(y2 + 1, drawn.height))
    if within[0] >= within[2] or within[1] >= within[3]:
        return False
    return any(drawn.crop(within).histogram()[:PALE])


def _is_written_over(letters: list[_Letter], size: tuple[int, int]) -> bool:
    """Whether the letters of one piece of text lie on those of another."""
    taken = Image.new("L", size)
    waiting: list[Box] = []
    piece = 0
    for one in letters:
        if one.piece != piece:
            for box in waiting:
                taken.paste(255, box)
            waiting, piece = [], one.piece
        levels = taken.crop(one.box).histogram()
        if levels[255] * 2 > sum(levels):
            return True
        waiting.append(one.box)
    return False


def _runs(text: pypdfium2.PdfTextPage, count: int, unseen: set[int]) -> Iterator[str]:
    """The text without the letters that nobody sees, cut where they were."""
    start = 0
    for stop in (*sorted(unseen), count):
        if stop > start:
            yield text.get_text_range(start, stop - start)
        start = stop + 1
