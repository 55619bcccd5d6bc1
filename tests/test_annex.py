"""The list of the documents a procedure asks for, in each of its formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.expr.sentence import if_sentence
from parcours.engine.model.definitions import Document, Procedure
from parcours.engine.model.names import Names, names_of
from parcours.engine.model.read import read
from parcours.engine.model.use import Library, assemble
from parcours.engine.source.files import Folder, InMemory
from parcours.renderers.annex import FORMATS, render
from parcours.renderers.annex.markdown import escaped

SHIPPED = (
    "account",
    "bpi_case_2",
    "bpi_family_case_3",
    "orientation",
    "ue_permanent_renewal",
)
GOLDEN = Path(__file__).parent / "golden" / "annex"
ENDINGS = {"text": "txt", "markdown": "md", "json": "json"}


def loaded(library: Library, path: str) -> tuple[Procedure, Names]:
    """The procedure of that file, and its names."""
    assembled = assemble(library, path)
    assert assembled.tree is not None
    procedure = read(path, assembled.tree)
    return procedure, names_of(procedure)


def inline(text: str) -> tuple[Procedure, Names]:
    """A procedure written in a test."""
    return loaded(Library(InMemory({"p.yaml": text})), "p.yaml")


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest, root: Path) -> tuple[Procedure, Names]:
    return loaded(Library(Folder(root / "procedures")), f"{request.param}.yaml")


def all_of(documents: Iterator[Document]) -> Iterator[Document]:
    """Documents and their elements."""
    for document in documents:
        yield document
        yield from all_of(iter(document.elements))


@pytest.mark.parametrize("form", FORMATS)
def test_a_small_annex_to_the_byte(form: str) -> None:
    small = loaded(Library(Folder(GOLDEN)), "small.yaml")
    expected = (GOLDEN / f"small.{ENDINGS[form]}").read_text(encoding="utf-8")
    assert render(*small, form) == expected


def one_line(text: str) -> str:
    """As read, wherever lines were cut."""
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMATS)
def test_everything_asked_for_is_listed(shipped: tuple[Procedure, Names], form: str) -> None:
    procedure, names = shipped
    written = one_line(render(procedure, names, form))
    shown = escaped if form == "markdown" else str
    for document in all_of(iter(procedure.documents.values())):
        title = "".join(piece for piece in document.title.pieces if isinstance(piece, str))
        assert one_line(shown(title.partition("€")[0])) in written
        for told in (document.help, document.later, *document.law):
            assert one_line(shown(told)) in written
        if document.when:
            told = if_sentence(document.when.expr, names)
            told = json.dumps(told, ensure_ascii=False)[1:-1] if form == "json" else told
            assert one_line(shown(told)) in written
    for parameter in procedure.parameters.values():
        assert one_line(shown(parameter.assumed)) in written
    assert render(procedure, names, form) == render(procedure, names, form)


def test_text_fits_a_terminal(shipped: tuple[Procedure, Names]) -> None:
    written = render(*shipped, "text")
    assert max(len(line) for line in written.splitlines()) <= 80
    assert not [line for line in written.splitlines() if line != line.rstrip()]
    assert written.endswith("\n")


def test_each_document_is_in_one_group(shipped: tuple[Procedure, Names]) -> None:
    procedure, names = shipped
    whole = json.loads(render(procedure, names, "json"))
    groups = {group["id"]: group["documents"] for group in whole["groups"]}
    listed = [document["id"] for group in groups.values() for document in group]
    assert sorted(listed) == sorted(procedure.documents)
    for id_, group in groups.items():
        for document in group:
            assert bool(document["later"]) == (id_ == "later")
            assert id_ == "later" or (document["when"] is not None) == (id_ == "situation")


STAMP = """
procedure: p
version: "1"
title: T
parameters:
  taxe: {title: Taxe, values: {2024-01-01: 25, 2026-03-01: 50}}
documents:
  a: {title: "Timbre de {{ param.taxe }} €, deux fois {{ param.taxe }}"}
  b: {title: "{{ param.inconnu }} et {{ today }}"}
"""


LATER = "à partir du 1er\u00a0mars\u00a02026"


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2023, 1, 1), "Timbre de 25\u00a0€, deux fois 25"),
        (date(2026, 2, 28), "Timbre de 25\u00a0€, deux fois 25"),
        (date(2026, 3, 1), "Timbre de 50\u00a0€, deux fois 50"),
        (
            None,
            f"Timbre de 25\u00a0€ (50\u00a0€ {LATER}), deux fois 25 (50 {LATER})",
        ),
    ],
)
def test_legal_figures_are_those_of_the_day(day: date | None, title: str) -> None:
    whole = json.loads(render(*inline(STAMP), "json", day))
    assert whole["day"] == (day.isoformat() if day else None)
    first, second = whole["groups"][0]["documents"]
    assert first["title"] == title
    assert second["title"] == "«\u00a0param.inconnu\u00a0» et aujourd’hui"


def test_a_procedure_without_documents_says_so() -> None:
    small = inline('procedure: p\nversion: "1"\ntitle: T\n')
    told = "Cette démarche ne demande aucun document."
    assert render(*small, "text").splitlines()[-1] == told
    assert render(*small, "markdown").splitlines()[-1] == told
    assert json.loads(render(*small, "json"))["groups"] == []


def test_another_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render(*inline('procedure: p\nversion: "1"\ntitle: T\n'), "pdf")


@given(st.text())
def test_no_text_is_taken_for_formatting(text: str) -> None:
    told = escaped(text)
    assert "\n" not in told
    bare = told.replace("\\\\", "").replace("\\", "\\")
    for index, character in enumerate(bare):
        if character in "*_[]<>`#|~&":
            assert bare[index - 1] == "\\"
