"""Files that applicants send: good ones, and some that were made to harm."""

import io
import struct
import zlib
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

MARK = b"EVIL-7f3a"
"""What no kept file may contain."""


def pdf_of(pages: int = 1, **told: object) -> bytes:
    """A small PDF; `told` is how it is saved."""
    with Pdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(200, 200))
            content = Stream(made, b"0 0 1 rg 20 20 100 100 re f")
            made.pages[-1].obj.Contents = made.make_indirect(content)
        return saved(made, **told)


def saved(made: Pdf, **told: object) -> bytes:
    back = io.BytesIO()
    made.save(back, deterministic_id="encryption" not in told, **told)  # type: ignore[arg-type]
    return back.getvalue()


def picture(kind: str, size: tuple[int, int] = (60, 40), **told: object) -> bytes:
    """A picture with a colour in each corner, so that turning it shows."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    image.paste("blue", (size[0] // 2, size[1] // 2, size[0], size[1]))
    back = io.BytesIO()
    image.save(back, kind, **told)
    return back.getvalue()


PDF, JPEG, PNG = pdf_of(), picture("JPEG"), picture("PNG")


def active() -> Mapping[str, bytes]:
    """PDFs that do something when they are opened, each in its own way."""
    text = MARK.decode()
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{text}')")

    def with_(change: str) -> bytes:
        with Pdf.open(io.BytesIO(PDF)) as made:
            page = made.pages[0].obj
            match change:
                case "open_action":
                    made.Root.OpenAction = script
                case "names":
                    tree = Dictionary(Names=Array([text, script]))
                    made.Root.Names = Dictionary(JavaScript=tree)
                case "page_action":
                    page.AA = Dictionary(O=script)
                case "launch":
                    made.Root.OpenAction = Dictionary(S=Name.Launch, F=text)
                case "embedded":
                    made.attachments["a.exe"] = MARK * 10
                case "form":
                    made.Root.AcroForm = Dictionary(
                        Fields=Array([]), XFA=made.make_indirect(Stream(made, MARK))
                    )
                case "link":
                    action = Dictionary(S=Name.URI, URI=f"https://{text}.example")
                    annotation = Dictionary(
                        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action
                    )
                    page.Annots = Array([made.make_indirect(annotation)])
                case "metadata":
                    made.Root.Metadata = made.make_indirect(Stream(made, MARK))
                    made.docinfo["/Author"] = text
            plain = pikepdf.ObjectStreamMode.disable
            return saved(made, compress_streams=False, object_stream_mode=plain)

    changes = ("open_action", "names", "page_action", "launch", "embedded", "form", "link")
    return {change: with_(change) for change in (*changes, "metadata")}


def zip_bomb_pdf() -> bytes:
    """A page whose drawing opens to 400 MB."""
    packer = zlib.compressobj(9)
    zeros = bytes(10_000_000)
    content = b"".join(packer.compress(zeros) for _number in range(40)) + packer.flush()
    with Pdf.open(io.BytesIO(PDF)) as made:
        stream = Stream(made, b"")
        stream.write(content, filter=Name.FlateDecode)
        made.pages[0].obj.Contents = made.make_indirect(stream)
        return saved(made, compress_streams=False)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb() -> bytes:
    """Sixty kilobytes that say they are a picture of four thousand million points."""
    header = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(60_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
