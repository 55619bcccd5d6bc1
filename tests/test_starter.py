"""`parcours new`: the example is sound, editors find its schemas, nothing is ever overwritten."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parcours import cli
from parcours.renderers.starter import slug

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to begin in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def schema_of(file: Path) -> Path:
    """The schema that the first line of a file sends editors to."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    return (file.parent / named[1]).resolve(strict=True)


def test_what_is_written(place: Path, capsys: Output) -> None:
    assert cli.run(["new", "aide_logement"]) == 0
    assert capsys.readouterr().out == (
        "Écrit\u00a0:\n"
        "  procedures/aide_logement.yaml\n"
        "  procedures/scenarios/aide_logement/premier.yaml\n"
        "  schemas/procedure.schema.json\n"
        "  schemas/scenario.schema.json\n"
        "Ensuite\u00a0:\n"
        "  parcours validate procedures\n"
        "  parcours graph procedures/aide_logement.yaml --format svg -o aide_logement.svg\n"
        "  parcours documents procedures/aide_logement.yaml\n"
    )
    assert cli.run(["validate", "--strict"]) == 0
    assert capsys.readouterr().out == "Aucune erreur dans 1 procédure et 1 scénario.\n"


def test_the_title_is_ours_or_the_name(place: Path, capsys: Output) -> None:
    for name, title, expected in (
        ("a", "", "title: A"),
        ("aide_logement", "", "title: Aide logement"),
        ("b", "Aide au logement des étudiants", "title: Aide au logement des étudiants"),
        ("c", 'L\'aide : "rapide" # ou non', 'title: "L\'aide : \\"rapide\\" # ou non"'),
        ("d", "123", 'title: "123"'),
    ):
        assert cli.run(["new", name, "--title", title]) == 0
        text = Path("procedures", f"{name}.yaml").read_text(encoding="utf-8")
        assert f"\nprocedure: {name} " in text
        assert f"\n{expected}\n" in text
    assert cli.run(["validate", "--strict"]) == 0


@pytest.mark.parametrize("folder", ["procedures", "demo", "a/procedures", "."])
def test_editors_find_the_schemas(place: Path, folder: str) -> None:
    assert cli.run(["new", "aide", "--dir", folder]) == 0
    home = place / folder
    for file in (home / "aide.yaml", home / "scenarios" / "aide" / "premier.yaml"):
        schema = json.loads(schema_of(file).read_text(encoding="utf-8"))
        found = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
        assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    assert cli.run(["validate", folder, "--strict"]) == 0


def test_a_second_one_shares_the_schemas(place: Path, capsys: Output) -> None:
    assert cli.run(["new", "un"]) == 0
    shared = place / "schemas" / "procedure.schema.json"
    shared.write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert cli.run(["new", "deux"]) == 0
    assert "schemas/" not in capsys.readouterr().out
    assert shared.read_text(encoding="utf-8") == "{}"


def test_nothing_is_overwritten(place: Path, capsys: Output) -> None:
    scenario = place / "procedures" / "scenarios" / "aide" / "premier.yaml"
    scenario.parent.mkdir(parents=True)
    scenario.write_text("scenario: le mien\n", encoding="utf-8")
    assert cli.run(["new", "aide"]) == 2
    assert scenario.read_text(encoding="utf-8") == "scenario: le mien\n"
    assert not (place / "procedures" / "aide.yaml").exists()


def test_inside_the_folder_of_procedures(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = place / "procedures" / "common"
    common.mkdir(parents=True)
    monkeypatch.chdir(common)
    assert cli.run(["new", "aide"]) == 0
    assert schema_of(place / "procedures" / "aide.yaml").parent == place / "schemas"


def test_the_example_shipped_is_sound(root: Path, capsys: Output) -> None:
    for kind in ("procedure", "scenario"):
        file = root / "renderers" / "starter" / f"{kind}.yaml"
        assert schema_of(file).parent == root / "schemas"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aide", "aide"),
        ("Aide à l'installation", "aide_a_l_installation"),
        ("  Œuvre--d’art  ", "oeuvre_d_art"),
        ("2e_demande", "demarche_2e_demande"),
        ("demande.yaml", "demande"),
        ("_a__b_", "a_b"),
        ("漢字", "demarche"),
        ("", "demarche"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_an_id(text: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", slug(text))
    assert slug(slug(text)) == slug(text)
