"""Which folder of procedures a typed path belongs to, and how its files are then named."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import Report
from parcours.renderers.report import render
from parcours.renderers.report.find import Known, Unknown, find, known_ids, ready
from parcours.renderers.report.gather import gather, usual_folder

PROCEDURE = """procedure: {id}
version: "1"
title: Une démarche
use: [common/foyer.yaml]
flow:
  - screen: famille
    title: Famille
    fields: [enfants]
    submit: {{title: Déposer, outcome: depose}}
"""
PART = "fields:\n  enfants: {label: Avez-vous des enfants ?, type: boolean}\n"
FAULTY = "fields:\n  enfants: {label: Avez-vous des enfants ?, type: boolen}\n"
SCENARIO = """scenario: Une personne
procedure: demande
answers: {enfants: oui}
expect: {outcome: depose}
"""


def folder(root: Path, part: str = PART) -> None:
    """A folder of procedures: one procedure, a part, a scenario."""
    for path, text in {
        "demande.yaml": PROCEDURE.format(id="demande"),
        "common/foyer.yaml": part,
        "scenarios/demande/premier.yaml": SCENARIO,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(report: Report) -> list[str]:
    """The files of the faults."""
    return sorted({found["file"] for found in json.loads(render(report, "json"))})


def test_a_clean_folder(place: Path) -> None:
    folder(place / "procedures")
    expected = (
        "procedures/common/foyer.yaml",
        "procedures/demande.yaml",
        "procedures/scenarios/demande/premier.yaml",
    )
    for typed in ("procedures", "procedures/", "./procedures", "."):
        assert gather([typed]).files == expected
        assert gather([typed]).diagnostics == ()


@pytest.mark.parametrize(
    ("here", "typed", "expected"),
    [
        (".", "procedures", "procedures/common/foyer.yaml"),
        (".", "procedures/common", "procedures/common/foyer.yaml"),
        (".", "procedures/common/foyer.yaml", "procedures/common/foyer.yaml"),
        (".", "./procedures/common/../demande.yaml", "procedures/common/foyer.yaml"),
        (".", "procedures/demande.yaml", "procedures/common/foyer.yaml"),
        ("procedures", ".", "common/foyer.yaml"),
        ("procedures", "common/foyer.yaml", "common/foyer.yaml"),
        ("procedures/common", "foyer.yaml", "foyer.yaml"),
        ("procedures/common", ".", "foyer.yaml"),
        ("procedures/scenarios", "../common/foyer.yaml", "../common/foyer.yaml"),
        ("procedures/scenarios/demande", "../../demande.yaml", "../../common/foyer.yaml"),
    ],
)
def test_files_are_named_as_typed(
    place: Path, monkeypatch: pytest.MonkeyPatch, here: str, typed: str, expected: str
) -> None:
    folder(place / "procedures", FAULTY)
    monkeypatch.chdir(place / here)
    report = gather([typed])
    assert named(report) == [expected]
    assert report.lines[expected][0] == "fields:"


def test_an_absolute_path_stays_absolute(place: Path) -> None:
    folder(place / "procedures", FAULTY)
    typed = (place / "procedures" / "demande.yaml").as_posix()
    expected = (place / "procedures" / "common" / "foyer.yaml").as_posix()
    assert named(gather([typed])) == [expected]


def test_a_scenario_belongs_to_the_folder_that_holds_scenarios(place: Path) -> None:
    folder(place / "demo")
    report = gather(["demo/scenarios/demande/premier.yaml"])
    assert report.files == ("demo/scenarios/demande/premier.yaml",)
    assert report.diagnostics == ()


def test_a_lone_file_is_checked_in_its_own_folder(place: Path) -> None:
    folder(place / "demo")
    report = gather(["demo/demande.yaml"])
    assert (report.files, report.diagnostics) == (("demo/demande.yaml",), ())


def test_a_file_in_a_large_folder_is_read_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies deep below it is not looked at: it may be all of a disk."""
    folder(place / "demo")
    (place / "demo" / "vaste" / "plus" / "loin").mkdir(parents=True)
    walked: list[str] = []
    walk = os.walk

    def followed(*arguments: Any, **named: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for step in walk(*arguments, **named):
            walked.append(Path(step[0]).name)
            yield step

    monkeypatch.setattr(os, "walk", followed)
    for read in (find, ready):
        assert not isinstance(read("demo/demande.yaml"), Report)
        assert not isinstance(read("demo/absent.yaml"), Known)
    assert "plus" not in walked
    gather(["demo"])
    assert "loin" in walked  # the control: the whole folder, where it is what was asked for


@pytest.mark.parametrize("read", [find, ready])
def test_a_folder_is_no_procedure(place: Path, read: Any) -> None:
    folder(place / "demo")
    for name in ("demo/", str(place)):
        with pytest.raises(Unknown) as caught:
            read(name)
        assert "est un dossier" in caught.value.why


def test_several_folders_are_one_report(place: Path) -> None:
    folder(place / "un" / "procedures", FAULTY)
    folder(place / "deux", FAULTY)
    report = gather(["un/procedures/demande.yaml", "deux", "un/procedures/common"])
    assert named(report) == ["deux/common/foyer.yaml", "un/procedures/common/foyer.yaml"]
    assert len(report.diagnostics) == 2


@pytest.mark.parametrize("typed", ["absent.yaml", "absent/", "procedures/absent.yaml"])
def test_what_is_not_there_is_a_fault(place: Path, typed: str) -> None:
    folder(place / "procedures")
    (found,) = gather([typed, "procedures"]).diagnostics
    assert (found.rule, found.span.file) == ("unreadable-file", typed.rstrip("/"))
    assert found.message == "Ce fichier n’existe pas."


@pytest.mark.parametrize("typed", ["vide", "procedures/vide"])
def test_a_folder_without_a_procedure_is_a_fault(place: Path, typed: str) -> None:
    folder(place / "procedures")
    (place / typed).mkdir()
    (found,) = gather([typed]).diagnostics
    assert (found.rule, found.span.file) == ("unreadable-file", typed)
    assert found.message == "Ce dossier ne contient aucun fichier .yaml."


def test_the_usual_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(place / "procedures")
    found = []
    for here in (".", "procedures", "procedures/common"):
        monkeypatch.chdir(place / here)
        found.append(str(usual_folder()))
    assert found == ["procedures", ".", ".."]


def test_a_procedure_is_found_by_id_or_path(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(place / "procedures")
    for name in ("demande", "procedures/demande.yaml"):
        known = find(name)
        assert isinstance(known, Known)
        assert (known.procedure.id, known.procedure.file) == ("demande", "procedures/demande.yaml")
        assert "enfants" in known.names.names()
    assert "demande" in known_ids()
    monkeypatch.chdir(place / "procedures" / "common")
    assert isinstance(find("demande"), Known)


def test_a_faulty_procedure_is_its_report(place: Path) -> None:
    folder(place / "procedures", FAULTY)
    report = find("demande")
    assert isinstance(report, Report)
    assert named(report) == ["procedures/common/foyer.yaml"]


def test_the_procedures_of_the_package_are_known(place: Path) -> None:
    assert "bpi_case_2" in known_ids()


@pytest.mark.parametrize(
    ("name", "near"),
    [("demnade", "demande"), ("xyz", None), ("procedures/common/foyer.yaml", None)],
)
def test_what_is_no_procedure_is_unknown(place: Path, name: str, near: str | None) -> None:
    folder(place / "procedures")
    with pytest.raises(Unknown) as caught:
        find(name)
    assert (caught.value.name, caught.value.near) == (name, near)
