"""`parcours test`: what it prints of scenarios that pass, fail or cannot be run, and its status."""

import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from parcours import cli
from parcours.engine.source.wording import _, typeset
from parcours.renderers.terminal.progress import Progress

DEMANDE = """procedure: demande
version: "1"
title: Une démarche
fields:
  enfants: {label: Avez-vous des enfants ?, type: boolean}
  ecole: {label: À l’école ?, type: boolean, when: enfants}
flow:
  - screen: famille
    title: Famille
    fields: [enfants, ecole]
    next:
      - {when: not enfants, to: rien}
  - screen: depot
    title: Dépôt
    submit: {title: Déposer}
ends:
  rien: {title: Rien, text: Rien à demander.}
examination:
  opens: etude
  states:
    etude:
      title: Étude
      actions:
        finir: {by: caseworker, title: Finir, to: fini}
    fini: {title: Fini, final: true}
"""
PASSES = """scenario: Un parent
procedure: demande
today: 2026-11-02
answers: {enfants: oui, ecole: non}
then:
  - {do: finir, by: caseworker, on: 2026-11-03}
expect:
  screens: [famille, depot]
  state: fini
"""
FAILS = """scenario: Personne
procedure: demande
today: 2026-11-02
answers: {enfants: non}
expect:
  screens: [famille, depot]
  state: etude
"""
COVERED = (
    "  couverte à 100 % : "
    "écrans 2/2, cas des conditions 4/4, fins 1/1 et transitions de l’examen 1/1\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "procedures" / "scenarios" / "demande"
    folder.mkdir(parents=True)
    (tmp_path / "procedures" / "demande.yaml").write_text(DEMANDE, encoding="utf-8")
    (folder / "passe.yaml").write_text(PASSES, encoding="utf-8")
    return folder


Output = pytest.CaptureFixture[str]


def parcours(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    status = cli.run(arguments)
    return (status, *capsys.readouterr())


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def failing(place: Path) -> None:
    (place / "echoue.yaml").write_text(FAILS, encoding="utf-8")


def test_all_pass(capsys: Output, place: Path) -> None:
    (place / "rien.yaml").write_text(
        FAILS.replace(", depot]\n  state: etude", "]\n  end: rien"), encoding="utf-8"
    )
    status, text, complaints = parcours(capsys, "test")
    expected = f"demande : 2 scénarios, tout passe\n{COVERED}\n2 scénarios joués : tout passe.\n"
    assert (status, plain(text), complaints) == (0, expected, "")


FAILURE = """échec Personne
 --> procedures/scenarios/demande/echoue.yaml:6:22
  |
6 |   screens: [famille, depot]
  |                      ^^^^^
  = Écran attendu : « depot » ; obtenu : aucun de plus.
 --> procedures/scenarios/demande/echoue.yaml:7:10
  |
7 |   state: etude
  |          ^^^^^
  = État attendu : « etude » ; obtenu : rien.
  chemin suivi : famille → rien

"""


def test_a_failure_is_shown_where_it_parts(capsys: Output, place: Path) -> None:
    failing(place)
    status, text, _complaints = parcours(capsys, "test", "procedures")
    expected = (
        f"{FAILURE}demande : 2 scénarios, 1 échoue\n{COVERED}\n2 scénarios joués : 1 échoue.\n"
    )
    assert (status, plain(text)) == (1, expected)
    status, text, _complaints = parcours(
        capsys, "test", f"{place}/echoue.yaml", "--color", "always"
    )
    assert status == 1
    assert "\x1b[1;31méchec\x1b[0m \x1b[1mPersonne\x1b[0m" in text
    assert "couverte" not in text, "one scenario covers little, and that says nothing"


def test_what_is_not_covered_is_named_with_its_place(capsys: Output) -> None:
    status, text, _complaints = parcours(capsys, "test", "procedures/demande.yaml")
    assert status == 0
    assert plain(text) == (
        "demande : 1 scénario, tout passe\n"
        "  couverte à 62 % : "
        "écrans 2/2, cas des conditions 2/4, fins 0/1 et transitions de l’examen 1/1\n"
        "  non couvert : condition fausse, pour « ecole » (procedures/demande.yaml:6:52)\n"
        "  non couvert : condition vraie, pour « rien » (procedures/demande.yaml:12:16)\n"
        "  non couvert : fin « rien » (procedures/demande.yaml:17:3)\n"
        "\n1 scénario joué : tout passe.\n"
    )


def test_every_kind_missed_has_its_words(capsys: Output) -> None:
    text = DEMANDE.replace(
        "examination:\n",
        "notices:\n  lu: {title: Lu, text: Lu.}\ndeliverables:\n"
        "  recu: {title: Reçu, template: receipt, text: Reçu.}\n"
        "attestations:\n  vrai: {text: Vrai.}\ndocuments:\n"
        "  bail: {title: Bail, help: Aide.}\nexamination:\n"
        "  clocks:\n    silence: {title: Silence, delay: 2 months, starts: filing, "
        "runs_in: [etude], to: fini}\n",
    )
    text = text.replace(
        "submit: {title: Déposer}",
        "collect: all\n    attest: all\n    submit: {title: Déposer, deliver: [recu], notice: lu}",
    ).replace(
        "      actions:\n", "      timers:\n        - {after: 3 days, to: fini}\n      actions:\n"
    )
    Path("procedures/demande.yaml").write_text(text, encoding="utf-8")
    Path("procedures/scenarios/demande/passe.yaml").write_text(
        FAILS.replace(", depot]\n  state: etude", "]\n  end: rien"), encoding="utf-8"
    )
    status, printed, _complaints = parcours(capsys, "test")
    assert status == 0
    missed = [line.split("(")[0] for line in plain(printed).splitlines() if "non couvert" in line]
    assert [line.removeprefix("  non couvert : ").strip() for line in missed] == [
        "écran « depot »",
        "condition vraie, pour « ecole »",
        "condition fausse, pour « rien »",
        "document « bail »",
        "attestation « vrai »",
        "action « finir » dans l’état « etude »",
        "minuteur « etude/0 » de l’état « etude »",
        "délai « silence » échu dans l’état « etude »",
        "message « lu »",
        "document délivré « recu »",
    ]


def test_what_is_wrong_in_the_files_is_told_instead(capsys: Output, place: Path) -> None:
    Path("procedures/demande.yaml").write_text(
        DEMANDE.replace("boolean", "boolen"), encoding="utf-8"
    )
    status, text, _complaints = parcours(capsys, "test", f"{place}/passe.yaml")
    assert status == 1
    assert "erreur[bad-value]" in text
    assert "joué" not in text
    status, text, _complaints = parcours(capsys, "test", "--format", "json", "--junit", "j.xml")
    assert (status, json.loads(text)[0]["rule"]) == (1, "bad-value")
    suite = ET.parse("j.xml").getroot()[0]  # noqa: S314 - written by ourselves
    assert (suite.attrib["name"], suite.attrib["errors"]) == ("validate", suite.attrib["tests"])
    assert suite[0][0].attrib["type"] == "bad-value"


@pytest.mark.parametrize("typed", ["absent.yaml", "procedures/scenarios/demande/absent.yaml"])
def test_a_file_that_is_not_there(capsys: Output, typed: str) -> None:
    status, text, _complaints = parcours(capsys, "test", typed)
    assert status == 1
    assert "erreur[unreadable-file]" in text


def test_no_scenario_is_no_success(capsys: Output, place: Path) -> None:
    (place / "passe.yaml").unlink()
    status, text, _complaints = parcours(capsys, "test")
    assert status == 1
    assert plain(text) == (
        "demande : aucun scénario\n\n"
        "Aucun scénario à jouer. Écrivez-en dans procedures/scenarios/<démarche>/.\n"
    )


def test_badly_written(capsys: Output) -> None:
    status, _text, complaints = parcours(capsys, "test", "--format", "xml")
    assert status == 2
    assert (
        _("L’option « {name} » attend {expected}.").format(name="--format", expected="text ou json")
        in complaints
    )


def test_each_procedure_is_measured_by_its_own_scenarios(capsys: Output, place: Path) -> None:
    """What two procedures share, and the scenarios of one meet, is missed in the other."""
    head, shared = DEMANDE.split("flow:")
    flow, examination = shared.split("examination:")
    Path("procedures/common").mkdir()
    part = Path("procedures/common/examen.yaml")
    part.write_text(f"examination:{examination}", encoding="utf-8")
    for name in ("demande", "autre"):
        text = head.replace("demande", name).replace(
            "fields:", "use: [common/examen.yaml]\nfields:"
        )
        Path(f"procedures/{name}.yaml").write_text(f"{text}flow:{flow}", encoding="utf-8")
    none = FAILS.replace(", depot]\n  state: etude", "]\n  end: rien")
    (place / "rien.yaml").write_text(none, encoding="utf-8")
    filed = PASSES.replace("demande", "autre").replace("state: fini", "state: etude")
    filed = filed.replace("then:\n  - {do: finir, by: caseworker, on: 2026-11-03}\n", "")
    for name, scenario in (("rien", none.replace("demande", "autre")), ("depot", filed)):
        path = Path(f"procedures/scenarios/autre/{name}.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(scenario, encoding="utf-8")
    status, text, _complaints = parcours(capsys, "test")
    assert status == 0
    assert plain(text) == (
        "autre : 2 scénarios, tout passe\n"
        f"{COVERED.replace('100', '87').replace('examen 1/1', 'examen 0/1')}"
        "  non couvert : action « finir » dans l’état « etude » "
        "(procedures/common/examen.yaml:7:9)\n"
        "\n"
        f"demande : 2 scénarios, tout passe\n{COVERED}"
        "\n"
        "Toutes ensemble, couvertes à 93 % : "
        "écrans 4/4, cas des conditions 8/8, fins 2/2 et transitions de l’examen 1/2.\n"
        "4 scénarios joués : tout passe.\n"
    )
    status, text, _complaints = parcours(capsys, "test", "--coverage", "88", "--junit", "j.xml")
    assert status == 1
    assert "\nautre est couverte à 87 %, et devait l’être à 88 %.\n" in plain(text)
    *_suites, suite = ET.parse("j.xml").getroot()  # noqa: S314 - written by ourselves
    assert (suite.attrib["name"], suite.attrib["tests"], suite.attrib["failures"]) == (
        "coverage",
        "2",
        "1",
    )
    lost, passed = suite
    assert (lost.attrib["name"], passed.attrib["name"]) == ("autre", "demande")
    assert (lost[0].attrib["type"], list(passed)) == ("coverage", [])
    status, _text, _complaints = parcours(capsys, "test", "--coverage", "87")
    assert status == 0


def test_a_procedure_half_played_is_not_covered(capsys: Output, place: Path) -> None:
    failing(place)
    status, text, _complaints = parcours(capsys, "test", f"{place}/passe.yaml", "--coverage", "1")
    assert status == 1
    said = "demande n’est pas mesurée : tous ses scénarios n’ont pas été joués.\n"
    assert said in plain(text)
    assert parcours(capsys, "test", f"{place}/passe.yaml")[0] == 0


@pytest.mark.parametrize("typed", ["101", "-1", "tout"])
def test_a_percentage_is_one(capsys: Output, typed: str) -> None:
    status, _text, complaints = parcours(capsys, "test", "--coverage", typed)
    assert status == 2
    said = _("L’option « --coverage » attend un nombre entier, de 0 à 100.")
    assert said in complaints


def test_json(capsys: Output, place: Path) -> None:
    failing(place)
    status, text, _complaints = parcours(capsys, "test", "--format", "json")
    told = json.loads(text)
    assert (status, told["passed"]) == (1, False)
    (procedure,) = told["procedures"]
    lost, passed = procedure["scenarios"]
    assert (procedure["procedure"], procedure["passed"]) == ("demande", False)
    assert passed == {
        "scenario": "Un parent",
        "file": "procedures/scenarios/demande/passe.yaml",
        "passed": True,
        "screens": ["famille", "depot"],
        "end": "",
        "state": "fini",
        "outcome": "",
        "transitions": [["etude", "do/finir"]],
        "differences": [],
    }
    assert lost["differences"][0] == {
        "key": "screens",
        "message": typeset("Écran attendu : « depot » ; obtenu : aucun de plus."),
        "expected": typeset("« depot »"),
        "happened": "aucun de plus",
        "file": "procedures/scenarios/demande/echoue.yaml",
        "line": 6,
        "column": 22,
    }
    assert procedure["coverage"]["figures"]["screens"] == {"met": 2, "of": 2}
    assert procedure["coverage"]["missed"] == []
    assert procedure["coverage"]["percent"] == 100
    figures = procedure["coverage"]["figures"]
    assert told["coverage"] == {"least": 0, "percent": 100, "figures": figures}


def test_junit(capsys: Output, place: Path) -> None:
    failing(place)
    status, _text, _complaints = parcours(capsys, "test", "--junit", "sortie/j.xml")
    assert status == 1
    root = ET.parse("sortie/j.xml").getroot()  # noqa: S314 - written by ourselves
    (suite,) = root
    assert suite.attrib == {"name": "demande", "tests": "2", "failures": "1", "errors": "0"}
    lost, passed = suite
    assert passed.attrib == {
        "classname": "demande",
        "name": "Un parent",
        "file": "procedures/scenarios/demande/passe.yaml",
        "line": "1",
    }
    assert list(passed) == []
    (failure,) = lost
    assert failure.attrib["message"].startswith(typeset("Écran attendu : « depot »"))
    assert (failure.text or "").endswith("famille")


def test_many_divergences_are_cut_short(capsys: Output, place: Path) -> None:
    text = (
        FAILS.replace("{enfants: non}", "{enfants: non, ecole: oui}")
        + "  documents: []\n  notices: []\n  unasked: [enfants]\n  warnings: [Attention]\n"
    )
    text = text.replace("  state: etude\n", "  state: etude\n  later: []\n").replace(
        "expect:", "then:\n  - {do: finir}\nexpect:"
    )
    (place / "echoue.yaml").write_text(text, encoding="utf-8")
    _status, printed, _complaints = parcours(capsys, "test")
    assert plain(printed).count("  = ") == 5
    assert "  1 autre écart.\n" in printed


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_for_a_terminal_only() -> None:
    drawn = f"\r\x1b[2K{'█' * 8}{'░' * 16} 1 sur 3\r\x1b[2K{'█' * 24} 3 sur 3\r\x1b[2K4 en tout"
    for stream, expected in ((StringIO(), ""), (_Terminal(), f"{drawn}\r\x1b[2K")):
        ticks = iter((0.0, 0.0, 0.05, 0.1, 0.1, 0.2, 0.2))
        with Progress(stream, "{done} sur {of}", "{done} en tout", ticks.__next__) as progress:
            progress(1, 3)
            progress(2, 3)  # too soon after to be seen
            progress(3, 3)
            progress(4, 0)
        assert stream.getvalue() == expected
