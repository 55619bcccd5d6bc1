"""`parcours run` as a real program: lines piped in, dossiers kept, what cannot be done."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from parcours.engine.store.open import DATABASE
from parcours.tests.dossiers import AWAITING, HEAD
from parcours.tests.terminal_lines import PROCEDURES, Typist, scenario

PROGRAM = [sys.executable, "-c", "from parcours.cli import main; main()"]
WALKS = {
    "account/avec_un_visa.yaml": "Votre demande de compte est confirmée",
    "bpi_case_2/refugiee_mariee.yaml": "Demande déposée",
    "bpi_family_case_3/epouse_reunie_avec_visa.yaml": "Demande déposée",
    "orientation/autre_demarche.yaml": "Cette démarche n’est pas disponible ici",
    "ue_permanent_renewal/norvegien_deux_complements.yaml": "Demande déposée",
}
BPI = "bpi_case_2/refugiee_mariee.yaml"
ACCOUNT = "7503120521:a.diallo@exemple.fr"


def run(
    lines: Iterable[str], *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program, with these lines on its input."""
    found = subprocess.run(
        [*PROGRAM, "run", *arguments],
        input="".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape").decode(),
        env={**os.environ, "COLUMNS": "80", **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    found.stdout, found.stderr = plain(found.stdout), plain(found.stderr)
    return found


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def options(path: str) -> list[str]:
    """The command line that makes us the person of a scenario."""
    told = scenario(path)
    assert told.procedure
    file = str(PROCEDURES / "scenarios" / path)
    found = [told.procedure.name, "--today", told.day.isoformat(), "--registry", file]
    if told.account and told.account.number and told.account.email:
        found += ["--account", f"{told.account.number.name}:{told.account.email.name}"]
    return found


@pytest.mark.parametrize(("path", "last"), WALKS.items())
def test_each_procedure_is_walked_through_a_pipe(path: str, last: str, tmp_path: Path) -> None:
    lines = Typist(scenario(path), tmp_path).run()
    found = run(lines, *options(path))
    assert (found.returncode, found.stderr) == (0, ""), found.stdout
    assert last in found.stdout
    assert "\x1b" not in found.stdout
    assert "Saint-Louis" not in found.stdout  # the password
    assert max(map(len, found.stdout.split("\n"))) <= 80 + max(map(len, lines))


def test_an_orientation_opens_a_procedure_and_hands_answers_over(tmp_path: Path) -> None:
    path = "orientation/epouse_avec_numero_etranger.yaml"
    lines = Typist(scenario(path), tmp_path).run()
    found = run([*lines, "!"], *options(path))
    assert (found.returncode, found.stderr) == (0, ""), found.stdout
    assert "Première demande de titre de séjour – famille d’une personne protégée" in found.stdout
    opened = found.stdout.partition("Commencer maintenant ?")[2]
    assert "Avant de commencer" in opened
    assert "Votre lien avec la personne protégée" not in opened  # answered before
    assert "Vous arrêtez ici. Rien n’est gardé" in opened


def kept(found: subprocess.CompletedProcess[str]) -> list[str]:
    """The command that the program gives to resume."""
    line = found.stdout.rstrip("\n").split("\n")[-1]
    words = shlex.split(line)
    assert words[:2] == ["parcours", "run"], found.stdout
    return words[2:]


def last_screen(text: str) -> str:
    """From the last title of a step on, without what was typed and what was said at the end."""
    return text[text.rindex("Étape") :].partition("Vous arrêtez ici")[0].strip()


def test_a_walk_goes_on_in_another_process(tmp_path: Path) -> None:
    lines = Typist(scenario(BPI), tmp_path).run()
    data = tmp_path / "un dossier"
    first = run([*lines[:2], "!"], *options(BPI), "--data", str(data))
    assert first.returncode == 0, first.stdout
    today = ("--today", scenario(BPI).day.isoformat())
    again = run(["!"], *kept(first), *today)
    assert again.returncode == 0
    assert last_screen(again.stdout) == last_screen(first.stdout)
    whole = run(lines[2:], *kept(again), *today)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "Demande déposée" in whole.stdout
    number = re.findall(r"Numéro de la demande : (9201202602161000\d{3})\n", whole.stdout)
    listed = run([], "--list", "--data", str(data)).stdout
    assert f"demande n° {number[0]}" in listed
    assert "  Demande déposée  " in listed
    assert number[0] in run([""], "--dossier", number[0], "--data", str(data)).stdout


def filed(tmp_path: Path) -> list[str]:
    """A request filed, and the options that find it again."""
    lines = Typist(scenario(BPI), tmp_path).run()
    data = str(tmp_path / "data")
    found = run(lines, *options(BPI), "--data", data)
    number = re.findall(r"Numéro de la demande : (\d{19})", found.stdout)
    return ["--dossier", number[0], "--data", data]


def test_a_caseworker_asks_and_the_applicant_answers(tmp_path: Path) -> None:
    found = filed(tmp_path)
    agent = [*found, "--as", "caseworker"]
    opened = run(["1", "oui", ""], *agent, "--today", "2026-02-23")
    assert opened.returncode == 0, opened.stderr
    assert "Vérification du dossier" in opened.stdout
    assert "Nom de naissance : DIALLO" in opened.stdout
    asked = [
        "3",
        "",
        "Livret de famille",
        "4",
        "Envoyez-le entier.",
        "",
        "non",
        "Il manque",
        "ceci.",
        "",
    ]
    asked += ["20/01/2026", "oui", "24/03/2026", "oui", ""]
    answer = run(asked, *agent, "--today", "2026-02-24")
    assert answer.returncode == 0, answer.stderr
    assert "Indiquez une date après le 24 février 2026." in answer.stdout
    assert "Complément demandé" in answer.stdout
    paper = tmp_path / "livret.png"
    paper.write_bytes(b"\x89PNG\r\n\x1a\n livret")
    sent = run(["1", "", str(paper), "", "oui", ""], *found, "--today", "2026-03-01")
    assert sent.returncode == 0, sent.stderr
    assert "Complément transmis" in sent.stdout
    assert "Envoyez-le entier." in sent.stdout


def test_time_has_passed_when_a_dossier_is_opened_again(tmp_path: Path) -> None:
    found = run([""], *filed(tmp_path), "--today", "2026-09-30")
    assert found.returncode == 0
    assert "ejet" in found.stdout  # four months of silence


def test_an_input_that_ends_too_early_is_told() -> None:
    found = run(["", ""], *options(BPI))
    assert found.returncode == 1
    assert found.stdout.endswith("ajoutez --data DOSSIER à la commande.\n")
    assert run([], "bpi_case_2").returncode == 1  # the account


def test_what_cannot_be_obeyed_is_said(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "bad.yaml").write_text("registry: {nom: {a: b}}\n")
    (tmp_path / "worse.yaml").write_text("- a\n")
    (tmp_path / "garbled.yaml").write_bytes(b"titre: Zo\xe9\n")
    cases: list[tuple[int, str, list[str]]] = [
        (2, "Indiquez une procédure", []),
        (2, "Indiquez avec --data", ["--list"]),
        (2, "Indiquez avec --data", ["--dossier", "1"]),
        (2, "Indiquez avec --dossier", ["bpi_case_2", "--as", "caseworker"]),
        (2, "La procédure « bpi_case » n’existe pas. Vouliez-vous « bpi_case_2 » ?", ["bpi_case"]),
        (2, "« --account » attend NUMÉRO:COURRIEL", ["bpi_case_2", "--account", "1"]),
        (2, "« --today »", ["bpi_case_2", "--today", "demain"]),
        (1, "aucun dossier « 12 »", ["--dossier", "12", "--data", str(data)]),
        (1, "n’existe pas", ["--list", "--data", str(tmp_path / "none")]),
        (2, "est un dossier : indiquez le fichier", [str(PROCEDURES)]),
        (1, "n’est pas en UTF-8", [str(tmp_path / "garbled.yaml")]),
        (2, "n’est pas le fichier d’une procédure", [str(PROCEDURES / "scenarios" / BPI)]),
        (1, "Impossible de lire et d’écrire", ["account", "--data", str(tmp_path / "file")]),
        (1, "Registre, « nom » :", ["orientation", "--registry", str(tmp_path / "bad.yaml")]),
        (1, "worse.yaml :", ["orientation", "--registry", str(tmp_path / "worse.yaml")]),
        (1, "none.yaml :", ["orientation", "--registry", str(tmp_path / "none.yaml")]),
    ]
    for status, told, arguments in cases:
        found = run([], *arguments)
        assert (found.returncode, found.stdout.count("Traceback")) == (status, 0), arguments
        assert told in found.stderr, found.stderr
        if "--registry" not in arguments:
            assert "À chaque question" not in found.stdout, arguments
    assert run([], "--list", "--data", str(data)).stdout.startswith("Aucun dossier")
    assert list(data.iterdir()) == []
    assert run([], "nulle_part", "--data", str(tmp_path / "new")).returncode == 2
    assert not (tmp_path / "new").exists()


def test_a_dossier_that_cannot_be_read_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    words = kept(run(["!"], "orientation", "--data", str(tmp_path)))
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection, connection:
        connection.execute("UPDATE entries SET event = '{'")
    found = run([], *words)
    assert (found.returncode, found.stdout) == (1, "")
    assert "est illisible : une de ses entrées est abîmée." in found.stderr


def test_a_dossier_is_not_of_another_procedure(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    begun = run(["!"], "orientation", "--data", data)
    words = kept(begun)
    found = run([], "account", *words[1:])
    assert found.returncode == 1
    assert "est une demande" in found.stderr
    agent = run([], *words, "--as", "caseworker")
    assert agent.returncode == 1
    assert "un agent n’a rien à y faire" in agent.stderr


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_accents_pass_whatever_the_machine_is_set_to(environment: dict[str, str]) -> None:
    lines = ["1", "7503120521", "N’DIAYE", "Aïssatou", "1990", "", "<", "", "", ""]
    found = run(lines, "account", **environment)
    assert "[Aïssatou]" in found.stdout


def test_bytes_that_are_no_text_are_refused() -> None:
    raw = b"1\n7503120521\n\xff\xfe\nDiallo\n"
    found = subprocess.run(
        [*PROGRAM, "run", "account"], input=raw, capture_output=True, check=False
    )
    assert found.returncode == 1
    assert "ne peut pas être conservé" in found.stdout.decode()
    assert not found.stderr


def test_a_draft_that_opens_on_what_it_awaits_shows_its_message(tmp_path: Path) -> None:
    """Once, and not again when the draft is resumed."""
    path, data = tmp_path / "demande.yaml", str(tmp_path / "data")
    path.write_text(HEAD + AWAITING, "utf-8")
    (tmp_path / "account.yaml").write_text(
        (PROCEDURES / "account.yaml").read_text("utf-8"), "utf-8"
    )
    found = run([], str(path), "--data", data, "--account", ACCOUNT)
    assert found.stdout.count("Objet : Votre lien") == 1, found.stdout + found.stderr
    (dossier,) = re.findall(r"--dossier (\S+)", found.stdout)
    again = run([], str(path), "--data", data, "--dossier", dossier)
    assert "Objet : Votre lien" not in again.stdout
    assert "Confirmez" in again.stdout
