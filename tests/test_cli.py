"""What each command prints and the status it ends with."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from parcours import __version__, cli
from parcours.engine.analysis.rule import rules
from parcours.engine.model.schema import published
from parcours.renderers import annex, graph, report

COMMANDS = tuple(cli.parcours.commands)

DEMANDE = """procedure: demande
version: "1"
title: Une démarche
fields:
  enfants: {label: Avez-vous des enfants ?, type: boolean}
flow:
  - screen: famille
    title: Famille
    fields: [enfants]
    submit: {title: Déposer, outcome: depose}
"""
FAULTY = DEMANDE.replace("type: boolean", "type: boolen")

FAULT = """erreur[bad-value] {message}
 --> procedures/faute.yaml:5:51
  |
5 |   enfants: {{label: Avez-vous des enfants ?, type: boolen}}
  |                                                   ^^^^^^
  |
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound procedure, to work in, and a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "procedures").mkdir()
    (tmp_path / "x").touch()
    (tmp_path / "procedures" / "demande.yaml").write_text(DEMANDE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def faulty(place: Path) -> Path:
    """Beside it, one with a fault."""
    text = FAULTY.replace("procedure: demande", "procedure: faute")
    (place / "procedures" / "faute.yaml").write_text(text, encoding="utf-8")
    return place


Output = pytest.CaptureFixture[str]


def parcours(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    """Status, output, complaints."""
    status = cli.run(arguments)
    return (status, *capsys.readouterr())


def test_version(capsys: Output) -> None:
    assert parcours(capsys, "--version") == (0, f"parcours {__version__}\n", "")


HELP = """Usage\u00a0: parcours [OPTIONS] COMMANDE [ARGUMENTS]...

  Une démarche administrative, écrite en un fichier YAML, devient un logiciel.

Options\u00a0:
  --version  Montrer la version.
  --help     Montrer cette aide.

Commandes\u00a0:
  completion  Imprimer de quoi compléter les commandes dans le terminal.
  documents   Lister les documents qu’une procédure demande, et à qui.
  explain     Expliquer une règle, ou les citer toutes.
  graph       Dessiner le parcours d’une procédure.
  guide       Écrire le guide usager de procédures, en PDF.
  new         Commencer une procédure par un exemple court et commenté.
  render      Écrire les écrans d’une procédure, tels que l’usager les voit.
  run         Parcourir une procédure dans le terminal, comme un usager.
  schema      Imprimer le schéma JSON d’un fichier, pour les éditeurs.
  serve       Ouvrir le portail : comptes, demandes, pièces, messages.
  simulate    Suivre des personnes d’un bout à l’autre d’une procédure.
  test        Jouer les scénarios des procédures, et dire ce qu’ils...
  validate    Vérifier des procédures, leurs parties et leurs scénarios.
  verify      Dire si un document est authentique, par son code 2D-DOC.

  Exemple\u00a0: parcours validate procedures/
"""


def test_help(capsys: Output) -> None:
    assert parcours(capsys, "--help") == (0, HELP, "")
    assert parcours(capsys) == (2, "", HELP)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_french(capsys: Output, command: str) -> None:
    status, text, complaints = parcours(capsys, command, "--help")
    assert (status, complaints) == (0, "")
    assert text.startswith(f"Usage\u00a0: parcours {command} [OPTIONS]")
    assert f"Exemple\u00a0: parcours {command} " in text
    assert "Montrer cette aide.\n" in text
    assert not [word for word in ("Show", "Usage:", "Options:") if word in text]


@pytest.mark.parametrize(
    ("arguments", "message", "usage"),
    [
        (
            ["validat"],
            "La commande « validat » n’existe pas. Vouliez-vous « validate »\u202f?",
            "parcours [OPTIONS] COMMANDE [ARGUMENTS]...",
        ),
        (
            ["xyz"],
            "La commande « xyz » n’existe pas.",
            "parcours [OPTIONS] COMMANDE [ARGUMENTS]...",
        ),
        (
            ["validate", "--formt", "json"],
            "L’option « --formt » n’existe pas. Vouliez-vous « --format »\u202f?",
            "parcours validate [OPTIONS] [CHEMIN]...",
        ),
        (
            ["validate", "--format"],
            "L’option « --format » attend une valeur.",
            "parcours validate [OPTIONS] [CHEMIN]...",
        ),
        (
            ["validate", "--strict=oui"],
            "L’option « --strict » ne prend pas de valeur.",
            "parcours validate [OPTIONS] [CHEMIN]...",
        ),
        (
            ["validate", "--format", "xml"],
            "L’option « --format » attend text, json, sarif ou github.",
            "parcours validate [OPTIONS] [CHEMIN]...",
        ),
        (["graph"], "Il manque PROCÉDURE.", "parcours graph [OPTIONS] PROCÉDURE"),
        (["explain", "a", "b", "c"], "« b c » est de trop.", "parcours explain [OPTIONS] [RÈGLE]"),
        (
            ["completion", "csh"],
            "Choisissez entre bash, zsh et fish.",
            "parcours completion [OPTIONS] {bash|zsh|fish}",
        ),
    ],
)
def test_a_badly_written_command(
    capsys: Output, arguments: Sequence[str], message: str, usage: str
) -> None:
    message = message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    command = usage.partition(" [")[0]
    assert parcours(capsys, *arguments) == (
        2,
        "",
        f"Erreur\u00a0: {message}\nUsage\u00a0: {usage}\nAide\u00a0: {command} --help\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["explain", "unknown-nme"],
            "La règle « unknown-nme » n’existe pas. Vouliez-vous « unknown-name »\u202f?",
        ),
        (
            ["graph", "demnade"],
            "La procédure « demnade » n’existe pas. Vouliez-vous « demande »\u202f?",
        ),
        (["documents", "xyz"], "La procédure « xyz » n’existe pas."),
        (
            ["new", "Œuvre d'été"],
            "« Œuvre d'été » ne peut pas être un nom\u00a0: écrivez par exemple « oeuvre_d_ete ».",
        ),
        (["new", "1"], "« 1 » ne peut pas être un nom\u00a0: écrivez par exemple « demarche_1 »."),
        (["new", "a.yaml"], "« a.yaml » ne peut pas être un nom\u00a0: écrivez par exemple « a »."),
        (["new", "demande"], "procedures/demande.yaml existe déjà\u00a0: rien n’a été écrit."),
        (["schema", "-o", "."], "« . » ne peut pas être écrit\u00a0: c’est un dossier."),
        (
            ["schema", "-o", "x/a"],
            "« x/a » ne peut pas être écrit\u00a0: un fichier de ce nom est déjà là.",
        ),
    ],
)
def test_a_command_that_cannot_be_obeyed(
    capsys: Output, arguments: Sequence[str], message: str
) -> None:
    message = message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert parcours(capsys, *arguments) == (2, "", f"Erreur\u00a0: {message}\n")


