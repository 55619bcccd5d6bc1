"""Screens drawn on paper: every control, nothing cut, nothing overflowing, read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.decide import decide
from parcours.engine.dossier.dossier import Dossier, fold
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.page.compose import compose
from parcours.engine.page.page import Document, Note, Page, Question
from parcours.engine.scenario.pages import Shown, pages
from parcours.engine.source.wording import typeset
from parcours.renderers.pdf.blocks import Data
from parcours.renderers.pdf.mock import MOST_FIELDS, SHEET, SLIDE, parts
from parcours.renderers.pdf.renderer import drawn
from parcours.renderers.pdf.worker import TEMPLATES
from parcours.renderers.renderer import OWN, renderers
from parcours.tests.dossiers import at, ready
from parcours.tests.page_gallery import CONTROLS, GALLERY, overfull
from parcours.tests.pdf_checks import face, faults, tags, text_of, untagged
from parcours.tests.terminal_lines import checked, scenario, scenarios

THREE = ("bpi_case_2", "bpi_family_case_3", "ue_permanent_renewal")


@cache
def compiled(procedure: str) -> Compiled:
    return compile_procedure(checked(procedure))


@cache
def met(procedure: str) -> tuple[Page, ...]:
    """The pages that the procedure's scenarios meet, one of each that asks or shows another."""
    found: dict[tuple[object, ...], Page] = {}
    for path in scenarios():
        if path.startswith(f"{procedure}/"):
            for one in pages(compiled(procedure), scenario(path)):
                if isinstance(one, Shown):
                    found.setdefault(_shape(one.page), one.page)
    return tuple(found.values())


def _shape(page: Page) -> tuple[object, ...]:
    """What stands on it, whatever the answers."""
    asked = tuple((one.name, one.is_asked, len(one.raw) // 40) for one in page.questions)
    documents = tuple((one.name, one.chosen) for one in page.documents)
    lines = sum(len(section.lines) for section in page.review) // 10
    given = tuple(one.name for one in page.given)
    return (page.kind, page.id, asked, documents, lines, given, bool(page.errors), page.ticks)


@cache
def of_three() -> bytes:
    """All of them in one file."""
    return drawn([page for name in THREE for page in met(name)], "Tous les écrans")


def outside(pdf: bytes) -> list[str]:
    """Letters that stand out of their page's margins."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        wide, high = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if left < 30 or bottom < 20 or right > wide - 30 or top > high - 20:
                found.append(f"page {number}: {text.get_text_range(index, 1)!r}")
    return found


def blank_pages(pdf: bytes) -> list[int]:
    """Pages with nothing but the foot of the sheet."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [number for number, text in enumerate(texts, 1) if len(text.strip().split("\n")) < 3]


def count(pdf: bytes) -> int:
    found: int = len(pypdfium2.PdfDocument(pdf))
    return found


def fields(part: Data) -> int:
    """What a person answers or reads of themselves in a part, counted on what is drawn."""
    weights = {"field": 1, "pair": 2, "tick": 1}
    known = sum(block["kind"] == "line" and block["known"] for block in part["blocks"])
    slots = sum(1 + bool(b["day"]) for b in part["blocks"] if b["kind"] == "files")
    return int(known + slots + sum(weights.get(block["kind"], 0) for block in part["blocks"]))


def test_every_control_and_all_the_rest_is_drawn() -> None:
    text = text_of(drawn([GALLERY], "Galerie"))
    labels = [one.label for one in CONTROLS if one.name != "absent"]
    for word in (
        *labels,
        *("DIALLO", "Une autre.", "1234,50", "€", "05", "09", "2015", "Jour", "Mois", "Année"),
        *("Choix n° 2", "Ce que dit le choix 2.", "Pays 7", "•••••", "BARRY", "AWA", "BINTA"),
        *("n° 2", "Ajouter", "Pays 3", "Joignez-en une copie nette.", "Réfugié", "(facultatif)"),
        *("Exemple : 1 500", "En majuscules.", "À corriger avant de continuer", "À noter"),
        *("Choisissez un motif.", "Écrivez une année.", "Cochez cette case.", "Document périmé."),
        *("lien utile", "un point", "2026-1", "Documents à préparer", "si vous louez"),
        *("Documents à donner plus tard", "Au retrait du titre.", "Un achat", "Code e-photo"),
        *("Exactitude", "Je le jure.", "ABCD1234", "bail.pdf", "1,2 Mo", "Que joignez-vous ?"),
        *("PDF ou JPEG, 10 Mo par fichier au plus", "Ajouter un fichier", "20 novembre 2025"),
        *("Votre état civil", "Modifier", "Aïssatou Binta", "Documents délivrés", "Retour"),
        *("Étape 2 sur 5 – Le motif (1/3)", "Une autre démarche", "Pour tous les autres cas."),
        *("Je continue", "Enregistrer et quitter", "Une démarche en ligne"),
    ):
        assert word in text, word
    for word in ("Question qui ne se pose pas", "Jamais demandé", "Tr0ub4dor", "Personne ne lit"):
        assert word not in text, word


def test_callouts_are_numbered_in_the_order_of_the_screen() -> None:
    found = [callout for part in parts(GALLERY) for callout in part["callouts"]]
    assert [callout["number"] for callout in found] == list(range(1, 9))
    assert [callout["text"] for callout in found] == [
        "Cet écran est un exemple.",
        "Préparez-les avant.",
        "Ce choix est rare.",
        "Une ligne par personne.",
        "Vous êtes responsable de ce que vous cochez.",
        "Une facture suffit.",
        "Gardez ce document.",
        "Ce bouton enregistre vos réponses.",
    ]
    targets = [part["blocks"][c["block"]] for part in parts(GALLERY) for c in part["callouts"][-1:]]
    assert targets[-1]["kind"] == "brick"  # the first of the buttons


def test_a_callout_on_the_element_of_a_document_finds_its_choice() -> None:
    page = replace(GALLERY, notes=(Note("domicile.eau", "Une facture d’eau."),))
    blocks = [block for part in parts(page) for block in part["blocks"]]
    asked = next(block for block in blocks if block.get("label") == typeset("Que joignez-vous ?"))
    assert [choice["badges"] for choice in asked["choices"]] == [[], [1]]


def test_what_is_refused_in_a_row_is_said_in_that_row() -> None:
    blocks = [block for part in parts(GALLERY) for block in part["blocks"]]
    rows = [block["fields"] for block in blocks if block["kind"] == "pair"]
    told = [[one["error"] for one in row] for row in rows if row[0]["label"] == "Nom du proche"]
    assert told == [["", ""], ["", "Écrivez une année."]]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2015-09-05", ["05", "09", "2015"]),
        ("05/09/2015", ["05", "09", "2015"]),
        ("09/2015", ["", "09", "2015"]),
        ("2015-09", ["", "09", "2015"]),
        ("2015", ["", "", "2015"]),
        ("hier", ["", "", "hier"]),
        ("", ["", "", ""]),
    ],
)
def test_a_date_stands_in_its_three_boxes(raw: str, expected: list[str]) -> None:
    page = replace(GALLERY, questions=(Question("ne", "Né le", "date", "date", raw=raw),))
    asked = [b for part in parts(page) for b in part["blocks"] if b.get("control") == "date"]
    assert [box["value"] for box in asked[0]["boxes"]] == expected


