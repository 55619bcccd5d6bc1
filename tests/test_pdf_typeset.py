"""Data become a PDF that everybody can read, whatever strangers wrote in it."""

import json
import subprocess
import sys
from io import BytesIO
from typing import Any
from unicodedata import category

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typst import TypstError

from parcours.renderers.pdf import typeset as module
from parcours.renderers.pdf import worker
from parcours.renderers.pdf.clean import BREAK, LACKING, LONGEST, Picture, cleaned, covered
from parcours.renderers.pdf.line_ends import unambiguous
from parcours.renderers.pdf.press import NotTypeset
from parcours.renderers.pdf.typeset import UNDATED, typeset, typeset_here
from parcours.renderers.pdf.worker import TEMPLATES
from parcours.tests.pdf_checks import face, faults, pages, tags, text_of, untagged

MARKUP = (
    '{{ x }} #import "base.typ": * #panic() *a* _b_ $x$ @ref <l> = y // z `r` \\ #{1} [c] -- \''
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><text y="8" '
    'font-family="Open Sans" font-size="5">Éa 😀漢</text></svg>'
)
HOSTILE = {
    "emoji": "Zoé 👩‍👩‍👧 ❤️",
    "arabic": "محمد",
    "hebrew": "שלום",
    "chinese": "漢字",
    "hangul": "한글",
    "devanagari": "हिन्दी",
    "combining": "e\u0301 x\u0328\u0323\u0301 \u0301a \U0001f600\u0301",
    "surrogate": "a\ud800b\udfff",
    "controls": "a\x00\x07\x1b[31m\x7f\x9f b",
    "bidi": "abc\u202edcba\u2066x\u2069\ufeff\u200b\u00ad",
    "separators": "a\u2028b\u2029c\r\nd\x0be",
    "spaces": "a\u00a0b\u202fc\u3000d\te",
    "unassigned": "\U000e0041\uffff\ue000\u0378",
    "markup": MARKUP,
    "name": "Z" * 60,
    "word": "é" * 5000,
    "marks": "a" + "\u0301" * 500,
    "empty": "",
}


PLAIN: dict[str, Any] = {
    "title": "Titre", "number": "", "specimen": None, "service": [], "dates": [], "lines": [],
    "text": [], "receipt": None, "law": "", "code": None,
    "words": {"bearer": "Identité", "head": ["Rubrique", "Information"]},
}  # fmt: skip


def sheet(**data: object) -> bytes:
    """The sheet of a paper, with nothing on it but this."""
    return typeset("paper", {**PLAIN, **data})


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_drawn(text: str) -> None:
    passage = {"item": False, "words": [{"text": text, "link": ""}]}
    pdf = sheet(title=f"Titre {text[:80]}", lines=[(text, text)], text=[[passage]])
    assert faults(pdf) == []


@pytest.mark.parametrize("name", ["emoji", "arabic", "chinese", "hangul", "devanagari"])
def test_control_hostile_texts_stop_typst_unless_they_are_cleaned(name: str) -> None:
    raw = json.dumps({**PLAIN, "lines": [["Nom", HOSTILE[name]]]})
    with pytest.raises(TypstError, match="could not be displayed"):
        worker.compiled("paper", raw, 0)


def test_markup_appears_as_it_was_written() -> None:
    assert text_of(sheet(lines=[("Nom", MARKUP)])).count(MARKUP) == 1


def test_overlong_words_stay_on_the_sheet() -> None:
    """Nothing is drawn on the last millimetres of any sheet, and no sign is lost or added."""
    pdf = sheet(title="W" * 60, lines=[("M" * 60, "W" * 5000)])
    sheets = pages(pdf, 50)
    for image in sheets:
        width, height = image.size
        assert image.convert("L").crop((width - 20, 0, width, height)).getextrema() == (255, 255)
    assert text_of(pdf).count("W") == 5000 + 60 * (1 + len(sheets))  # each footer has the title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoé", "Zoé"),
        ("e\u0301", "é"),
        ("Zoé 👩\u200d👧 ❤\ufe0f", f"Zoé {LACKING * 2} {LACKING}"),
        ("a\ud800", f"a{LACKING}"),
        ("a\x00\u202eb\u00adc", "abc"),
        ("\u0301a", f"{LACKING}a"),
        ("😀\u0301", LACKING),
        ("x\u0328", f"x{LACKING}"),
        ("a\r\nb\u2028c\td", "a\nb\nc d"),
        ("a\u00a0b\u202fc\u3000d", "a\u00a0b\u202fc d"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), BREAK.join(["xxxxx"] * 4 + ["x"])),
        (
            "jean-pierre.dupont-martin@prefecture.exemple.fr",
            BREAK.join(["jean-", "pierre.", "dupont-", "martin@", "prefecture.", "exemple.", "fr"]),
        ),
        (f"https://a.fr/{'x' * 21}", BREAK.join(["https://", "a.", "fr/", *["xxxxx"] * 4, "x"])),
        ("漢", LACKING),
        (LACKING, LACKING),
    ],
)
def test_what_is_made_of_a_text(text: str, expected: str) -> None:
    assert cleaned(text) == expected
    assert cleaned({"a": [text, (text,)], "b": 1}) == {"a": [expected, [expected]], "b": 1}