@pytest.mark.parametrize("paths", [[], ["procedures"], ["procedures/demande.yaml"]])
def test_a_sound_procedure(capsys: Output, paths: list[str]) -> None:
    expected = (0, "Aucune erreur dans 1 procédure.\n", "")
    assert parcours(capsys, "validate", *paths) == expected
    assert parcours(capsys, "validate", "--strict", *paths) == expected


def test_a_faulty_procedure(capsys: Output, faulty: Path) -> None:
    status, text, complaints = parcours(capsys, "validate")
    (found,) = json.loads(parcours(capsys, "validate", "--format", "json")[1])
    assert (status, complaints) == (1, "")
    assert text.startswith(FAULT.format(message=found["message"]))
    assert text.endswith(
        "\n\n1 erreur dans 1 fichier.\n"
        "Pour comprendre une règle\u00a0: parcours explain bad-value\n"
    )
    assert (found["file"], found["line"], found["column"]) == ("procedures/faute.yaml", 5, 51)


@pytest.mark.parametrize("form", report.FORMATS)
def test_each_format_ends_with_the_same_status(capsys: Output, faulty: Path, form: str) -> None:
    sound = "procedures/demande.yaml"
    assert parcours(capsys, "validate", "--format", form)[0] == 1
    assert parcours(capsys, "validate", sound, "--format", form)[0] == 0
    assert parcours(capsys, "validate", "absent.yaml", sound, "--format", form)[0] == 1