@pytest.mark.parametrize("room", [SHEET, SLIDE], ids=["sheet", "slide"])
@pytest.mark.parametrize("procedure", [*THREE, "account", "orientation"])
def test_no_part_asks_more_than_eight_things(procedure: str, room: object) -> None:
    for page in (*met(procedure), GALLERY, overfull()):
        found = parts(page, room)  # type: ignore[arg-type]
        assert all(fields(part) <= MOST_FIELDS for part in found)
        assert all(part["blocks"] for part in found[:-1])
        assert [part["place"] for part in found][:1] in ([""], [f"(1/{len(found)})"])


def test_control_more_than_eight_are_seen() -> None:
    wide = replace(SHEET, height=1_000.0, fields=50)
    assert any(fields(part) > MOST_FIELDS for part in parts(GALLERY, wide))


def test_nothing_is_lost_where_a_screen_is_cut() -> None:
    """A group goes on under its own title, said again."""
    page = next(one for one in met("bpi_case_2") if len(parts(one)) > 2 and one.questions)
    drawn_parts = parts(page)
    asked = [label for part in drawn_parts for label in _labels(part)]
    for question in page.questions:
        if question.is_asked and not question.is_verified:
            assert asked.count(question.label) == 1
    assert any(block["label"].endswith("(suite)") for part in drawn_parts[1:] for block in
               part["blocks"][:1] if "label" in block)  # fmt: skip
    assert all(part["blocks"][-1]["kind"] == "mention" for part in drawn_parts[:-1])


def _labels(part: Data) -> Iterator[str]:
    for block in part["blocks"]:
        yield from (one["label"] for one in block.get("fields", [block]) if "label" in one)


def test_all_screens_of_the_three_procedures_are_accessible_and_archivable() -> None:
    pdf = of_three()
    assert faults(pdf) == []
    language, title, outline = face(pdf)
    assert (language, title) == ("fr-FR", "Tous les écrans")
    titles = {page.title for name in THREE for page in met(name)}
    assert titles <= {entry.split(" (")[0] for entry in outline}


def test_control_without_its_tags_the_same_file_is_not() -> None:
    assert faults(untagged(drawn([GALLERY], "Galerie")))


def test_a_screen_is_read_as_text_and_its_marks_are_said() -> None:
    found = list(tags(drawn([GALLERY], "Galerie")))
    alts = {alt for kind, alt in found if kind == "/Figure"}
    assert {"Choisi", "Non choisi", "Coché", "Non coché", "Fichier joint", "Télécharger"} == alts
    assert sum(kind == "/H1" for kind, _alt in found) == len(parts(GALLERY))


def test_nothing_overflows_and_no_page_is_blank() -> None:
    pdf = of_three()
    expected = sum(len(parts(page)) for name in THREE for page in met(name))
    assert count(pdf) == expected  # no part went on over a page of its own
    assert outside(pdf) == []
    assert blank_pages(pdf) == []


