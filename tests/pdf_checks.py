"""What a PDF says and holds, read back by libraries that had no part in writing it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL.Image import Image

PROFILES = ("ua1", "2a")
"""PDF/UA-1 and PDF/A-2a."""

# The titles of an outline are one chain: a long guide has more of them than a checker expects.
LIMITS = page.SafetyLimits(max_reference_depth=5_000)


def faults(pdf: bytes) -> list[str]:
    """What a checker finds against the standards; nothing for a sound file."""
    return [
        f"{profile}: {fault.rule_id} {fault.message}"
        for profile in PROFILES
        for fault in page.validate_pdf_bytes(pdf, profile=profile, limits=LIMITS).failures
    ]


def text_of(pdf: bytes) -> str:
    """The words of all pages as they are copied, a blank for each line end."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(one.get_textpage().get_text_range() for one in document)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def pages(pdf: bytes, dpi: int) -> list[Image]:
    """What is seen, as a scanner of that resolution would."""
    return [one.render(scale=dpi / 72).to_pil() for one in pypdfium2.PdfDocument(pdf)]


def codes(pdf: bytes, dpi: int) -> list[bytes]:
    """What an independent decoder reads on the pages; only of the kind that a 2D-DOC is.

    Asked for every kind, it also takes some patterns of modules for a code of bars.
    """
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    found = (zxingcpp.read_barcodes(image, formats=kind) for image in pages(pdf, dpi))
    return [bytes(one.bytes) for codes in found for one in codes]


def untagged(pdf: bytes) -> bytes:
    """A copy with its tags taken out."""
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.Root.StructTreeRoot
        document.Root.MarkInfo.Marked = False
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def tags(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Every structure element in reading order: its type, and its alternative text."""
    with pikepdf.open(BytesIO(pdf)) as document:
        yield from _below(document.Root.StructTreeRoot)


def _below(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), str(kid.get("/Alt", ""))
            yield from _below(kid)


def face(pdf: bytes) -> tuple[str, str, list[str]]:
    """Language, title, and the outline's titles."""
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
        return str(document.Root.Lang), str(document.docinfo["/Title"]), titles


def leads(pdf: bytes) -> list[str]:
    """Where the links of the PDF lead, those inside it aside."""
    with pikepdf.open(BytesIO(pdf)) as document:
        notes: list[Any] = [note for one in document.pages for note in one.get("/Annots", ())]
        actions = [note.get("/A", {}) for note in notes if note.get("/Subtype") == "/Link"]
        return [str(action["/URI"]) for action in actions if "/URI" in action]
