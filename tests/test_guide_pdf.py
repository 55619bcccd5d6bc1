"""The guide as a file and as a command: archivable, read aloud, nothing cut, made on demand."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from parcours import cli
from parcours.engine.source.files import Folder
from parcours.renderers.guide.guide import Data, data
from parcours.renderers.pdf.typeset import typeset_here
from parcours.tests.guides import GUIDES, as_data, as_pdf, letters, telling
from parcours.tests.pdf_checks import codes, face, faults, tags, text_of, untagged
from parcours.tests.terminal_lines import PROCEDURES

EDGE = 20
"""Points of paper round all that is printed."""


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_accessible_and_archivable(guide: str) -> None:
    assert not faults(as_pdf(guide))


def test_control_a_guide_without_its_tags_is_refused() -> None:
    assert faults(untagged(as_pdf("ue_permanent_renewal")))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_says_its_language_its_title_and_its_parts(guide: str) -> None:
    language, title, parts = face(as_pdf(guide))
    told = [one for one in as_data(guide)["slides"] if one["kind"] == "part"]
    assert (language, title) == ("fr-FR", as_data(guide)["title"])
    assert [letters(one) for one in parts] == [letters(p["title"] + p["subtitle"]) for p in told]


@pytest.mark.parametrize("guide", GUIDES)
def test_pictures_of_a_guide_say_what_they_show(guide: str) -> None:
    figures = [alt for tag, alt in tags(as_pdf(guide)) if tag == "/Figure"]
    assert figures
    assert all(figures)


FOOT, GROUND = 35, 42
"""Points from the bottom: the line below, and where drawings end."""


def outside(pdf: bytes, ground: int) -> list[str]:
    """Letters that come too near to the edge of their page, or run into the line at its foot."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        wide, high = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            is_out = left < EDGE or bottom < EDGE or right > wide - EDGE or top > high - EDGE
            if is_out or (bottom < ground and top > FOOT):
                found.append(f"page {number}: {text.get_text_range(index, 1)!r}")
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_nothing_goes_over_the_edge(guide: str) -> None:
    assert not outside(as_pdf(guide), GROUND)


def begins(slide: Data) -> str:
    """How its page does."""
    return letters(slide["chapter"] + "".join(slide["cases"]) + slide["heading"])


def texts(pdf: bytes) -> list[str]:
    """The letters of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [letters(page.get_textpage().get_text_range()) for page in document]


def stray(pdf: bytes, slides: list[Data]) -> list[int]:
    """Pages that begin with no heading: something ran over onto them, or they are blank."""
    parts = [letters(one["title"] + one["subtitle"]) for one in slides if one["kind"] == "part"]
    known = [begins(one) for one in slides if one["kind"] != "part"]
    cases = {case for one in slides if one["kind"] == "part" for case in one["cases"]}
    whole = {part + letters("".join(sorted(cases)[:n])) for part in parts for n in range(3)}
    found = texts(pdf)
    first = found.index(parts[0])
    return [
        number
        for number, text in enumerate(found[first:], first + 1)
        if text not in whole and not text.startswith(tuple(known))
    ]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_slide_holds_on_its_page(guide: str) -> None:
    assert not stray(as_pdf(guide), as_data(guide)["slides"])


def test_control_a_page_without_a_heading_is_seen() -> None:
    guide = "ue_permanent_renewal"
    slides = as_data(guide)["slides"]
    kept = [one for one in slides if one.get("heading") != "2 – Choisir le bénéficiaire"]
    assert stray(as_pdf(guide), kept) == [5]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_screen_a_mail_and_a_paper_take_one_page(guide: str) -> None:
    """Blocks, documents and tables take as many as they need."""
    once = ("screen", "mail", "paper")
    slides = [one for one in as_data(guide)["slides"] if one["kind"] != "part"]
    found = texts(as_pdf(guide))
    for start in {begins(one) for one in slides}:
        same = [one["kind"] in once for one in slides if begins(one) == start]
        longer = [one for one in slides if begins(one) != start and begins(one).startswith(start)]
        if all(same) and not longer:
            assert sum(text.startswith(start) for text in found) == len(same), start


def test_a_sealed_document_is_drawn_with_its_code() -> None:
    guide = as_pdf("bpi_cases_2_and_3")
    sealed = [n for n, text in enumerate(texts(guide)) if letters("Vérifier ce document") in text]
    found = codes(only(guide, sealed), 150)
    assert len(found) == len(sealed) >= 3
    assert all(one.startswith(b"DC04FR00DEMO") for one in found)


def only(pdf: bytes, kept: list[int]) -> bytes:
    """A copy with those pages, from 0."""
    copy, out = pypdfium2.PdfDocument.new(), BytesIO()
    copy.import_pages(pypdfium2.PdfDocument(pdf), kept)
    copy.save(out)
    return out.getvalue()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a new procedure."""
    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", "aide"]) == 0
    return tmp_path