def test_long_names_labels_and_lists_hold() -> None:
    pdf = drawn([overfull()], "Trop")
    assert count(pdf) == len(parts(overfull()))
    assert outside(pdf) == []
    assert blank_pages(pdf) == []
    assert faults(pdf) == []
    text = text_of(pdf).replace(" ", "")
    assert all(f"Documentn°{number}," in text for number in range(40))


def test_a_paragraph_longer_than_a_sheet_goes_on_over_the_next_ones() -> None:
    words = [f"mot{number}" for number in range(4_000)]
    page = replace(GALLERY, text=" ".join(words), notes=(Note("", "Longue note. " * 300),))
    pdf = drawn([page], "Long")
    text = text_of(pdf)
    assert outside(pdf) == []
    assert all(word in text for word in words)
    assert text.count("Longue note.") == 300


def test_control_letters_out_of_the_margins_are_seen() -> None:
    document = pypdfium2.PdfDocument(drawn([GALLERY], "Galerie"))
    for page in document:
        page.set_mediabox(0, 0, 400, 842)
    cut = BytesIO()
    document.save(cut)
    assert outside(cut.getvalue())


def test_control_a_blank_page_is_seen() -> None:
    document = pypdfium2.PdfDocument(drawn([GALLERY], "Galerie"))
    document.new_page(595, 842)
    more = BytesIO()
    document.save(more)
    assert blank_pages(more.getvalue()) == [len(document)]


HOSTILE = (
    '#import "x": *', "#sys.inputs", "$ x $", "*gras* _it_ `code`", "<script>", "@ref <lab>",
    "\\ \\u{41}", "= Titre", "- item", "]#text[", "\u202egauche\u202c", "نص 漢字 😀",
    "\x00\x07\x1b[31m",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_letters_and_nothing_else(text: str) -> None:
    wide = replace(
        GALLERY,
        title=text,
        procedure_title=text,
        text=text,
        questions=tuple(replace(one, label=text, hint=text, raw=text, shown=text, error=text)
                        for one in CONTROLS if not one.parts),
        documents=(Document("d", text, text, True, False, code=CONTROLS[0]),),
    )  # fmt: skip
    pdf = drawn([wide], text)
    assert faults(pdf) == []
    if text.isascii() and text.isprintable() and not text.startswith("- "):
        assert squeezed(text) in squeezed(text_of(pdf))


JARDIN = """
fields:
  locataire: {label: Êtes-vous locataire ?, type: boolean}
  bailleur: {label: Nom du bailleur, type: text, max_length: 38, when: locataire}
  motif: {label: Votre motif, type: choice, options: {jardin: Un jardin, serre: Une serre}}
flow:
  - screen: demande
    title: Votre demande
    fields: [locataire, bailleur, motif]
    submit: {title: Déposer, outcome: depose}
"""


def blank_page(text: str) -> str:
    """The words of the first screen, without their blanks: a narrow one is not always copied."""
    procedure, now = ready(text), at("2026-11-02")
    dossier = fold(decide(procedure, Dossier(), do.Open({}, {}), now).events)
    return squeezed(text_of(drawn([compose(procedure, dossier, now)], "Jardin")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_what_the_author_changes_changes_the_drawing() -> None:
    usual = blank_page(JARDIN)
    assert "Êtes-vouslocataire?" in usual
    assert "Unjardin" in usual
    assert "Nomdubailleur" not in usual
    for old, new, expected in (
        ("Êtes-vous locataire ?", "Louez-vous ici ?", "Louez-vousici?"),
        ("Un jardin", "Un potager", "Unpotager"),
        (", when: locataire", "", "Nomdubailleur"),
        ("title: Votre demande", "title: Votre dossier", "Votredossier"),
        ("title: Déposer", "title: J’envoie", "J’envoie"),
    ):
        assert expected not in usual
        assert expected in blank_page(JARDIN.replace(old, new))


def test_paper_is_a_renderer_and_the_same_bytes_each_time() -> None:
    paper = renderers()["pdf"]
    assert paper.media == "application/pdf"
    assert paper.render(GALLERY) == paper.render(GALLERY)
    assert paper.render(GALLERY).startswith(b"%PDF-")
    assert set(renderers()) >= set(OWN)


@pytest.mark.parametrize(
    ("letters", "ground", "least"),
    [
        ("alarm", "#fdf1f0", 4.5),
        ("caution", "#fff7e8", 4.5),
        ("mark", "#ffffff", 4.5),
        ("border", "#ffffff", 3.0),  # WCAG 1.4.11: the edge of a control
    ],
)
def test_colours_are_told_apart(letters: str, ground: str, least: float) -> None:
    template = (TEMPLATES / "screen.typ").read_text(encoding="utf-8")
    found = re.search(rf'#let {letters} = rgb\("(#[0-9a-f]{{6}})"\)', template)
    assert found
    assert ground == "#ffffff" or f'rgb("{ground}")' in template
    assert contrast(found[1], ground) >= least


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts_ = [int(colour[at_ : at_ + 2], 16) / 255 for at_ in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts_]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
