"""Whatever is typed at whatever prompt, the terminal answers in French and loses nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.engine.analysis.diagnose import check
from parcours.engine.page.page import Choice, Question
from parcours.engine.runtime import Runtime
from parcours.engine.source.files import InMemory
from parcours.engine.store.memory import MemoryStore
from parcours.renderers.terminal.desk import Desk
from parcours.renderers.terminal.guest import Guest
from parcours.renderers.terminal.held import held, meant, told
from parcours.renderers.terminal.paths import Unfit, chosen
from parcours.renderers.terminal.run import sources
from parcours.renderers.terminal.voice import Back, Silence, Stop, Voice
from parcours.renderers.terminal.walking import walk
from parcours.tests.campaign import count
from parcours.tests.terminal_lines import STARTS, Typist, checked, guest, runtime, scenario

BPI = "bpi_case_2/refugiee_mariee.yaml"
FAMILY = "bpi_family_case_3/epouse_reunie_avec_visa.yaml"
ORIENTATION = "orientation/epouse_avec_numero_etranger.yaml"
RENEWAL = "ue_permanent_renewal/infirmier_roumain_refuse.yaml"
ACCOUNT = "account/avec_un_visa.yaml"


@cache
def lived(path: str, folder: Path) -> Typist:
    """The scenario, lived once."""
    typist = Typist(scenario(path), folder)
    typist.run()
    return typist


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files to join are."""
    return tmp_path_factory.mktemp("papiers")


JARDIN = """
procedure: jardin
version: "1"
title: Demande de jardin partagé
documents: {plan: {title: Plan du jardin, help: Un dessin suffit.}}
flow:
  - screen: demande
    title: Votre demande
    collect: all
    submit: {title: Déposer}
examination: {opens: recue, states: {recue: {title: Demande reçue, final: oui}}}
"""


class Seat:
    """Somebody at a terminal, with the dossier of a scenario's person."""

    def __init__(self, path: str, folder: Path) -> None:
        told, typist = scenario(path), lived(path, folder)
        assert told.procedure
        self.lines = list(typist.lines)
        self.expected = typist.runtime.dossier(typist.dossier)[1]
        self.office = runtime(told.day, told.procedure.name)
        procedure = checked(told.procedure.name).procedure
        account = typist.account if procedure.requires else {}
        self.person = Guest(typist.account, guest(told).registry)
        self.dossier = self.office.start(procedure.id, account=account, known=typist.known)
        self.said: list[str] = []
        self.own: list[str] = []

    def write(self, text: str) -> None:
        self.said.append(text)
        self.own.append(text)

    def type(self, lines: Iterable[str]) -> str:
        """What is said while these lines are typed, and then nothing more."""
        waiting, before = iter(lines), len(self.said)

        def hear(prompt: str, _hidden: bool) -> str:
            self.write(prompt)
            for line in waiting:
                self.said.append(f"{line}\n")
                return line
            raise Silence

        with suppress(Stop, Silence):
            walk(Desk(self.office, self.dossier, Voice(self.write, hear)), self.person)
        return "".join(self.said[before:]).replace("\u00a0", " ").replace("\u202f", " ")


HIDDEN = set("\x00\x07\x1b\r\u202e\udcff")

LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "?", "<", "!", "-", "+", "-1", "-99", "0", "1", "2", "3", "99", "1, 3", "oui", "non",
         "r", "31/02/2026", "1990", "/", "/dev/null", "~", "~nobody/x", "'", "file://", "x" * 9_999,
         "\x1b[31m", "\u202e", "\udcff", "a\x00b", "¹", "٣", "①", "²"]
    ),
    st.integers(-5, 30).map(str),
)  # fmt: skip


@pytest.mark.parametrize("path", [ACCOUNT, BPI, FAMILY, ORIENTATION, RENEWAL])
def test_any_line_at_any_prompt_is_answered(path: str, papers: Path) -> None:
    whole = Seat(path, papers)

    @settings(max_examples=count(10, 1_000))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        seat = Seat(path, papers)
        start = data.draw(st.integers(0, len(whole.lines)), label="good lines before")
        odd = data.draw(st.lists(LINES, max_size=30), label="then")
        seat.type([*whole.lines[:start], *odd])
        assert not HIDDEN & set("".join(seat.own))

    check()


