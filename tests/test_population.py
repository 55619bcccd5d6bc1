"""A population read from a table or drawn: counted, and followed by the engine on a sample."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from parcours.bench.population import PROCEDURES
from parcours.engine.analysis.diagnose import check
from parcours.engine.fields.field_type import Refused
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.checked import Checked
from parcours.engine.simulation.memo import Memo
from parcours.engine.simulation.population import Applicant, drawn
from parcours.engine.simulation.reading import Reading
from parcours.engine.source.files import Folder, InMemory
from parcours.engine.source.wording import NBSP, THIN
from parcours.renderers.report.people_csv import count_csv, read_csv
from parcours.renderers.report.people_parquet import count_parquet, read_parquet
from parcours.renderers.report.simulating import simulate
from parcours.renderers.report.walked import interesting
from parcours.renderers.report.wish import FINE, Wish

TODAY = date(2026, 11, 2)
MIDNIGHT = datetime(2000, 1, 31, tzinfo=UTC)

FOYER = """
procedure: foyer
version: "1"
title: Un foyer
fields:
  nom: {label: Nom, type: text}
  naissance: {label: Naissance, type: date}
  revenu: {label: Revenu, type: decimal, optional: true}
  marie: {label: Êtes-vous marié, type: boolean}
  aides: {label: Aides, type: choices, optional: true, options: {apl: APL, rsa: RSA}}
  conjoint:
    label: Votre conjoint
    type: group
    when: marie
    fields:
      prenom: {label: Prénom, type: text}
      naissance: {label: Naissance, type: date}
  enfants:
    label: Vos enfants
    type: list
    optional: true
    item:
      prenom: {label: Prénom, type: text}
      age: {label: Âge, type: integer, min: 0, max: 120}
documents:
  aide:
    title: Preuve d’aide
    help: Une lettre.
    when: answered(aides) and contains(aides, 'rsa')
  livret:
    title: Livret de famille
    help: Toutes ses pages.
    when: any(enfants, item.age < 18)
flow:
  - screen: foyer
    title: Votre foyer
    fields: [nom, naissance, revenu, marie, aides, conjoint, enfants]
    collect: all
    next:
      - {when: age(naissance) < 18, to: mineur}
  - screen: depot
    title: Déposer
    submit: {title: Déposer}