def test_the_formats_offered_are_those_there_are() -> None:
    offered = {
        name: tuple(param.type.choices)
        for name, command in cli.parcours.commands.items()
        for param in command.params
        if param.name == "form" and isinstance(param.type, click.Choice)
    }
    assert offered["validate"] == report.FORMATS
    assert offered["graph"] == tuple(graph.FORMATS)
    assert offered["documents"] == (*annex.FORMATS, "pdf")


def test_sarif_names_the_version(capsys: Output) -> None:
    (run,) = json.loads(parcours(capsys, "validate", "--format", "sarif")[1])["runs"]
    assert run["tool"]["driver"]["version"] == __version__


def test_colour_is_asked_for_or_not(capsys: Output, faulty: Path) -> None:
    usual = parcours(capsys, "validate")[1]
    assert "\x1b" not in usual
    assert parcours(capsys, "validate", "--color", "never")[1] == usual
    assert (
        "\x1b[1;31merreur[bad-value]\x1b[0m" in parcours(capsys, "validate", "--color", "always")[1]
    )


@pytest.mark.parametrize("command", ["graph", "documents"])
def test_a_faulty_procedure_is_neither_drawn_nor_listed(
    capsys: Output, faulty: Path, command: str
) -> None:
    status, text, complaints = parcours(capsys, command, "faute")
    assert (status, text) == (1, "")
    assert complaints == parcours(capsys, "validate", "procedures/faute.yaml")[1]


@pytest.mark.parametrize("name", ["demande", "procedures/demande.yaml"])
@pytest.mark.parametrize("form", graph.FORMATS)
def test_a_drawing(capsys: Output, place: Path, name: str, form: str) -> None:
    status, text, complaints = parcours(capsys, "graph", name, "--format", form)
    assert (status, complaints) == (0, "")
    assert "Famille" in text
    written = place / "dessins" / "demande"
    assert parcours(capsys, "graph", name, "--format", form, "-o", str(written)) == (0, "", "")
    assert written.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["aide", "procedures/aide.yaml"])
@pytest.mark.parametrize("form", annex.FORMATS)
def test_a_list_of_documents(capsys: Output, place: Path, name: str, form: str) -> None:
    assert parcours(capsys, "new", "aide")[0] == 0
    status, text, complaints = parcours(capsys, "documents", name, "--format", form)
    assert (status, complaints) == (0, "")
    assert "Bail de location" in text
    assert parcours(capsys, "documents", name, "--format", form, "-o", "liste") == (0, "", "")
    assert (place / "liste").read_text(encoding="utf-8") == text


def test_a_procedure_of_the_package(capsys: Output) -> None:
    assert "Décision de l’Ofpra" in parcours(capsys, "documents", "bpi_case_2")[1]


@pytest.mark.parametrize("name", ["procedure", "scenario"])
def test_a_schema(capsys: Output, place: Path, name: str) -> None:
    status, text, complaints = parcours(capsys, "schema", name)
    assert (status, complaints) == (0, "")
    Draft202012Validator.check_schema(json.loads(text))
    assert parcours(capsys, "schema", name, "-o", "schema.json") == (0, "", "")
    assert (place / "schema.json").read_text(encoding="utf-8") == text
    if name == "procedure":
        assert text == published() == parcours(capsys, "schema")[1]


def test_the_manual(capsys: Output) -> None:
    status, text, _complaints = parcours(capsys, "explain")
    assert status == 0
    assert [line.split(" ")[0] for line in text.splitlines()] == list(rules())


@pytest.mark.parametrize("name", rules())
def test_a_page_of_the_manual(capsys: Output, name: str) -> None:
    status, text, _complaints = parcours(capsys, "explain", name)
    assert status == 0
    assert text.startswith(f"{name} (")
    assert "::" not in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(capsys: Output, shell: str) -> None:
    status, text, complaints = parcours(capsys, "completion", shell)
    assert (status, complaints) == (0, "")
    assert "_PARCOURS_COMPLETE" in text
    assert "parcours" in text


