"""Pages as lines of text: pure, cut at the width, and nothing in them is obeyed by a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.page.files import size
from parcours.engine.page.page import Page
from parcours.renderers.renderer import Renderer, by_name, renderers
from parcours.renderers.terminal.show import show
from parcours.renderers.terminal.wrapping import Paper, columns, short
from parcours.tests.page_gallery import hostile
from parcours.tests.terminal_lines import Typist, scenario

GOLDEN = Path(__file__).parent / "golden" / "terminal"
CHOSEN = {
    "account": "account/avec_un_visa.yaml",
    "bpi_case_2": "bpi_case_2/refugiee_mariee.yaml",
    "bpi_family_case_3": "bpi_family_case_3/epouse_reunie_avec_visa.yaml",
    "orientation": "orientation/refugiee_sans_titre.yaml",
    "ue_permanent_renewal": "ue_permanent_renewal/norvegien_deux_complements.yaml",
}
KEPT = {
    "bpi_case_2": ("preambule", "liens_familiaux", "pieces", "recap_motif"),
    "ue_permanent_renewal": ("adresse_contact", "recapitulatif"),
}


class _Pages(Typist):
    """Keeps each screen as it is once answered, just before its button."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.pages: dict[str, Page] = {}

    def button(self, page: Page, secrets: object, has_asked: bool) -> None:
        self.pages[page.id] = page
        super().button(page, secrets, has_asked)  # type: ignore[arg-type]


def pages(procedure: str, folder: Path) -> dict[str, Page]:
    """Every page met by the person of one scenario, the last one included."""
    walked = _Pages(scenario(CHOSEN[procedure]), folder)
    walked.run()
    last = walked.runtime.page(walked.dossier)
    return {**walked.pages, f"{last.kind}_{last.id}": last}


@pytest.mark.parametrize("procedure", CHOSEN)
def test_every_page_keeps_within_its_width(procedure: str, tmp_path: Path) -> None:
    for page in pages(procedure, tmp_path).values():
        for width in (40, 80):
            text = show(page, Paper(width))
            assert text == show(page, Paper(width))
            assert text.endswith("\n")
            assert "\n\n\n" not in text
            assert "\x1b" not in text
            long = [line for line in text.split("\n") if columns(line) > width]
            assert not long, long


@pytest.mark.parametrize(("procedure", "screens"), KEPT.items())
def test_pages_read_as_agreed(procedure: str, screens: tuple[str, ...], tmp_path: Path) -> None:
    found = pages(procedure, tmp_path)
    for screen in screens:
        path = GOLDEN / f"{procedure}.{screen}.txt"
        text = show(found[screen])
        if os.environ.get("PARCOURS_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


def test_the_terminal_is_a_renderer(tmp_path: Path) -> None:
    terminal = renderers()["terminal"]
    page = pages("orientation", tmp_path)["accueil"]
    assert terminal.render(page).decode() == show(page)
    assert terminal.media == "text/plain; charset=utf-8"
    assert repr(terminal) == "<renderer terminal>"


def test_renderers_bear_different_names() -> None:
    one = Renderer("a", "A", "text/plain", lambda page: page.title.encode())
    assert by_name([one]) == {"a": one}
    with pytest.raises(ValueError, match="two renderers are named 'a'"):
        by_name([one, one])
    with pytest.raises(TypeError, match="is no Renderer"):
        by_name([print])  # type: ignore[list-item]


HOSTILE = "".join(map(chr, (27, 91, 51, 49, 109, 7, 8, 13, 0x202E, 0x2066, 0x9B, 0, 0x200B)))


def test_nothing_is_obeyed_or_hidden() -> None:
    text = show(hostile(f"a{HOSTILE}b"))
    assert not {c for c in HOSTILE if not c.isprintable()} & set(text)
    assert "a<U+001B>[31m<U+0007><U+0008><U+000D><U+202E><U+2066><U+009B><U+0000><U+200B>b" in text


def test_a_text_without_end_is_shown_whole() -> None:
    assert show(hostile("x" * 10_000)).count("x" * 10_000) > 10


@given(st.text(), st.integers(1, 120))
def test_any_text_can_be_shown(text: str, width: int) -> None:
    found = show(hostile(text), Paper(width))
    assert all(c == "\n" or c.isprintable() or not c.isascii() for c in found)


def test_a_text_has_paragraphs_items_and_links() -> None:
    text = "Un\ndeux.\n\n- a [ici](https://a.fr/x) et\n  b\n- c\n\n[https://b.fr](https://b.fr)"
    assert Paper(80).prose(text) == "Un deux.\n\n- a ici (https://a.fr/x) et b\n- c\n\nhttps://b.fr"


def test_a_line_is_cut_between_words_only() -> None:
    paper = Paper(10)
    assert paper.lines("un deux trois", "1. ", "   ") == "1. un deux\n   trois"
    assert paper.lines("https://exemple.fr/tres/long ici") == "https://exemple.fr/tres/long\nici"
    assert paper.lines("日本 日本 日本") == "日本 日本\n日本"
    assert paper.lines("a\nb", "- ", "  ") == "- a\n  b"
    assert paper.lines("") == ""


def test_headings_stand_out_only_when_asked() -> None:
    page = Page("screen", "s", "p", "P", "Un titre assez long")
    assert show(page) == "P\nUn titre assez long\n"
    assert show(page, Paper(10, lambda line: f"*{line}*")) == "P\n*Un titre*\n*assez long*\n"


def test_sizes_are_told_in_french() -> None:
    found = [size(n) for n in (0, 1, 999, 1_000, 1_234_000, 10_000_000)]
    assert found == ["0 octet", "1 octet", "999 octets", "1 ko", "1,2 Mo", "10 Mo"]


def test_a_long_answer_is_shortened_in_brackets() -> None:
    assert short("a  b\nc") == "a b c"
    assert short("x" * 100) == "x" * 60 + "…"
