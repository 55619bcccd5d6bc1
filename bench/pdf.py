"""What PDF cost: a certificate, 200 of them in a row, 40 pages beside WeasyPrint's."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier.effects import Issue
from parcours.engine.page.page import Line, Page
from parcours.engine.seal import Issuer
from parcours.engine.source.files import Folder
from parcours.renderers.guide.gather import told
from parcours.renderers.guide.guide import data
from parcours.renderers.pdf.issued import issued
from parcours.renderers.pdf.press import PRESS
from parcours.renderers.pdf.renderer import drawn
from parcours.renderers.pdf.typeset import typeset_here

CERTIFICATES = 200
PAGES = 40
GUIDE = ("ue_permanent_renewal", "orientation", "account")
LINES = 22

SEAL = {
    "6J": "2", "6K": "2026000001", "6L": date(2026, 11, 2), "6P": "AUTORISE A TRAVAILLER",
    "6Q": "9999999999", "62": "Diallo", "60": "Aïssatou Camille", "68": "F",
    "69": date(1990, 1, 31), "6A": "Conakry", "6C": "GN", "67": "GN",
    "6U": "14 rue de la République", "6W": "75001", "6X": "Paris",
}  # fmt: skip
NAMES = ("Nom", "Prénoms", "Sexe", "Date de naissance", "Lieu de naissance", "Nationalité")
SERVICE = {"name": "Préfecture de l’Exemple", "address": "1 place de l’Exemple, 75000 Paris"}


def certificate(number: int) -> Issue:
    """Of another person each time, so that nothing is remembered from the one before."""
    name = f"Diallo {'ABCDEFGHIJ'[number % 10] * (number % 30 + 1)}"
    return Issue(
        "prolongation", "Attestation de prolongation d’instruction", "certificate",
        f"{name} est en règle.\n\n" + "Cette attestation prouve un droit. " * 8,
        date(2026, 11, 2), date(2027, 5, 2), {**SEAL, "62": name}, "13", str(number),
        date(2026, 11, 2), SERVICE, tuple((label, f"{name} {number}") for label in NAMES),
    )  # fmt: skip


def screens(person: str) -> list[Page]:
    """Forty screens, as many pages: a title, a paragraph, lines of labels and this one's answers.

    Typst keeps what it has laid out: each person has other words everywhere.
    """
    return [
        Page(
            kind="screen", id=f"ecran_{page}", procedure="demande",
            procedure_title="Une démarche", title=f"Les renseignements de la page {page}",
            text=f"Ce que dit la page {page} à {person} : lisez bien. " * 12,
            facts=tuple(
                Line(f"Question {page}.{line} à {person}", f"Réponse {line * page} de {person}")
                for line in range(LINES)
            ),
        )
        for page in range(1, PAGES + 1)
    ]  # fmt: skip


def as_html(pages: Iterable[Page]) -> str:
    """The same content for WeasyPrint: the same sheets, letters and tables."""
    sections = "".join(
        f"<section><header>{page.procedure_title}</header><h1>{page.title}</h1>"
        f"<p>{page.text}</p><table>{''.join(map(_row, page.facts))}</table></section>"
        for page in pages
    )
    style = (
        "@page{size:A4;margin:1.6cm;@bottom-right{content:'page ' counter(page) ' sur ' "
        "counter(pages)}}body{font:9pt 'Open Sans';}section{break-after:page;border:1px solid "
        "#8a97a8;border-radius:5pt;padding:1em}table{width:100%;border-collapse:collapse}"
        "th{text-align:left;width:38%}td,th{border-bottom:.5pt solid #8a97a8;padding:.45em 0}"
    )
    head = f"<meta charset=utf-8><title>Guide</title><style>{style}</style>"
    return f"<html lang=fr><head>{head}</head><body>{sections}</body></html>"


def _row(line: Line) -> str:
    return f"<tr><th>{line.label}</th><td>{line.shown}</td></tr>"


def seconds(made: Callable[[], object]) -> float:
    """How long it took."""
    start = time.perf_counter()
    made()
    return time.perf_counter() - start


def held() -> int:
    """Bytes that this process and the one that typesets hold (Linux)."""
    pages = 0
    for process in filter(None, (os.getpid(), PRESS.process)):
        pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def certificates() -> None:
    """One, the slowest of many, and what they leave in memory."""
    issuer = Issuer("FR03", "ABC1", ec.derive_private_key(2026, ec.SECP256R1()))
    first = seconds(partial(issued, certificate(0), issuer))
    print(f"first certificate, with the start of the process: {_ms(first)}")
    gc.collect()
    before, most, times = held(), 0, []
    for number in range(1, CERTIFICATES + 1):
        times.append(seconds(partial(issued, certificate(number), issuer)))
        most = max(most, held())
    times.sort()
    print(f"{CERTIFICATES} sealed certificates: median {_ms(times[len(times) // 2])},", end=" ")
    print(f"slowest {_ms(times[-1])}; at most {(most - before) / 2**20:.0f} MB more than before")


def forty_pages() -> None:
    """Ours, then WeasyPrint's, in the same run."""
    assert len(PdfDocument(drawn(screens("Zoé"), "Guide"))) == PAGES
    ours = sorted(
        seconds(partial(drawn, screens(person), "Guide")) for person in ("Awa", "Blaise", "Chloé")
    )[1]
    print(f"{PAGES} screens on {PAGES} pages: {ours:.2f} s")
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:
        print(f"WeasyPrint not measured: {error}")
        return
    html = as_html(screens("Awa"))
    theirs = seconds(lambda: weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
    print(f"WeasyPrint, the same content: {theirs:.1f} s, {theirs / ours:.1f} times as long")


def guides() -> None:
    """A whole guide: its persons driven, its slides chosen, its pages typeset."""
    files = Folder(Path(__file__).resolve().parent.parent / "procedures")
    begun = time.perf_counter()
    checked = [check(files, f"{name}.yaml")[0] for name in GUIDE]
    ours, orientation, account = (told(one, files, None) for one in checked if one)
    gathered = time.perf_counter()
    slides = data([ours], orientation, account)
    chosen = time.perf_counter()
    pages = len(PdfDocument(typeset_here("guide", slides)))
    typeset = time.perf_counter() - chosen
    print(f"guide of {GUIDE[0]}: {gathered - begun:.2f} s for its persons,", end=" ")
    print(f"{chosen - gathered:.2f} s for its slides, {typeset:.2f} s for {pages} pages,", end=" ")
    print(f"{typeset / pages * PAGES:.2f} s for {PAGES}")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def main() -> None:
    """Everything."""
    certificates()
    forty_pages()
    guides()


if __name__ == "__main__":
    main()