@pytest.mark.parametrize("path", [ACCOUNT, BPI, FAMILY, RENEWAL])
def test_help_anywhere_changes_nothing(path: str, papers: Path) -> None:
    seat = Seat(path, papers)
    seat.type([one for line in seat.lines for one in ("?", line)])
    found = seat.office.dossier(seat.dossier)[1]
    assert replace(found, length=0) == replace(seat.expected, length=0)


@pytest.mark.parametrize("path", [ACCOUNT, BPI])
def test_a_walk_may_stop_anywhere_and_keep_every_answer(path: str, papers: Path) -> None:
    for stop in ("!", None):
        seat = Seat(path, papers)
        for number in range(0, len(seat.lines), 4):
            before = seat.office.dossier(seat.dossier)[1]
            seat = Seat(path, papers)
            seat.type([*seat.lines[:number], *([stop] if stop else [])])
            after = seat.office.dossier(seat.dossier)[1]
            assert set(before.answers) <= set(after.answers)
            assert before.ticked <= after.ticked


def test_back_goes_to_the_question_before_then_to_the_screen_before(papers: Path) -> None:
    seat = Seat(BPI, papers)
    text = seat.type(["", "", "2", "<", "1", "non", "<", "<", "<", "<"])
    assert text.count("Votre réponse (1 à 7) [2] : 1\n") == 1
    assert "Informations connues de l’administration" in text.partition("[1] : <\n")[2]
    assert "C’est le premier écran : il n’y a rien avant." in text
    answers = seat.office.dossier(seat.dossier)[1].answers
    assert answers == {"situation_familiale": "celibataire", "enfants_a_charge": False}


def test_a_group_is_asked_part_by_part(papers: Path) -> None:
    seat = Seat(BPI, papers)
    spouse = ["", "", "2", "", "BARRY", "<", "BAH", "", "Ali", "3", "2", "31/02/1990", "1990"]
    text = seat.type([*spouse, "", "", "Guine", "Guinée", "12", "", "peut-être", "oui", "non"])
    for sentence in (
        "Nom de naissance [BARRY] : BAH",
        "Tapez un numéro : 1 ou 2.",
        "Cette date n’existe pas",
        "Aucun pays ne porte ce nom : écrivez « Guinée », si c’est lui.",
        "9 ou 10 chiffres",
        "Répondez par oui ou par non.",
    ):
        assert sentence in text, sentence
    found = seat.office.dossier(seat.dossier)[1].answers["conjoint"]
    assert isinstance(found, dict)
    assert (found["nom"], found["nationalite"]) == ("BAH", "GN")


def test_a_list_is_changed_row_by_row(papers: Path) -> None:
    seat = Seat(BPI, papers)
    child = ["BAH", "Awa", "1", "2017", "", "", "Mali", "oui"]
    other = ["BAH", "Oumar", "2", "2019", "", "", "Mali", "oui"]
    lines = ["", "", "1", "oui", *child, "2", "oui", *other, "9", "-3", "1", "BA", *[""] * 7, "-2"]
    text = seat.type([*lines, "non"])
    assert "2. Nom : BAH ; Prénoms : Oumar ; Sexe : Masculin" in text
    assert "tapez un numéro pour modifier" in text
    rows = seat.office.dossier(seat.dossier)[1].answers["enfants"]
    assert isinstance(rows, list)
    assert [row["nom"] for row in rows if isinstance(row, dict)] == ["BA"]


def test_an_optional_answer_is_passed_kept_or_erased(papers: Path) -> None:
    seat = Seat(BPI, papers)
    seat.type(["", "", "2", "2015"])
    assert seat.office.dossier(seat.dossier)[1].answers["date_union"] == "2015"
    text = " ".join(seat.type(["", ""]).split())
    assert "Entrée pour garder, - pour effacer) [2015]" in text
    assert seat.office.dossier(seat.dossier)[1].answers["date_union"] == "2015"
    seat.type(["", "-"])
    assert "date_union" not in seat.office.dossier(seat.dossier)[1].answers


def test_a_default_is_taken_by_enter_and_registry_values_are_proposed(papers: Path) -> None:
    seat = Seat(BPI, papers)
    text = seat.type(["", "", "1", "non", "", "", "1"])
    assert "Votre réponse [+33536491472] : " in text
    assert seat.office.dossier(seat.dossier)[1].answers["telephone"] == "+33536491472"


