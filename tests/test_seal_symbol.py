"""The symbol of a 2D-DOC, read back by an independent decoder from pictures of it."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from parcours.engine.fields.countries import CODES, SPECIAL
from parcours.engine.fields.day import PartialDate
from parcours.engine.seal import printed, read, verify
from parcours.engine.seal.write import data
from parcours.engine.two_d_doc import FOREIGN_DOCUMENT
from parcours.renderers.seal.scan import Scan, scan
from parcours.renderers.seal.symbol import QUIET_ZONE, symbol
from parcours.tests.campaign import count
from parcours.tests.seals import VALUES, code_of, our_key, paper, published


def picture(modules: Sequence[Sequence[bool]], size: int = 3) -> Image.Image:
    """The symbol, so many points a module, with its quiet zone."""
    side = len(modules) + 2 * QUIET_ZONE
    drawn = Image.new("L", (side, side), "white")
    for y, row in enumerate(modules):
        for x, is_black in enumerate(row):
            if is_black:
                drawn.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    return drawn.resize((side * size, side * size), Image.Resampling.NEAREST)


def file_of(image: Image.Image, form: str = "PNG", **how: Any) -> bytes:
    """A picture file."""
    content = BytesIO()
    image.save(content, form, **how)
    return content.getvalue()


def modes(codewords: bytes) -> tuple[bytes, bytes]:
    """What C40 says, and what stands after it in ASCII."""
    c40, _back, rest = codewords.partition(b"\xfe")
    return c40, rest


@pytest.mark.parametrize("vector", published()["vectors"], ids=lambda vector: vector["id"])
def test_every_reference_code_is_drawn_and_read(vector: Mapping[str, Any]) -> None:
    modules = symbol(vector["code"])
    assert {len(row) for row in modules} == {len(modules)}, "a square"
    assert scan(file_of(picture(modules))) == Scan((vector["code"],))


def test_the_symbol_is_in_c40() -> None:
    published_bytes = published()["derived"]["c40"][0]
    assert published_bytes["text"].encode("datamatrix.C40").hex() == "e6282a4dc5fe44"
    assert published_bytes["datamatrix_hex"].lower() == "e6282a4dc5fe44"
    code = code_of()
    content = code.encode("datamatrix.C40")
    c40, rest = modes(content)
    values = sum(1 + (not re.fullmatch(r"[A-Z0-9 ]", letter)) for letter in code)
    assert (c40[0], len(c40) - 1) == (230, values // 3 * 2), "230 goes to C40, 3 values in 2 bytes"
    assert len(rest) == values % 3, "only what does not fill a pair is in ASCII"
    sides = {144: 44, 174: 48, 204: 52, 280: 64, 368: 72, 456: 80}  # ISO/IEC 16022, table 7
    assert len(symbol(code)) == next(side for most, side in sides.items() if len(content) <= most)
    found = zxingcpp.read_barcodes(picture(symbol(code)))
    assert [one.symbology for one in found] == [zxingcpp.BarcodeFormat.DataMatrix]


def test_what_no_symbol_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        symbol("A" * 3000)
    with pytest.raises(ValueError, match=r"\w"):
        symbol("é")


NAMES = st.one_of(
    st.text(),
    st.text("ABCDEFabcdefÉéèçŁłœß’'- ", max_size=70),
    st.text("محمدعلي ", max_size=60),
    st.text("王小明张伟李 ", max_size=20),
    st.text("😀👩‍💻🇫🇷 ", max_size=20),
    st.text("\x00\x1b\x1d\x1e\x1f\u202e\ud800", max_size=20),
    st.just("Wolfeschlegel" * 5),
)

DAYS = st.dates()

DOSSIERS = st.fixed_dictionaries(
    {
        "6J": st.sampled_from("12345"),
        "6K": st.text("0123456789", min_size=1, max_size=19),
        "6L": DAYS,
        "6P": st.just("AUTORISE A TRAVAILLER"),
        "62": NAMES,
        "60": st.one_of(NAMES, st.lists(NAMES, min_size=1, max_size=4)),
        "68": st.sampled_from("MF"),
        "69": st.one_of(
            DAYS,
            st.builds(PartialDate, st.integers(1900, 2026)),
            st.builds(PartialDate, st.integers(1900, 2026), st.integers(1, 12)),
        ),
        "6A": NAMES,
        "6C": st.sampled_from([*CODES, *SPECIAL]),
        "67": st.sampled_from([*CODES, *SPECIAL]),
        "6U": st.fixed_dictionaries({"numero": st.text(), "voie": NAMES}),
        "6W": st.from_regex(r"[0-9]{5}", fullmatch=True),
        "6X": NAMES,
    },
    optional={
        "63": NAMES,
        "6Q": st.from_regex(r"[0-9]{9,10}", fullmatch=True),
        "6M": NAMES,
        "6N": DAYS,
        "6O": DAYS,
        "6R": st.from_regex(r"[A-Z0-9]{12}", fullmatch=True),
        "6S": NAMES,
        "6Y": st.sampled_from(CODES),
    },
)

WRITTEN = {"62": r"[A-Z ]*", "60": r"[A-Z /]*", "6A": r"[A-Z0-9 ]*", "6U": r"[A-Z0-9 ]*"}


@settings(max_examples=count(300, 3000), suppress_health_check=[HealthCheck.too_slow])
@example({**VALUES, "62": "Jean\x1d68M\x1f"})
@example({**VALUES, "62": "W" * 60, "63": "ß" * 38})
@example({**VALUES, "62": "😀", "60": ["12", "\ue000"], "6A": "–", "6U": {"voie": "\x00"}})
@given(DOSSIERS)
def test_a_dossier_comes_back_from_its_symbol(values: Mapping[str, Any]) -> None:
    text = code_of(values)
    found = scan(file_of(picture(symbol(text))))
    assert found == Scan((text,))
    code = read(found.codes[0])
    assert verify(code, our_key().public_key())
    assert code.data == data(FOREIGN_DOCUMENT, values)
    assert printed(code) == printed(values)
    for id_, pattern in WRITTEN.items():
        assert re.fullmatch(pattern, code.values[id_])
    mandatory = {id_ for id_, field in FOREIGN_DOCUMENT.fields.items() if field.is_mandatory}
    assert mandatory <= code.values.keys() <= mandatory | values.keys()


@pytest.mark.parametrize("margin", [20, 20.07, 20.13])
@pytest.mark.parametrize("dots", [100, 150, 300])
def test_a_page_is_read_at_any_resolution(dots: int, margin: float) -> None:
    """The symbol lies on the grid of points, or between."""
    longest = {**VALUES, "62": "N" * 38, "63": "U" * 38, "60": "P" * 60, "6M": "C" * 40}
    for code in (code_of(), code_of(longest)):
        page = pypdfium2.PdfDocument(paper([code], printed(VALUES), margin))[0]
        image = page.render(scale=dots / 72).to_pil()
        for content in (file_of(image), file_of(image, "JPEG", quality=50)):
            assert scan(content) == Scan((code,))


def test_a_picture_may_be_turned_or_clear() -> None:
    code = code_of()
    drawn = picture(symbol(code), 4)
    for angle in (2, 45, 90, 180, 270):
        assert scan(file_of(drawn.rotate(angle, expand=True, fillcolor=255))) == Scan((code,))
    clear = Image.new("LA", drawn.size)
    clear.putalpha(drawn.point(lambda grey: 255 - grey))
    assert scan(file_of(clear)) == Scan((code,)), "black on nothing"


def test_control_a_damaged_symbol_is_told() -> None:
    drawn = picture(symbol(code_of()), 4)
    side = drawn.size[0]
    drawn.paste(255, (side // 4, side // 4, side // 4 * 3, side // 4 * 3))
    assert scan(file_of(drawn)) == Scan((), has_damaged=True)
    assert scan(file_of(Image.new("L", (600, 600), "white"))) == Scan(())