@pytest.mark.parametrize(
    ("command", "begun", "expected"),
    [
        ("explain", "unknown-na", [("unknown-name", "plain")]),
        ("graph", "dem", [("demande", "plain")]),
        ("documents", "bpi_case", [("bpi_case_2", "plain")]),
        ("graph", "procedures/d", [("procedures/d", "file")]),
        ("validate", "proc", [("proc", "file")]),
    ],
)
def test_what_is_completed(command: str, begun: str, expected: list[tuple[str, str]]) -> None:
    ctx = click.Context(cli.parcours.commands[command])
    (argument,) = (found for found in ctx.command.params if isinstance(found, click.Argument))
    items = argument.shell_complete(ctx, begun)
    assert [(item.value, item.type) for item in items] == expected


def fail() -> None:
    raise LookupError("le ciel")


BROKEN = f"""Parcours s’est arrêté sur une faute qui est la sienne, pas la vôtre\u00a0:
  LookupError: le ciel
Signalez-la à qui maintient Parcours {__version__}, avec la commande et le fichier. Pour
joindre le détail, relancez la commande précédée de PARCOURS_DEBUG=1.
"""


def test_a_fault_of_ours_is_told_without_a_traceback(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cli.parcours.commands, "fail", click.Command("fail", callback=fail))
    assert parcours(capsys, "fail") == (70, "", BROKEN)
    monkeypatch.setenv("PARCOURS_DEBUG", "1")
    status, _text, complaints = parcours(capsys, "fail")
    assert status == 70
    assert complaints.startswith("Traceback (most recent call last):\n")


def test_an_interruption_is_no_fault(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.parcours.commands, "wait", click.Command("wait", callback=interrupt))
    assert parcours(capsys, "wait") == (130, "", "\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("simulate account --random 1 --seed x", "« --seed » attend un nombre entier."),
        ("simulate account --random x", "« --random » attend un nombre entier, de 1 à 1 000 000."),
        ("simulate account --random 0", "« --random » attend un nombre entier, de 1 à 1 000 000."),
        ("simulate account --sample 0", "« --sample » attend un nombre entier, de 1 à 1 000 000."),
        ("simulate account --sample 9 --trace", "« --trace » demande --scenario, --answers ou"),
        ("simulate account --population . --trace", "« --trace » demande --scenario, --answers"),
        ("simulate account --population .", "« . » est un dossier : indiquez un fichier."),
        ("graph procedures", "« procedures » est un dossier : indiquez le fichier"),
        ("serve --procedures nulle_part", "« --procedures » attend un dossier qui existe."),
        ("serve --data x", "« --data » attend un dossier, et non un fichier."),
    ],
)
def test_what_is_expected_is_said(capsys: Output, words: str, said: str) -> None:
    status, text, complaints = parcours(capsys, *words.split())
    assert (status, text) == (2, "")
    assert said in complaints.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("command", ["run", "simulate", "render"])
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "attend une date, par exemple 2026-01-31."),
        ("demain", "attend une date, par exemple 2026-01-31."),
        ("9999-12-31", "attend une année entre 1900 et 2200."),
        ("0001-01-01", "attend une année entre 1900 et 2200."),
        ("1899-12-31", "attend une année entre 1900 et 2200."),
        ("2201-01-01", "attend une année entre 1900 et 2200."),
    ],
)
def test_a_day_is_one_of_the_calendar(capsys: Output, command: str, day: str, said: str) -> None:
    status, text, complaints = parcours(capsys, command, "demande", "--today", day)
    assert (status, text) == (2, "")
    assert said in complaints


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_the_first_and_last_days_are_simulated(capsys: Output, day: str) -> None:
    words = f"simulate account --random 3 --today {day}".split()
    assert parcours(capsys, *words)[0] == 0


def test_every_command_reads_the_day_alike() -> None:
    days = [
        param.callback
        for command in cli.parcours.commands.values()
        for param in command.params
        if "--today" in param.opts
    ]
    assert len(days) >= 3
    assert len(set(days)) == 1


def test_the_readme_tells_each_command_once() -> None:
    readme = (Path(cli.__file__).parent / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `parcours (\w+)", readme, re.MULTILINE)
    assert sorted(rows) == sorted(set(COMMANDS) - {"completion"})
