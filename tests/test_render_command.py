"""`parcours render`: screens of a scenario, of a dossier, a blank one; one file, or a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from parcours import cli
from parcours.engine.runtime import Runtime
from parcours.engine.store.open import open_store
from parcours.renderers import renderer
from parcours.renderers.renderer import Renderer, renderers
from parcours.renderers.screens import render as rendering
from parcours.renderers.terminal.run import SERVICE, sources
from parcours.tests.pdf_checks import faults, text_of
from parcours.tests.terminal_lines import PROCEDURES, Typist, checked, scenario

BPI = "bpi_case_2/refugiee_mariee.yaml"
FILE = str(PROCEDURES / "scenarios" / BPI)
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return cli.run(["render", *arguments])


def refused(capsys: Output, *arguments: str) -> str:
    """Why the command is not obeyed, with ordinary spaces."""
    assert run(*arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.replace("\u00a0", " ").replace("\u202f", " ").removeprefix("Erreur : ").strip()


def titles(text: str) -> list[str]:
    return [page["title"] for page in json.loads(text)["pages"]]


def test_the_first_screen_is_blank(place: Path) -> None:
    assert run("bpi_case_2", "-o", "un.pdf") == 0
    pdf = (place / "un.pdf").read_bytes()
    assert "Avant de commencer" in text_of(pdf)
    assert faults(pdf) == []


def test_another_one_as_it_is_found(place: Path, capsys: Output) -> None:
    assert run("bpi_case_2", "--to", "json", "--screen", "liens_familiaux") == 0
    page = json.loads(capsys.readouterr().out)
    assert page["id"] == "liens_familiaux"
    assert {question["raw"] for question in page["questions"]} == {""}
    assert run("bpi_case_2", "--to", "json", "--screen", "apatride", "--today", "2026-03-01") == 0


def test_the_screens_of_a_scenario_are_one_file(place: Path, capsys: Output) -> None:
    assert run("bpi_case_2", "--scenario", FILE, "-o", "tous.pdf") == 0
    pdf = (place / "tous.pdf").read_bytes()
    text = text_of(pdf)
    for words in ("DIALLO", "Votre demande est déposée", "Accorder le titre", "Titre disponible"):
        assert words in text
    assert len(pypdfium2.PdfDocument(pdf)) > 20
    assert run("bpi_case_2", "--scenario", FILE, "--to", "json") == 0
    found = titles(capsys.readouterr().out)
    assert found[0] == "Avant de commencer"
    assert found[-1] == "Titre disponible"
    assert run("bpi_case_2", "--scenario", FILE, "--to", "terminal", "--screen", "pieces") == 0
    assert "decision_ofpra.pdf" in capsys.readouterr().out
    assert run("bpi_case_2", "--scenario", FILE, "--to", "terminal") == 0
    text = capsys.readouterr().out
    assert text.index("Avant de commencer") < text.index("Titre disponible")


def test_a_folder_has_a_file_a_screen_and_their_list(place: Path) -> None:
    assert run("bpi_case_2", "--scenario", FILE, "--to", "json", "-o", "ecrans/") == 0
    listed = (place / "ecrans" / "index.txt").read_text(encoding="utf-8").splitlines()
    assert listed[0] == "01-preambule.json  Avant de commencer"
    names = [line.split("  ")[0] for line in listed]
    assert sorted([*names, "index.txt"]) == sorted(f.name for f in (place / "ecrans").iterdir())
    for name in names:
        assert json.loads((place / "ecrans" / name).read_text(encoding="utf-8"))["title"]
    assert run("bpi_case_2", "-o", str(place / "ecrans")) == 0
    assert (place / "ecrans" / "01-preambule.pdf").read_bytes().startswith(b"%PDF-")


def test_what_cannot_be_done_is_said(capsys: Output) -> None:
    said = refused(capsys, "bpi_case_2", "--screen", "piece", "-o", "x.pdf")
    assert said == "Aucun écran ne s’appelle « piece ». Vouliez-vous « pieces » ?"
    said = refused(capsys, "bpi_case_2", "--screen", "zzzzzzzz", "-o", "x.pdf")
    assert said == "Aucun écran ne s’appelle « zzzzzzzz »."
    said = refused(capsys, "bpi_case_2", "--screen", "apatride", "--scenario", FILE, "-o", "x.pdf")
    assert said.startswith(
        "La personne de ce scénario ne passe pas par « apatride ». Elle passe par « preambule », "
    )
    said = refused(capsys, "bpi_case_2", "--to", "papyrus", "-o", "x.pdf")
    assert said.startswith("Aucun rendu ne s’appelle « papyrus ». Il y a « ")
    said = refused(capsys, "bpi_case_2")
    assert said == "Ce rendu ne se lit pas dans un terminal : donnez un fichier à « -o »."
    said = refused(capsys, "bpi_case_2", "--dossier", "1", "-o", "x.pdf")
    assert said == "« --dossier » et « --data » vont ensemble."
    said = refused(capsys, "account", "--scenario", FILE, "-o", "x.pdf")
    assert said == "Ce scénario raconte « bpi_case_2 », et non « account »."
    assert not Path("x.pdf").exists()


PART = """procedure: demande
version: "1"
title: Une démarche
fields:
  enfants: {label: Avez-vous des enfants ?, type: boolean}
