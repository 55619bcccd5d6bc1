"""Papers on which something was laid, hidden or rewritten beside the code: none is genuine."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from parcours.engine.dossier.effects import Issue
from parcours.engine.seal.printed import DOCUMENTS
from parcours.renderers.pdf.issued import code_of, issued
from parcours.renderers.pdf.papers import paper
from parcours.renderers.seal.scan import scan
from parcours.renderers.seal.verify import Finding, Verdict, verify
from parcours.tests.test_pdf_papers import CERTIFICATE, ISSUER, TRUST

VALID = {"6N": CERTIFICATE.day, "6O": CERTIFICATE.until}
ISSUED = replace(CERTIFICATE, filed=CERTIFICATE.day, seal={**CERTIFICATE.seal, **VALID})
ISSUED = replace(ISSUED, lines=(("Nom de naissance", "Diallo"), ("Prénoms", "Aïssatou Camille")))

COVERED = (
    "Le code est authentique, mais ce PDF cache ou recouvre une partie de son texte : il ne peut "
    "pas être vérifié. Demandez le fichier d’origine."
)
COMPARE = "Comparez vous-même les données du code avec celles du papier."


def told(verdict: Verdict) -> list[str]:
    """Its sentences, with plain blanks."""
    return [re.sub("[\xa0\u202f]", " ", sentence) for sentence in verdict.sentences]


@pytest.fixture(scope="module")
def genuine() -> bytes:
    """A paper of ours."""
    return issued(ISSUED, ISSUER)


@pytest.fixture(scope="module")
def name(genuine: bytes) -> tuple[float, float, float, float]:
    """Where the family name stands: left, bottom, right and top."""
    text = pypdfium2.PdfDocument(genuine)[0].get_textpage()
    found = text.search("Diallo\r\nPrénoms").get_next()
    assert found
    boxes = [text.get_charbox(place) for place in range(found[0], found[0] + 6)]
    return (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    """Its first page after that."""
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document, document.pages[0])
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_a_paper_that_nobody_touched(genuine: bytes) -> None:
    verdict = verify(genuine, TRUST)
    assert (verdict.finding, told(verdict)[-1]) == (Finding.GENUINE, COMPARE)
    assert ("6O", "Fin de validité", "02/05/2027") in verdict.rows


Change = Callable[[pikepdf.Pdf, pikepdf.Page], None]

MIDDLE = (200, 480, 400, 600)


def noted(kind: str, rect: Sequence[int] = MIDDLE, *, is_drawn: bool = True) -> Change:
    """An annotation of that kind."""

    def change(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=list(rect), F=4
        )
        if is_drawn:
            drawn = document.make_stream(b"1 1 1 rg 0 0 200 120 re f")
            drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            drawn.BBox = [0, 0, 200, 120]
            note.AP = pikepdf.Dictionary(N=drawn)
        if kind == "Widget":
            note.FT, note.T = pikepdf.Name.Tx, pikepdf.String("f")
        one = document.make_indirect(note)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[one] if kind == "Widget" else [])
        page.Annots = pikepdf.Array([one])

    return change


@pytest.mark.parametrize(
    "kind", ["FreeText", "Stamp", "Widget", "Square", "Ink", "Redact", "Highlight", "Link"]
)
def test_nothing_is_laid_over_a_paper(kind: str, genuine: bytes) -> None:
    verdict = verify(changed(genuine, noted(kind)), TRUST)
    assert (verdict.finding, verdict.is_genuine) == (Finding.COVERED, False)
    assert (told(verdict)[0], told(verdict)[-1]) == (COVERED, COMPARE)


def test_a_note_that_is_not_drawn_yet_is_one(genuine: bytes) -> None:
    """Readers draw a free text without any drawing of it; a link and a signature show nothing."""
    for kind, finding in (("FreeText", Finding.COVERED), ("Link", Finding.GENUINE)):
        assert verify(changed(genuine, noted(kind, is_drawn=False)), TRUST).finding is finding
    signature = changed(genuine, noted("Widget", (0, 0, 0, 0), is_drawn=False))
    assert verify(signature, TRUST).is_genuine


def over(box: tuple[float, float, float, float], what: str) -> Change:
    """Something drawn at that place, after everything else."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom

    def change(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        place = f"{left} {bottom} {width} {height}"
        white = f"q 1 1 1 rg {place} re f Q "
        picture = f"q {width} 0 0 {height} {left} {bottom} cm /Lie Do Q"
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
        )
        image = document.make_stream(bytes(range(0, 250, 25)))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 10, 1, 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Lie"))
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Liar"))
        said = f"BT /Liar {height} Tf {left} {bottom} Td (FAUX) Tj ET"
        drawings = {
            "white": white,
            "picture": picture,
            "false": white + said,
            "half": f"q 1 1 1 rg {left} {bottom} {width / 2} {height} re f Q",
            "stroke": f"q 1 w {left + 1} {bottom} m {left + 1} {top} l S Q",
            "text": said,
        }
        # Ours begins with a matrix that is never put back.
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q " + drawings[what].encode())

    return change


