"""`parcours run` in a real terminal of 80 columns: errors, help, back, stop, and on again."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path

import pexpect

from parcours.tests.terminal_lines import Typist, scenario

BPI = "bpi_case_2/refugiee_mariee.yaml"


def spawn(*arguments: str) -> pexpect.spawn[str]:
    """The program in a terminal of 80 columns and 24 lines."""
    return pexpect.spawn(
        sys.executable,
        ["-c", "from parcours.cli import main; main()", "run", *arguments],
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=30,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
        preexec_fn=heeding,
    )


def heeding() -> None:
    """As in anybody's terminal: what a shell runs in the background ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def answer(terminal: pexpect.spawn[str], prompt: str, line: str) -> None:
    """Wait for that prompt, then type."""
    terminal.expect_exact(prompt.replace(" :", "\u00a0:"))
    terminal.sendline(line)


def test_an_account_is_created_with_hesitations(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    terminal = spawn("account", "--data", data, "--today", "2026-09-20")
    answer(terminal, "(1 ou 2) : ", "7")
    terminal.expect_exact("Tapez un numéro : 1 ou 2.".replace(" :", "\u00a0:"))
    answer(terminal, "(1 ou 2) : ", "?")
    terminal.expect_exact("Tapez le numéro de votre réponse.")
    answer(terminal, "(1 ou 2) : ", "2")
    terminal.expect_exact("Votre numéro de visa")
    answer(terminal, "Votre réponse : ", "<")
    answer(terminal, "(1 ou 2) [2] : ", "1")
    terminal.expect_exact("Votre numéro étranger")
    answer(terminal, "Votre réponse : ", "7503120521")
    terminal.expect_exact("Nom de naissance")
    answer(terminal, "Votre réponse : ", "N’Diaye")
    terminal.expect_exact("Prénoms")
    terminal.expect_exact("Votre réponse\u00a0: ")
    terminal.delaybeforesend = 1  # a signal that comes before the terminal waits is seen later
    terminal.sendintr()
    terminal.expect_exact("Pour reprendre")
    terminal.expect("parcours (run account --dossier [0-9]{19} --data .*)\r\n")
    assert isinstance(terminal.match, re.Match)
    command = shlex.split(terminal.match[1])
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    resume(command[1:])


def resume(arguments: list[str]) -> None:
    """The same dossier, in another process, to its end."""
    terminal = spawn(*arguments)
    answer(terminal, "[1] : ", "")
    answer(terminal, "[7503120521] : ", "")
    answer(terminal, "[N’Diaye] : ", "")
    terminal.expect_exact("Prénoms")
    answer(terminal, "Votre réponse : ", "Awa")
    terminal.expect_exact("Date de naissance")
    answer(terminal, "aaaa) : ", "11/1990")
    answer(terminal, "[non] : ", "")
    terminal.expect_exact("Exemple")
    answer(terminal, "Votre réponse : ", "awa@exemple")
    terminal.expect_exact("adresse")
    answer(terminal, "Votre réponse : ", "awa@exemple.fr")
    answer(terminal, "Entrée pour passer) : ", "")
    answer(terminal, "r le renvoie : ", "")
    answer(terminal, "Votre réponse : ", "Saint-Louis-du-Sénégal")
    answer(terminal, "seconde fois : ", "Saint-Louis-du-Sénégal")
    answer(terminal, "confirmer : ", "oui")
    terminal.expect_exact("Votre demande de compte est confirmée")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert terminal.before is not None
    assert "\x1b" not in terminal.before


def test_a_secret_does_not_show(tmp_path: Path) -> None:
    told = scenario("account/avec_un_visa.yaml")
    *lines, secret, filed = Typist(told, tmp_path).run()
    terminal = spawn("account", "--today", told.day.isoformat())
    shown = ""
    for line in (*lines, secret, secret, filed):
        terminal.expect("\u00a0: ")
        shown += (terminal.before or "") + str(terminal.after)
        terminal.sendline(line)
    terminal.expect(pexpect.EOF)
    shown += terminal.before or ""
    assert secret not in shown
    assert "Votre demande de compte est confirmée" in shown


def test_lines_keep_to_the_width(tmp_path: Path) -> None:
    told = scenario(BPI)
    terminal = spawn(
        "bpi_case_2", "--account", "7503120521:a@exemple.fr", "--today", told.day.isoformat()
    )
    terminal.expect_exact("(Entrée)")
    assert terminal.before is not None
    assert max(map(len, terminal.before.split("\r\n"))) <= 80
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


def test_headings_are_bold_in_a_terminal_that_can() -> None:
    coloured = pexpect.spawn(
        sys.executable,
        ["-c", "from parcours.cli import main; main()", "run", "orientation"],
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=30,
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm"},
    )
    coloured.expect_exact("\x1b[1mTrouver ma démarche\x1b[0m")
    coloured.close(force=True)