ends: {mineur: {title: Vous êtes mineur, text: Revenez plus tard.}}
examination: {opens: recue, states: {recue: {title: Demande reçue, final: oui}}}
"""


def checked(name: str = "") -> Checked:
    """A shipped procedure, or else the household."""
    files = Folder(PROCEDURES, "procedures") if name else InMemory({"foyer.yaml": FOYER})
    found, report = check(files, f"{name or 'foyer'}.yaml")
    assert found, [one.message for one in report.diagnostics]
    return found


def household() -> Compiled:
    return compile_procedure(checked())


def simulated(wish: Wish, name: str = "") -> tuple[str, int, str]:
    """Text, status, refusal; no-break spaces are plain ones."""
    found = simulate(checked(name), wish, lambda _done, _of: None)
    text, refusal = (
        said.replace(NBSP, " ").replace(THIN, " ") for said in (found.text, found.refusal)
    )
    return text, found.status, refusal


def table(folder: Path, text: str) -> str:
    path = folder / "personnes.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def arrow(folder: Path, columns: Mapping[str, Any]) -> str:
    path = folder / "personnes.parquet"
    parquet.write_table(pa.table(dict(columns)), path)
    return str(path)


# Tables


def test_a_sample_is_the_same_each_time() -> None:
    wish = Wish(sample=30, seed=2, today=TODAY, form="json")
    first = simulated(wish, "orientation")
    assert first == simulated(wish, "orientation")
    assert first[1:] == (FINE, "")
    assert json.loads(first[0])["count"] == 30


def test_a_table_of_persons(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "type_identifiant;numero_etranger;nom;prenoms;date_naissance;courriel\n"
        "titre;993124567;RAHIMI;Farhad;1998;f.rahimi@exemple.fr\n"
        "titre;;DURAND;Anne;1990-01-02;a.durand@exemple.fr\n",
    )
    text, status, refusal = simulated(Wish(population=path, today=TODAY), "account")
    assert (status, refusal) == (FINE, "")
    assert "Arrêtés sur l’écran :\n   50,0 %          1  identification\n" in text
    assert "   50,0 %          1  compte_cree\n" in text


ZOE = '[{"prenom": "Zoé", "age": "7"}]'
ROWS = (
    ("RAHIMI", "1998-03-01", "12.50", "oui", "apl|rsa", "Awa", "2000-01-31", ZOE),
    ("DURAND", "2015-03-01", "", "non", "", "", "", ""),
    ("RAHIMI", "1/3/1998", "3", "non", "rsa", "", "", '[{"prenom": "Ada", "age": "18"}]'),
)
NAMES = (
    *("nom", "naissance", "revenu", "marie", "aides"),
    *("conjoint.prenom", "conjoint.naissance", "enfants"),
)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_lists_groups_and_options_of_a_csv(tmp_path: Path, separator: str) -> None:
    lines = (separator.join(map(quoted, cells)) for cells in (NAMES, *ROWS))
    path = table(tmp_path, "\ufeff" + "\n".join(lines) + "\n\n")
    reading = Reading(household(), TODAY)
    first, second, third = (reading.answers(one) for _n, one in read_csv(household(), path))
    assert first["aides"] == {"apl", "rsa"}
    assert first["revenu"] == Decimal("12.50")
    assert first["conjoint.prenom"] == "Awa"
    assert [row["age"] for row in first["enfants"]] == [7]
    nobody = reading.answers(Applicant({}, {}))
    assert second == {**nobody, "nom": "DURAND", "naissance": date(2015, 3, 1), "marie": False}
    assert third["naissance"] == date(1998, 3, 1)
    assert [number for number, _one in read_csv(household(), path)] == [2, 3, 4]
    assert count_csv(path) == 4  # lines: the blank one too
    text, status, refusal = simulated(Wish(population=path, today=TODAY))
    assert (status, refusal) == (FINE, "")
    assert "   33,3 %          1  mineur\n" in text
    assert "   66,7 %          2  aide\n" in text
    assert "   33,3 %          1  livret\n" in text


def test_parquet_says_what_the_csv_says(tmp_path: Path) -> None:
    texts = {name: [row[at] or None for row in ROWS] for at, name in enumerate(NAMES)}
    csv = table(tmp_path, "\n".join(";".join(map(quoted, cells)) for cells in (NAMES, *ROWS)))
    typed = {
        **texts,
        "nom": pa.array(texts["nom"]).dictionary_encode(),
        "naissance": [date(1998, 3, 1), date(2015, 3, 1), date(1998, 3, 1)],
        "revenu": pa.array([12.5, float("nan"), 3.0]),
        "marie": [True, False, False],
        "aides": [["apl", "rsa"], [], ["rsa"]],
        "conjoint.naissance": pa.array([MIDNIGHT, None, None], pa.timestamp("ns")),
        "enfants": [[{"prenom": "Zoé", "age": 7}], None, [{"prenom": "Ada", "age": 18}]],
    }
    compiled, reading = household(), Reading(household(), TODAY)
    expected = [reading.answers(one) for _n, one in read_csv(compiled, csv)]
    path = ""
    for columns in (texts, typed):
        path = arrow(tmp_path, columns)
        assert [reading.answers(one) for _n, one in read_parquet(compiled, path)] == expected
        assert count_parquet(path) == 3
    wish = Wish(population=csv, today=TODAY)
    assert simulated(Wish(population=path, today=TODAY)) == simulated(wish)


def test_numbers_of_parquet_are_exact(tmp_path: Path) -> None:
    numbers = [0.1, 1e-7, 123456789012.0]
    exact = [Decimal("1.10"), Decimal("0.07"), None]
    compiled = household()
    for column, expected in (
        (pa.array(numbers), ["0.1", "0.0000001", "123456789012"]),
        (pa.array(exact, pa.decimal128(5, 2)), ["1.10", "0.07", None]),
    ):
        people = read_parquet(compiled, arrow(tmp_path, {"revenu": column}))
        assert [one.told.get("revenu") for _number, one in people] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "personnes.csv » n’a aucune colonne."),
        ("nim\nA\n", "» : aucune question ne s’appelle « nim ». Vouliez-vous « nom » ?"),
        (
            "conjoint.prenon\nA\n",
            "« conjoint.prenon ». Vouliez-vous « conjoint.prenom » ?",
        ),
        ("nom;nom\nA;B\n", "» : deux colonnes répondent à « nom »."),
        ("conjoint;conjoint.prenom\n;A\n", "» : deux colonnes répondent à « conjoint »."),
        ("nom;marie\nA\n", "», ligne 2 : il y a trop ou trop peu de cases."),
        (
            "naissance\n1998-01-01\ndemain\n",
            "personnes.csv », ligne 3 : « naissance » : Écrivez une date",
        ),
        ("conjoint.naissance\n1998\n", "personnes.csv », ligne 2 : « conjoint."),
        ('nom\n{"a"\n', "», ligne 2 : « nom » n’est pas du JSON."),
        ("nom\n" + "[" * 100_000 + "\n", "», ligne 2 : « nom » n’est pas du JSON."),
        ('nom\n"A\n', "personnes.csv », ligne 2 : ce n’est pas du CSV : un guillemet"),
        ("nom\nA\n" + "x" * 131_073 + "\n", "», ligne 3 : ce n’est pas du CSV"),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path: Path, text: str, expected: str) -> None:
    said = simulated(Wish(population=table(tmp_path, text)))
    assert expected in said[2]
    assert said[0] == ""


def test_a_table_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "personnes.csv"
    path.write_bytes("nom\nZoé\n".encode("latin-1"))
    said = simulated(Wish(population=str(path)))[2]
    assert said == f"« {path} », ligne 2 : ce n’est pas de l’UTF-8."
    said = simulated(Wish(population=str(tmp_path)))[2]
    assert said == f"« {tmp_path} » est un dossier : indiquez un fichier."
    said = simulated(Wish(population=f"{path}.absent"))[2]
    assert said == f"« {path}.absent » n’existe pas."


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([b"A"]), "la colonne « nom » est de type « binary », qui ne se lit pas."),
        (pa.array([[b"A"]]), "est de type « list<element: binary> », qui ne se lit pas."),
        (pa.array([{"a": b""}]), "est de type « struct<a: binary> », qui ne se lit pas."),
        (
            pa.array([MIDNIGHT + timedelta(hours=3)]),
            "la colonne « nom » porte des heures, ou des jours sans date.",
        ),
    ],
)
def test_columns_of_parquet_that_hold_no_answers(
    tmp_path: Path, column: Any, expected: str
) -> None:
    said = simulated(Wish(population=arrow(tmp_path, {"nom": column})))[2]
    assert expected in said


def test_a_broken_parquet(tmp_path: Path) -> None:
    path = Path(arrow(tmp_path, {"nom": [f"nom {number}" for number in range(500)]}))
    whole = path.read_bytes()
    said = f"« {path} » n’est pas un fichier Parquet, ou il est abîmé."
    for broken in (b"", b"nom\nA\n", whole[:-9], whole[:20] + b"\xff" * 900 + whole[920:]):
        path.write_bytes(broken)
        assert simulated(Wish(population=str(path)))[2] == said


# Raws met again


def test_what_is_parsed_once_is_what_is_parsed_each_time() -> None:
    compiled = compile_procedure(checked("bpi_case_2"))
    tried, reading = interesting(compiled, TODAY), Reading(compiled, TODAY)
    for number in range(40):
        person = drawn(compiled, TODAY, Random(number), tried)  # noqa: S311 - the same persons
        anew = Reading(compiled, TODAY).answers(person)
        assert reading.answers(person) == anew == reading.answers(person)


def test_a_refusal_is_not_remembered_as_an_answer() -> None:
    reading = Reading(household(), TODAY)
    for _time in range(2):
        with pytest.raises(Refused) as refused:
            reading.answers(Applicant({"conjoint": {"prenom": "A", "naissance": "demain"}}, {}))
        assert refused.value.part == "conjoint.naissance"


def test_a_memo_tells_apart_and_stays_small() -> None:
    made: list[object] = []

    def note(given: object) -> object:
        made.append(given)
        return given

    memo: Memo[object] = Memo(note, room=8)
    given: tuple[object, ...] = ("1", 1, True, ["1"], "['1']", {"a": "1"}, None)
    assert [memo(one) for one in (*given, *given)] == [*given, *given]
    assert [*map(repr, made)] == [*map(repr, given)]
    for number in range(100):  # recalls were many: it goes on remembering the last ones
        memo(number)
    assert memo(99) == 99
    assert len(made) == 107
    useless: Memo[object] = Memo(note, room=8)
    for number in range(20):
        useless(number)
    made.clear()
    useless(19)
    assert made == [19]