@pytest.mark.parametrize("what", ["white", "picture", "false", "half", "stroke", "text"])
def test_nothing_is_drawn_over_its_letters(
    what: str, genuine: bytes, name: tuple[float, float, float, float]
) -> None:
    verdict = verify(changed(genuine, over(name, what)), TRUST)
    assert verdict.finding is Finding.COVERED, told(verdict)
    assert (told(verdict)[0], told(verdict)[-1]) == (COVERED, COMPARE)


HIDDEN = {"invisible": ("Tr", 3), "white": ("g", 1)}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_text_that_is_not_drawn_is_none(how: str, genuine: bytes) -> None:
    """Under it, or elsewhere, a picture may say anything."""
    operator, operand = HIDDEN[how]
    hide = pikepdf.ContentStreamInstruction([operand], pikepdf.Operator(operator))

    def change(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        told = list[pikepdf.ContentStreamInstruction]()
        for one in pikepdf.parse_content_stream(page):
            is_text = str(one.operator) in ("Tj", "TJ")
            told += [hide, one] if is_text else [one]  # type: ignore[list-item]
        page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(told))

    pdf = changed(genuine, change)
    (text,) = scan(pdf).printed or ()
    assert "Diallo" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "Diallo" not in text
    verdict = verify(pdf, TRUST)
    assert (verdict.finding, verdict.is_genuine) == (Finding.DIFFERS, False)


REWRITTEN: Mapping[str, tuple[Issue, str]] = {
    "issued": (
        replace(ISSUED, day=date(2020, 1, 1)),
        "Date du document : « 2 novembre 2026 » dans le code, « 1er janvier 2020 » sur le papier.",
    ),
    "until": (
        replace(ISSUED, until=date(2036, 5, 2)),
        "Valable jusqu’au : « 2 mai 2027 » dans le code, « 2 mai 2036 » sur le papier.",
    ),
    "number": (
        replace(ISSUED, number="2026"),
        "Numéro de la demande : « 7502202611020000017 » dans le code, « 2026 » sur le papier.",
    ),
    "title": (
        replace(ISSUED, title="Carte de résident"),
        f"Titre : « {DOCUMENTS['2']} » dans le code, « Carte de résident » sur le papier.",
    ),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_what_a_paper_says_of_itself_is_compared(what: str) -> None:
    forged, sentence = REWRITTEN[what]
    verdict = verify(paper(forged, code_of(ISSUED, ISSUER)), TRUST)
    assert verdict.finding is Finding.DIFFERS
    assert sentence in told(verdict)
    assert len(verdict.differences) == 1


def test_a_last_day_that_nobody_signed_is_told() -> None:
    verdict = verify(issued(replace(ISSUED, seal=CERTIFICATE.seal), ISSUER), TRUST)
    assert "La date « Valable jusqu’au 2 mai 2027 » n’est pas signée." in told(verdict)