def test_an_attestation_is_needed(papers: Path) -> None:
    seat = Seat(BPI, papers)
    place = next(
        n for n, line in enumerate(seat.lines) if line == "Mon mari attend son visa à Conakry."
    )
    text = seat.type([*seat.lines[: place + 2], "non", "euh", "oui"])
    assert "Sans cette attestation, vous ne pouvez pas continuer." in text
    assert "Répondez par oui ou par non." in text


def documents(seat: Seat) -> int:
    """The place of the first file among the lines."""
    return next(number for number, line in enumerate(seat.lines) if line.endswith(".pdf"))


def test_files_are_joined_removed_and_refused(papers: Path, tmp_path: Path) -> None:
    seat = Seat(BPI, papers)
    (tmp_path / "texte.pdf").write_text("bonjour")
    (tmp_path / "vide.pdf").touch()
    (tmp_path / "lourd.pdf").write_bytes(b"%PDF-" + b"0" * 10_000_000)
    os.mkfifo(tmp_path / "tube")
    good = seat.lines[documents(seat)]
    names = ["texte.pdf", "vide.pdf", "lourd.pdf", "tube", "rien.pdf", "."]
    tries = ["", *(str(tmp_path / name) for name in names), f"'{good}'", "-2", "-1", "", good]
    text = seat.type([*seat.lines[: documents(seat)], *tries])
    for sentence in (
        "Ce document est nécessaire : donnez le chemin d’un fichier.",
        "ni un PDF, ni une image JPEG ou PNG",
        "Ce fichier est vide",
        "Ce fichier est trop lourd : 10 Mo, pour 10 Mo au plus.",
        "Ce n’est pas un fichier ordinaire",
        "Ce fichier n’existe pas : vérifiez le chemin.",
        "C’est un dossier",
        "« decision_ofpra.pdf » est joint.",
        "Aucun fichier ne porte ce numéro.",
        "« decision_ofpra.pdf » est retiré.",
    ):
        assert sentence in text, sentence
    files = seat.office.dossier(seat.dossier)[1].files["decision_protection"]
    assert [file.name for file in files] == ["decision_ofpra.pdf"]


def test_a_file_is_replaced_by_another_and_not_by_itself(tmp_path: Path) -> None:
    found, _report = check(InMemory({"jardin.yaml": JARDIN}), "jardin.yaml")
    assert found
    with MemoryStore() as store:
        office = Runtime([found], store, sources(None))
        dossier = office.start("jardin")
        plan, other = tmp_path / "plan.pdf", tmp_path / "autre.pdf"
        plan.write_bytes(b"%PDF-1.7")
        other.write_bytes(b"%PDF-1.4")
        kept = []
        for path in (plan, plan, other):
            waiting = iter([str(path)])
            voice = Voice(lambda _text: None, lambda *_prompt, lines=waiting: next(lines, "!"))
            with suppress(Stop):
                walk(Desk(office, dossier, voice), Guest({}, {}))
            kept.append([file.name for file in office.dossier(dossier)[1].files["plan"]])
    assert kept == [["plan.pdf"], ["plan.pdf"], ["autre.pdf"]]


def test_a_document_too_old_is_told_at_once(papers: Path) -> None:
    seat = Seat(BPI, papers)
    place = seat.lines.index("2025-11-20")
    text = seat.type([*seat.lines[:place], "20/11/2020", "", "hier", "20/11/2025"])
    assert "Ce document est trop ancien : joignez-en un plus récent." in text
    assert "Date du document (jj/mm/aaaa) [20 novembre 2020]" in text
    assert "Écrivez une date avec le jour" in text
    day = seat.office.dossier(seat.dossier)[1].days[
        "justificatif_domicile.locataire_proprietaire.bail"
    ]
    assert day.year == 2025


def test_paths_are_read_as_people_write_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "mon bail d'août.pdf"
    path.write_bytes(STARTS["pdf"])
    written = str(path)
    escaped = written.replace(" ", "\\ ").replace("'", "\\'")
    for line in (
        written,
        f'"{written}"',
        escaped,
        "~/mon bail d'août.pdf",
        path.as_uri(),
    ):
        assert chosen(line, 100).name == path.name
    assert chosen(written, 100).media == "application/pdf"
    path.chmod(0)
    if os.access(path, os.R_OK):
        return  # whoever runs the tests may read everything
    with pytest.raises(Unfit, match="droit"):
        chosen(written, 100)


