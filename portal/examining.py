"""The process that opens files sent by strangers: each in a fork that may neither grow nor last.

`scanning` speaks to it: a file to read and a file to write come through a socket, an exit status
goes back. Whatever a file does to the libraries that open it, it does to a process that holds
nothing else, not even that socket, and dies at once.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import warnings
import zlib
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, ImageOps, JpegImagePlugin

from ..renderers.aside import Limits, confine

GOOD, PROTECTED, DAMAGED, TOO_HEAVY, TOO_LONG = 0, 10, 11, 12, 13
"""Exit statuses. A death by a signal is TOO_HEAVY too: a limit was met."""

STATUS = struct.Struct(">h")

LIMITS = Limits(seconds=40, processor=20, memory=1 << 30, written=100_000_000)

MOST_PIXELS = 64_000_000
MOST_PAGES = 300
MOST_STREAM, MOST_STREAMS = 150_000_000, 600_000_000
"""Bytes that one compressed stream, and all those of a PDF, may open to."""

IMAGE_FILTERS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
PACKED = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}

PAGE = {
    "/Type",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
    "/Parent",
}
"""What is kept of a page: what is drawn, and nothing that acts."""
LEFT_OUT = ("/AF", "/Metadata", "/PieceInfo", "/Ref", "/OPI", "/Alternates", "/StructParents")
"""What pictures and drawings may carry beside themselves."""


class TooHeavy(Exception):
    """It opens to more than anybody's reader should bear."""


def pdf(given: BinaryIO, back: BinaryIO) -> int:
    """Its pages as they are drawn, in a new document.

    Scripts, actions, attached files, forms, links and whatever surrounded the document are not
    copied: they are left behind, not looked for.
    """
    try:
        with pikepdf.open(given, suppress_warnings=True) as source:
            if not len(source.pages):
                return DAMAGED
            if len(source.pages) > MOST_PAGES:
                return TOO_LONG
            weigh(source)
            source.generate_appearance_streams()
            source.flatten_annotations("screen")
            with pikepdf.new() as made:
                made.pages.extend(source.pages)
                strip(made)
                made.save(back, deterministic_id=True)
    except pikepdf.PasswordError:
        return PROTECTED
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, zlib.error, RecursionError):
        return DAMAGED
    return GOOD


def strip(made: pikepdf.Pdf) -> None:
    """Keep of each page, picture and drawing what draws it."""
    for page in made.pages:
        for key in set(page.obj.keys()) - PAGE:
            del page.obj[key]
    for one in made.objects:
        if isinstance(one, pikepdf.Stream):
            for key in LEFT_OUT:
                if key in one:
                    del one[key]


def weigh(source: pikepdf.Pdf) -> None:
    """Raises TooHeavy."""
    total = 0
    for one in source.objects:
        if isinstance(one, pikepdf.Stream):
            total += opened(one)
            if total > MOST_STREAMS:
                raise TooHeavy


def filters_of(stream: pikepdf.Stream) -> list[str]:
    """Their names, in the order in which they are undone."""
    told = stream.get("/Filter")
    if told is None:
        return []
    return [str(told)] if isinstance(told, pikepdf.Name) else [str(one) for one in told]


def opened(stream: pikepdf.Stream) -> int:
    """How many bytes that stream opens to, at least. Raises TooHeavy."""
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if width * height > 2 * MOST_PIXELS:
        raise TooHeavy
    filters = filters_of(stream)
    packed = [one for one in filters if one in PACKED]
    if not packed or IMAGE_FILTERS & set(filters):
        return 0
    if len(packed) > 1:
        raise TooHeavy
    raw = bytes(stream.read_raw_bytes())
    if filters[0] not in ("/FlateDecode", "/Fl"):
        return len(stream.read_bytes())
    inflater = zlib.decompressobj()
    count, rest = 0, raw
    while rest and not inflater.eof:
        count += len(inflater.decompress(rest, 1 << 20))
        rest = inflater.unconsumed_tail
        if count > MOST_STREAM:
            raise TooHeavy
    return count


def jpeg(given: BinaryIO, back: BinaryIO) -> int:
    """The same picture, upright, as finely as it was, and nothing else of the file."""
    with Image.open(given, formats=["JPEG"]) as image:
        image.load()
        settings: dict[str, Any] = {}
        if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in ("L", "RGB"):
            sampling = JpegImagePlugin.get_sampling(image)
            settings = {"qtables": image.quantization}
            settings |= {"subsampling": sampling} if sampling >= 0 else {}
        upright = ImageOps.exif_transpose(image)
        plain = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
        bare(plain).save(back, "JPEG", optimize=True, **(settings or {"quality": 90}))
    return GOOD


def png(given: BinaryIO, back: BinaryIO) -> int:
    """The same picture, and nothing else of the file."""
    with Image.open(given, formats=["PNG"]) as image:
        image.load()
        upright = ImageOps.exif_transpose(image)
        if "transparency" in upright.info:
            upright = upright.convert("RGBA")
        bare(upright).save(back, "PNG")
    return GOOD


def bare(image: Image.Image) -> Image.Image:
    """Without its remarks, its place and its camera."""
    image.info.clear()
    image.getexif().clear()
    return image


EXAMINED: Mapping[bytes, Callable[[BinaryIO, BinaryIO], int]] = {
    b"application/pdf": pdf,
    b"image/jpeg": jpeg,
    b"image/png": png,
}


def examined(media: bytes, given: BinaryIO, back: BinaryIO) -> int:
    """What became of the file; `back` holds it if it is GOOD."""
    try:
        return EXAMINED[media](given, back)
    except (MemoryError, TooHeavy, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_HEAVY
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, zlib.error, struct.error):
        return DAMAGED


def serve(link: socket.socket) -> None:
    """A fork for each file, until the other side closes."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    while True:
        media, files, _flags, _address = socket.recv_fds(link, 64, 2)
        if not media:
            return
        child = os.fork()
        if not child:
            status = TOO_HEAVY
            try:
                link.close()
                confine(LIMITS)
                with os.fdopen(files[0], "rb") as given, os.fdopen(files[1], "wb") as back:
                    status = examined(media, given, back)
            finally:
                os._exit(status)
        for file in files:
            os.close(file)
        _child, wait = os.waitpid(child, 0)
        link.sendall(STATUS.pack(os.waitstatus_to_exitcode(wait)))


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as other:
        serve(other)