flow:
  - screen: famille
    title: Famille
    fields: [enfants]
  - screen: fin
    title: Fin
    submit: {title: Déposer, outcome: depose}
"""


def test_a_screen_that_no_scenario_meets_asks_for_one(place: Path, capsys: Output) -> None:
    (place / "procedures").mkdir()
    (place / "procedures" / "demande.yaml").write_text(PART, encoding="utf-8")
    said = refused(capsys, "demande", "--screen", "fin", "-o", "x.pdf")
    assert said == (
        "On n’arrive à « fin » qu’après des réponses : donnez-les par --scenario FICHIER."
    )


def kept(place: Path, is_filed: bool) -> tuple[str, str]:
    """The folder of the store, and the dossier's number there."""
    data, told = str(place / "demandes"), scenario(BPI)
    with open_store(f"sqlite:{data}") as store:
        runtime = Runtime([checked("bpi_case_2")], store, sources(told.day), SERVICE)
        person = Typist(told, place)
        walked = person if is_filed else None
        name = runtime.start("bpi_case_2", account=person.account, known=person.known)
        runtime.press(name, "preambule")
        if walked:
            walked.runtime, walked.dossier = runtime, name
            walked.run()
    return data, name


def test_a_draft_is_its_screens_up_to_where_it_stands(place: Path, capsys: Output) -> None:
    data, name = kept(place, is_filed=False)
    run_ = ("bpi_case_2", "--data", data, "--dossier", name, "--to", "json")
    assert run(*run_) == 0
    assert titles(capsys.readouterr().out) == ["Avant de commencer", "Vérifier votre état civil"]
    assert run(*run_, "--screen", "etat_civil") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "etat_civil"
    said = refused(capsys, *run_, "--screen", "pieces")
    assert said == (
        "Ce dossier n’est pas passé par « pieces ». "
        "Il est passé par « preambule » et « etat_civil »."
    )
    said = refused(capsys, *run_[:4], "rien", "-o", "x.pdf")
    assert said == "Il n’existe aucun dossier « rien »."
    said = refused(capsys, "account", *run_[1:])
    assert said.endswith("est une demande « bpi_case_2 », et non « account ».")
    said = refused(capsys, "bpi_case_2", "--data", "ailleurs", "--dossier", "1", "-o", "x.pdf")
    assert said == "Le dossier du disque « ailleurs » n’existe pas."
    said = refused(capsys, *run_, "--scenario", FILE)
    assert said == "Choisissez entre « --scenario » et « --dossier »."


def test_a_filed_request_is_its_summary_on_paper(place: Path, capsys: Output) -> None:
    data, name = kept(place, is_filed=True)
    run_ = ("bpi_case_2", "--data", data, "--dossier", name)
    assert run(*run_, "-o", "resume.pdf") == 0
    text = text_of((place / "resume.pdf").read_bytes())
    for words in ("Récapitulatif de la demande", "DIALLO", "Ce qui s’est passé", "bail.pdf"):
        assert words in text
    assert run(*run_, "--to", "json") == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "status"


def test_a_renderer_of_one_page_a_file_asks_for_a_folder(
    place: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Renderer("seul", "Seul", "text/plain", lambda page: page.title.encode())
    known = {**renderers(), "seul": alone}
    monkeypatch.setattr(rendering, "renderers", lambda: known)
    said = refused(capsys, "bpi_case_2", "--scenario", FILE, "--to", "seul", "-o", "x.txt")
    assert said == "Le rendu « seul » fait un fichier par écran : donnez à « -o » un dossier."
    assert run("bpi_case_2", "--scenario", FILE, "--to", "seul", "-o", "seul/") == 0
    assert (place / "seul" / "01-preambule.txt").read_text(encoding="utf-8") == "Avant de commencer"


def test_what_an_extra_installs_is_told_where_it_is_missing(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "find_spec", lambda _library: None)
    renderers.cache_clear()
    try:
        assert "pdf" not in renderers()
        assert {"json", "terminal"} <= set(renderers())
        said = refused(capsys, "bpi_case_2", "-o", "x.pdf")
    finally:
        renderers.cache_clear()
    assert said == "Il manque une bibliothèque. Installez-la par : pip install 'parcours[pdf]'"
