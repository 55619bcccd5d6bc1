"""The picture of a population's shares, and what is said when a library of an extra is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pexpect
import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure

from parcours.bench.population import PROCEDURES
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.simulation.shares import Shares
from parcours.engine.source.wording import NBSP, THIN
from parcours.renderers.report import plot as plotting
from parcours.renderers.report.plot import plot
from parcours.renderers.report.shares import sample, survey
from parcours.renderers.report.shares_bars import rows_of
from parcours.tests.test_population import TODAY, arrow, checked, table

PROGRAM = "import sys; sys.modules.update(dict.fromkeys({missing!r})); "
PROGRAM += "from parcours.cli import run; sys.exit(run(sys.argv[1:]))"


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(THIN, " ")


def parcours(*arguments: str, missing: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """Status, text and complaints of the command, run without those libraries."""
    command = [sys.executable, "-c", PROGRAM.format(missing=missing), "simulate", *arguments]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.returncode, plain(found.stdout), plain(found.stderr)


@pytest.fixture(scope="module")
def counted() -> tuple[Compiled, Shares]:
    compiled = compile_procedure(checked("bpi_case_2"))
    people = sample(compiled, TODAY, 40, 0)
    return compiled, survey(compiled, TODAY, people, lambda _done: None)


def told(counted: tuple[Compiled, Shares]) -> list[str]:
    """Every line of text that the picture holds."""
    texts: list[str] = []

    class Noting(Figure):
        def savefig(self, *given: Any, **named: Any) -> None:
            axes = [text.get_text() for axis in self.axes for text in axis.texts]
            texts.extend([*(text.get_text() for text in self.texts), *axes])
            super().savefig(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plotting, "Figure", Noting)
        plot(*counted, TODAY, "svg")
    return [plain(text) for text in texts]


def test_bars_bear_titles_not_ids(counted: tuple[Compiled, Shares]) -> None:
    compiled, found = counted
    rows = {one.kind: one.bars for one in rows_of(compiled, found)}
    assert {"screen", "end", "document", "attestation", "branch"} <= set(rows)
    assert rows["screen"][0].label == "Avant de commencer"
    assert rows["screen"][0].count == found.count == 40
    labels = [plain(bar.label) for bar in rows["document"]]
    assert "– – Facture" in labels
    ids = {name for _kind, name in found.items} | {name for _kind, name, _line in found.branches}
    assert not ids & {bar.label for bars in rows.values() for bar in bars if "_" in bar.label}
    conditions = {plain(bar.label): plain(bar.condition) for bar in rows["branch"]}
    assert conditions["Question « La personne qui vous héberge »"] == (
        "si votre logement est « Une personne m’héberge chez elle »"
    )
    drawn = sum(len(bars) for bars in rows.values())
    questions = sum(kind == "question" for kind, _name in found.items)
    assert drawn == len(found.items) - questions + len(found.branches)


def test_the_picture_says_of_whom_and_how_many(counted: tuple[Compiled, Shares]) -> None:
    texts = told(counted)
    assert texts[:2] == [
        "Première demande de titre de séjour – personne protégée",
        "40 personnes, le 2 novembre 2026",
    ]
    assert texts.count("100,0 % (40)") == 5
    assert {"vraie", "fausse", "Écrans", "Fins", "Documents", "Attestations"} <= set(texts)


@pytest.mark.parametrize(
    ("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_the_same_bytes_each_time(
    counted: tuple[Compiled, Shares], form: str, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = plot(*counted, TODAY, form)
    monkeypatch.setitem(rcParams, "lines.linewidth", 9)  # of a matplotlibrc: not ours to follow
    monkeypatch.setitem(rcParams, "font.size", 30)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert first.startswith(start)
    assert plot(*counted, TODAY, form) == first


def test_no_two_texts_touch(counted: tuple[Compiled, Shares]) -> None:
    """Every text lies on the page, and no label reaches the next one, nor its bar."""
    boxes: list[tuple[str, Any]] = []

    class Measuring(Figure):
        def savefig(self, *given: Any, **named: Any) -> None:
            super().savefig(*given, **named)
            artists = [*self.texts, *(text for axis in self.axes for text in axis.texts)]
            boxes.extend(
                (text.get_text(), text.get_window_extent().extents)
                for text in artists
                if text.get_text()
            )
            boxes.append(("", self.bbox.extents))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plotting, "Figure", Measuring)
        plot(*counted, TODAY, "png")
    *texts, (_empty, page) = boxes
    assert len(texts) > 80
    for text, (left, low, right, high) in texts:
        assert page[0] <= left < right <= page[2], text
        assert page[1] <= low < high <= page[3], text
    for at, (one, (left, low, right, high)) in enumerate(texts):
        for other, (left2, low2, right2, high2) in texts[at + 1 :]:
            apart = right <= left2 or right2 <= left or high <= low2 + 1 or high2 <= low + 1
            assert apart, (one, other)


def test_long_strange_and_absent_texts() -> None:
    lines = plotting._wrapped("mot " * 80, 2.0, 9)
    assert len(lines) == plotting.MOST_LINES
    assert lines[-1].endswith("…")
    assert plotting._wrapped("x" * 400, 2.0, 9)[0].endswith("…")
    assert plotting._drawable("5 $ — 中 é") == "5 $ — \N{REPLACEMENT CHARACTER} é"
    compiled = compile_procedure(checked("account"))
    nobody = survey(compiled, TODAY, iter(()), lambda _done: None)
    assert plot(compiled, nobody, TODAY, "svg").startswith(b"<?xml")


# The command


def test_a_picture_beside_the_table(tmp_path: Path) -> None:
    picture = tmp_path / "nouveau" / "parts.svg"
    asked = ["account", "--sample", "5", "--today", "2026-11-02"]
    status, text, complaints = parcours(*asked, "--plot", str(picture))
    assert (status, complaints) == (0, "")  # nothing of the progress: it is no terminal
    assert (0, text, "") == parcours(*asked)
    root = ET.fromstring(picture.read_bytes())  # noqa: S314 - our own
    assert root.tag.endswith("svg")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("--sample", "2", "--plot", "parts.gif"),
            "« --plot » dessine un fichier .png, .svg ou .pdf.\n",
        ),
        (
            ("--random", "2", "--plot", "parts.png"),
            "« --plot » demande --sample ou --population.\n",
        ),
    ],
)
def test_a_picture_that_cannot_be_drawn(arguments: tuple[str, ...], expected: str) -> None:
    status, text, complaints = parcours("account", *arguments)
    assert (status, text) == (2, "")
    assert expected in complaints


def test_without_a_library_it_says_what_to_install(tmp_path: Path) -> None:
    people = table(tmp_path, "nom\nRAHIMI\n")
    rows = arrow(tmp_path, {"nom": ["RAHIMI"]})
    picture = str(tmp_path / "parts.png")
    for missing, extra, arguments in (
        ("NumPy", "simulation", ("--population", people)),
        ("pyarrow", "parquet", ("--population", rows)),
        ("Matplotlib", "plot", ("--population", people, "--plot", picture)),
    ):
        status, text, complaints = parcours("account", *arguments, missing=(missing.lower(),))
        assert (status, text) == (2, "")
        assert (
            f"Il manque {missing}. Installez-le par : pip install 'parcours[{extra}]'" in complaints
        )
    status, _text, _complaints = parcours(
        "account", "--population", people, missing=("pyarrow", "matplotlib")
    )
    assert status == 0


def test_progress_is_drawn_on_a_terminal(tmp_path: Path) -> None:
    people = table(tmp_path, "nom\n" + "RAHIMI\n" * 400)
    program = PROGRAM.format(missing=())
    arguments = ["-c", program, "simulate", "account", "--population", people]
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(PROCEDURES.parent), encoding="utf-8"
    )
    terminal.expect(re.escape("Personne 100 sur 400"))
    terminal.expect(pexpect.EOF, timeout=60)
    terminal.close()
    assert terminal.exitstatus == 0
    assert "\x1b[2K400 personnes" in str(terminal.before)