@given(st.text())
def test_a_text_made_drawable_is_drawable(text: str) -> None:
    made = cleaned(text)
    for sign in made.replace(BREAK, ""):
        assert ord(sign) in covered() or sign in "\n\u202f"
        assert category(sign) not in {"Cc", "Cf", "Cs"} or sign == "\n"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_typeset(label: str, shown: str) -> None:
    assert sheet(lines=[(label, shown)]).startswith(b"%PDF-1.7")


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="object is no data"):
        cleaned([object()])
    with pytest.raises(TypeError, match="bytes is no data"):
        cleaned(b"a")
    with pytest.raises(ValueError, match="JSON"):
        typeset("paper", {"title": float("nan")})


@pytest.mark.parametrize("name", ["../base", "", "a.typ", "Base", "a/b"])
def test_no_other_file_is_a_template(name: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        typeset(name, {})


def test_pictures_keep_their_markup_and_lose_what_the_font_lacks() -> None:
    assert cleaned(Picture(SVG)) == SVG.replace("😀漢", LACKING * 2)
    code = {
        "title": "Code", "svg": Picture(SVG), "alt": "Une image", "side": 40, "mention": "M",
        "head": ["A", "B"], "values": [], "told": "", "unwritten": "", "verify": "",
    }  # fmt: skip
    pdf = sheet(code=code)
    assert faults(pdf) == []
    assert ("/Figure", "Une image") in list(tags(pdf))


def test_a_wrong_template_is_told() -> None:
    for made in (typeset, typeset_here):
        with pytest.raises(NotTypeset, match="does not contain key"):
            made("paper", {"title": "Titre"})


def test_the_sheet_is_french_titled_and_outlined() -> None:
    assert face(sheet(title="Un titre")) == ("fr-FR", "Un titre", ["Un titre"])


def test_the_checks_fail_without_tags() -> None:
    pdf = sheet()
    assert faults(pdf) == []
    found = faults(untagged(pdf))
    assert [fault for fault in found if fault.startswith("ua1")]
    assert [fault for fault in found if fault.startswith("2a")]


def test_the_same_data_give_the_same_bytes_in_any_process() -> None:
    lines = "[('Nom', 'Zoé')]"
    text = (
        "import hashlib\nfrom parcours.tests.test_pdf_typeset import sheet\n"
        f"print(hashlib.sha256(sheet(lines={lines})).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert sheet(lines=[("Nom", "Zoé")]) == sheet(lines=[("Nom", "Zoé")])
    assert sheet(lines=[("Nom", "Zoé")]) != sheet(lines=[("Nom", "Zoe")])


def test_both_ways_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    far = sheet(title="Un titre")
    monkeypatch.setattr(module, "PRESS", None)
    monkeypatch.setitem(globals(), "typeset", typeset_here)
    assert sheet(title="Un titre") == far


def test_a_stream_that_ends_in_a_carriage_return_is_not_misread() -> None:
    made = (
        worker.compiled(*module._request("paper", {**PLAIN, "title": f"x{n}"}, UNDATED))
        for n in range(99)
    )
    raw = next(pdf for pdf in made if b"\r\nendstream" in pdf)
    assert faults(raw) == [
        "2a: PDFA2A-STREAM-LENGTH-001 a stream /Length does not match its raw content length"
    ]
    mended = unambiguous(raw)
    assert faults(mended) == []
    assert text_of(mended) == text_of(raw)
    with pikepdf.open(BytesIO(mended)) as document:
        assert document.check_pdf_syntax() == []
    with pytest.raises(ValueError, match="table of objects"):
        unambiguous(raw.replace(b"startxref", b"startxxxx"))


def test_templates_take_nothing_from_elsewhere() -> None:
    found = sorted(TEMPLATES.iterdir())
    assert found
    for path in found:
        assert not path.is_symlink()
        text = path.read_text()
        assert not [word for word in ("@preview", "eval(", "/../") if word in text], path.name


def test_the_colours_of_the_base_can_be_read() -> None:
    """4.5:1 on white and on the tint (WCAG 2.2, 1.4.3)."""
    named = dict(
        line.removeprefix("#let ").split(' = rgb("#')
        for line in (TEMPLATES / "base.typ").read_text().splitlines()
        if ' = rgb("#' in line
    )
    shades = {name: _luminance(value[:6]) for name, value in named.items()}
    for name in ("ink", "accent", "quiet", "warning"):
        assert (shades["tint"] + 0.05) / (shades[name] + 0.05) > 4.5


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_face_of_the_font_draws_the_same_signs() -> None:
    assert len(covered()) > 800
    assert {ord(sign) for sign in f"«»’…–éœŒÿ€ {LACKING}"} <= covered()