@pytest.mark.parametrize(("ending", "media"), [("jpg", "image/jpeg"), ("png", "image/png")])
def test_a_file_is_known_by_its_bytes(ending: str, media: str, tmp_path: Path) -> None:
    path = tmp_path / "image.pdf"
    path.write_bytes(STARTS[ending])
    assert chosen(str(path), 100).media == media


@given(st.text())
def test_any_path_is_refused_with_a_sentence(line: str) -> None:
    with suppress(Unfit):
        assert len(chosen(line, 1).content) == 1


def test_review_sections_are_modified_by_their_number(papers: Path) -> None:
    seat = Seat(BPI, papers)
    text = seat.type([*seat.lines[:-2], "9", "1", "", "oui", "non"])
    assert "Appuyez seulement sur Entrée" in text
    after = text[text.index("Appuyez seulement sur Entrée") :]
    assert "Vérifier votre état civil" in after
    assert "(Entrée), ou le numéro d’une partie à modifier" in after


def test_nothing_is_filed_without_a_yes(papers: Path) -> None:
    seat = Seat(BPI, papers)
    text = seat.type([*seat.lines[:-1], "non", "", "1", "", "non"])
    assert text.count("Rien n’est déposé.") == 3
    assert not seat.office.dossier(seat.dossier)[1].filed


def test_the_link_of_a_message_is_played(papers: Path) -> None:
    seat = Seat(ACCOUNT, papers)
    text = seat.type([*seat.lines[:-3], "euh", "r", "", "court", "oui", *seat.lines[-2:], ""])
    assert text.count("Objet : Confirmez la création de votre compte") == 2
    assert "https://demonstration.invalid/lien" in text
    assert "Appuyez sur Entrée, ou tapez r." in text
    assert "au moins 12 caractères" in text
    assert "l’application reçoit le résultat « account_created »" in text
    assert "Votre demande de compte est confirmée" in text


def test_a_hidden_answer_is_typed_twice(papers: Path) -> None:
    seat = Seat(ACCOUNT, papers)
    said: list[str] = []
    secret = seat.lines[-2]
    lines = iter([*seat.lines[:-2], secret, "autre", secret, secret, "oui"])
    hidden: list[str] = []

    def hear(prompt: str, is_hidden: bool) -> str:
        said.append(prompt)
        line = next(lines, None)
        if line is None:
            raise Silence
        hidden.extend([line] if is_hidden else [])
        return line

    voice = Voice(said.append, hear, is_secret=True)
    walk(Desk(seat.office, seat.dossier, voice), seat.person)
    assert hidden == [secret, "autre", secret, secret]
    assert "Les deux réponses sont différentes" in "".join(said)
    assert secret not in "".join(said)


def test_an_end_may_be_left_backwards(papers: Path) -> None:
    seat = Seat("orientation/autre_demarche.yaml", papers)
    text = seat.type([*seat.lines, "<", "1"])
    assert text.count("Que voulez-vous faire ?") == 2
    assert "Pour qui est la demande ?" in text


def test_numbers_stand_for_the_answers_listed() -> None:
    listed = (Choice("a", "Un"), Choice("2", "Deux"), Choice("c", "Trois"))
    one = Question("q", "Q", "one_of", "choice", choices=listed)
    several = replace(one, control="some_of")
    assert [meant(one, line) for line in ("1", "3.", "4", "Deux")] == ["a", "c", "4", "Deux"]
    assert (
        meant(several, "1, 3") == meant(several, "1 et 3") == meant(several, "1;3 ") == ["a", "c"]
    )
    assert meant(several, "Un, Trois") == ["Un", "Trois"]
    assert (held(one, "c"), held(several, ["a", "c"])) == ("3", "1, 3")
    assert told(several, ["a", "c"]) == "Un, Trois"


@pytest.mark.parametrize("line", ["<", "!"])
def test_keys_work_where_yes_is_expected(line: str) -> None:
    voice = Voice(lambda _text: None, lambda _prompt, _hidden: line)
    raised: Callable[[], bool] = lambda: voice.agrees("Oui ?")  # noqa: E731
    with pytest.raises(Back if line == "<" else Stop):
        raised()