Output = pytest.CaptureFixture[str]


def parcours(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    """Status, output, complaints."""
    capsys.readouterr()
    status = cli.run(arguments)
    return (status, *capsys.readouterr())


def test_a_guide_from_the_command_line(capsys: Output, place: Path) -> None:
    said = "Le guide est dans « guide_aide.pdf ».\n".replace("« ", "«\u00a0").replace(
        " »", "\u00a0»"
    )
    assert parcours(capsys, "guide", "aide") == (0, said, "")
    first = (place / "guide_aide.pdf").read_bytes()
    assert not faults(first)
    assert letters("Relisez votre demande") in letters(text_of(first))
    assert parcours(capsys, "guide", "procedures/aide.yaml", "-o", "un/autre.pdf")[0] == 0
    assert (place / "un" / "autre.pdf").read_bytes() == first


def test_several_procedures_make_one_guide(capsys: Output, place: Path) -> None:
    assert parcours(capsys, "new", "bourse", "--title", "Demande de bourse")[0] == 0
    assert parcours(capsys, "guide", "aide", "bourse", "aide")[0] == 0
    text = letters(text_of((place / "guide_aide_bourse.pdf").read_bytes()))
    assert "Demandedebourse" in text


def test_the_scenario_asked_for_leads(capsys: Output, place: Path) -> None:
    told = place / "procedures" / "scenarios" / "aide" / "premier.yaml"
    other = place / "ailleurs.yaml"
    written = told.read_text(encoding="utf-8")
    assert "DIALLO" in written
    other.write_text(written.replace("DIALLO", "QUELCONQUE"), encoding="utf-8")
    assert parcours(capsys, "guide", "aide", "--scenario", str(other))[0] == 0
    text = text_of((place / "guide_aide.pdf").read_bytes())
    assert "QUELCONQUE" in text
    assert "DIALLO" not in text


def test_the_way_in_is_taken_from_beside(place: Path) -> None:
    """The orientation and the account are optional, and what they draw comes first."""
    told = telling(Folder(place / "procedures"), "aide")
    alone = data([told], None, None)["slides"]
    shipped = Folder(PROCEDURES)
    with_account = data([told], None, telling(shipped, "account"))["slides"]
    assert "Retour à la page d’accueil" not in "".join(one.get("heading", "") for one in alone)
    assert len(with_account) >= len(alone)


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["guide", "aid"], 2, "La procédure « aid » n’existe pas. Vouliez-vous « aide » ?"),
        (["guide"], 2, "Il manque PROCÉDURE"),
        (["guide", "aide", "--scenario", "nulle_part.yaml"], 2, "nulle_part.yaml"),
        (["guide", "aide", "--scenario", "faux.yaml"], 2, "Ce scénario raconte « autre »"),
        (["guide", "aide", "-o", "procedures/aide.yaml"], 2, "est une définition"),
        (["guide", "faute"], 1, "erreur[bad-value]"),
        (["documents", "aide", "--format", "pdf"], 2, "donnez un fichier à « -o »"),
    ],
)
def test_a_guide_that_cannot_be_made(
    capsys: Output, place: Path, arguments: list[str], status: int, complaint: str
) -> None:
    (place / "faux.yaml").write_text("scenario: Un autre\nprocedure: autre\n", encoding="utf-8")
    sound = (place / "procedures" / "aide.yaml").read_text(encoding="utf-8")
    wrong = sound.replace("procedure: aide", "procedure: faute").replace("type: text", "type: txt")
    (place / "procedures" / "faute.yaml").write_text(wrong, encoding="utf-8")
    found, _text, complaints = parcours(capsys, *arguments)
    assert found == status
    assert complaint in " ".join(complaints.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_broken_orientation_is_told(capsys: Output, place: Path) -> None:
    (place / "procedures" / "orientation.yaml").write_text("procedure: rien\n", encoding="utf-8")
    status, _text, complaints = parcours(capsys, "guide", "aide")
    assert status == 1
    assert "procedures/orientation.yaml" in complaints


def test_the_annex_alone(capsys: Output, place: Path) -> None:
    assert parcours(capsys, "documents", "bpi_family_case_3", "--format", "pdf", "-o", "l.pdf") == (
        0,
        "",
        "",
    )
    pdf = (place / "l.pdf").read_bytes()
    wide, high = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert high > wide
    assert not faults(pdf)
    assert faults(untagged(pdf))
    assert not outside(pdf, ground=FOOT)
    language, title, _parts = face(pdf)
    assert language == "fr-FR"
    assert title.startswith("Documents à fournir")
    assert letters("Timbre fiscal") in letters(text_of(pdf))


def test_the_same_guide_has_the_same_bytes(place: Path) -> None:
    files = Folder(place / "procedures")
    one, other = (
        typeset_here("guide", data([telling(files, "aide")], None, None)) for _time in range(2)
    )
    assert one == other
