"""Persons walked to the very end: told, answering, or drawn at random."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from parcours.bench.population import PROCEDURES
from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier.documents import shifted_by
from parcours.engine.fields.field_type import Raw
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.checked import Checked
from parcours.engine.model.definitions import Duration
from parcours.engine.model.use import Library
from parcours.engine.scenario.coverage import Coverage, coverage
from parcours.engine.scenario.items import Kind
from parcours.engine.scenario.person import instant
from parcours.engine.simulation.walk import Stop, walk
from parcours.engine.simulation.walker import Plan
from parcours.engine.source.files import Folder, InMemory
from parcours.engine.source.wording import NBSP
from parcours.renderers.report.simulating import simulate
from parcours.renderers.report.walked import Seen, answering, interesting, invented
from parcours.renderers.report.wish import FINE, OTHERWISE, Wish
from parcours.tests.campaign import LONG, count

TODAY = date(2026, 11, 2)
FILES = Folder(PROCEDURES, "procedures")
PERSONS = count(10, 500)


def checked(name: str) -> Checked:
    found, report = check(FILES, f"{name}.yaml")
    assert found, report.diagnostics
    return found


def many(name: str, seed: int = 1, persons: int = PERSONS) -> tuple[Compiled, list[Seen]]:
    """So many persons drawn; traces are dropped."""
    compiled = compile_procedure(checked(name))
    tried = interesting(compiled, TODAY)
    return compiled, [invented(compiled, TODAY, seed, n + 1, tried) for n in range(persons)]


def quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def simulated(name: str, wish: Wish) -> tuple[str, int, str]:
    """Text, status, refusal; no-break spaces are plain ones."""
    found = simulate(checked(name), wish, quiet)
    return found.text.replace(NBSP, " "), found.status, found.refusal.replace(NBSP, " ")


# Drawn at random


@pytest.mark.parametrize("name", Library(FILES).procedure_ids())
def test_every_random_walk_ends(name: str) -> None:
    compiled, seen = many(name)
    assert [(one.number, one.why) for one in seen if one.why] == []
    assert {one.stop for one in seen} <= {Stop.END, Stop.OUTCOME, Stop.FINAL}
    covered: Coverage = coverage(compiled.procedure, [one.run for one in seen])
    missed = {item.name for item in covered.missed if item.kind is Kind.SCREEN}
    assert not LONG or not missed, missed


def test_the_same_seed_draws_the_same_persons() -> None:
    wish = Wish(count=4, seed=3, trace=True, today=TODAY)
    first = simulated("bpi_case_2", wish)
    assert first == simulated("bpi_case_2", wish)
    assert first != simulated("bpi_case_2", replace(wish, seed=4))
    assert first[1:] == (FINE, "")


def test_a_person_can_be_looked_at_again() -> None:
    """The tenth of ten is the tenth of a hundred: each has a chance of their own."""
    _compiled, seen = many("ue_permanent_renewal", 5, 3)
    compiled, again = many("ue_permanent_renewal", 5, 1)
    assert seen[0].run.history == again[0].run.history
    assert invented(compiled, TODAY, 5, 3, interesting(compiled, TODAY)) == seen[2]


def test_random_walks_as_data() -> None:
    text, status, _refusal = simulated("account", Wish(count=3, seed=1, today=TODAY, form="json"))
    told = json.loads(text)
    assert status == FINE
    assert told["ends"] == [{"stop": "outcome", "name": "account_created", "count": 3}]
    assert [walk["outcome"] for walk in told["walks"]] == ["account_created"] * 3
    assert told["screens"]["identification"] == 3
    assert "trace" not in told["walks"][0]


# A walk that cannot end

BLOCKED = """procedure: bloque
version: "1"
title: Une porte fermée
audience: Personne.
drafts: 90 days
fields:
  age: {label: Âge, type: integer, min: 0, max: 17}
flow:
  - screen: porte
    title: La porte
    fields: [age]
    checks: [{that: age >= 18, else: Il faut avoir 18 ans.}]
    submit: {title: Entrer, outcome: entree}
"""


def test_a_walk_that_cannot_end_says_why() -> None:
    found, report = check(InMemory({"bloque.yaml": BLOCKED}), "bloque.yaml")
    if found is None:  # the checker proves it: no walk is needed to tell
        assert report.diagnostics
        return
    result = simulate(found, Wish(count=1, today=TODAY), quiet)
    assert result.status == OTHERWISE
    assert "L’écran « porte » n’est pas passé. checks.0 : Il faut avoir 18 ans." in (
        result.text.replace(NBSP, " ")
    )


# Answers told

ACCOUNT = """type_identifiant: titre
numero_etranger: "993124567"
nom: RAHIMI
prenoms: Farhad
date_naissance: 1998
courriel: f.rahimi@exemple.fr
"""


def answers(folder: Path, text: str, name: str = "reponses.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_answers_that_lead_to_the_end(tmp_path: Path) -> None:
    path = answers(tmp_path, ACCOUNT + "mot_de_passe: les montagnes de Balkh\n")
    text, status, refusal = simulated("account", Wish(answers=path, today=TODAY))
    assert (status, refusal) == (FINE, "")
    assert text == (
        "1. identification → saisie_courriel → demande_enregistree → creation_mot_de_passe → "
        "compte_cree ⇒ déposé, « account_created »\n"
    )


def test_answers_that_stop_say_what_is_missing(tmp_path: Path) -> None:
    path = answers(tmp_path, '{"type_identifiant": "titre"}', "reponses.json")
    text, status, _refusal = simulated("account", Wish(answers=path, today=TODAY))
    assert status == OTHERWISE
    assert text == (
        "1. identification ⇒ arrêté\n"
        "   L’écran « identification » n’est pas passé."
        " numero_etranger : Répondez à cette question."
        " nom : Répondez à cette question."
        " prenoms : Répondez à cette question."
        " date_naissance : Répondez à cette question.\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age: 3\n", "Aucune question ne s’appelle « age »."),
        ("noms: A\n", "Aucune question ne s’appelle « noms ». Vouliez-vous « nom »"),
        ("registry.age: 3\n", "Aucune question ne s’appelle « registry.age »."),
        ("- 3\n", "doit donner des réponses par leur nom"),
        ("a: [\n", ":"),
    ],
)
def test_answers_that_nobody_asks(tmp_path: Path, text: str, expected: str) -> None:
    path = answers(tmp_path, text)
    assert expected in simulated("account", Wish(answers=path))[2]


def test_a_registry_may_be_told() -> None:
    compiled = compile_procedure(checked("bpi_case_2"))
    known: dict[str, Raw] = {"nom": "RAHIMI", "prenoms": "Farhad"}
    found = answering(compiled, TODAY, {}, known)
    assert found.stop is Stop.LACKING
    assert found.run.dossier.known["nom"] == "RAHIMI"


# Scenarios, and options


def test_a_scenario_with_its_trace() -> None:
    path = str(PROCEDURES / "scenarios" / "bpi_case_2" / "refugiee_mariee.yaml")
    text, status, _refusal = simulated("bpi_case_2", Wish(scenario=path, trace=True))
    assert status == FINE
    lines = (PROCEDURES / "bpi_case_2.yaml").read_text(encoding="utf-8").split("\n")
    (number,) = [place for place, line in enumerate(lines, 1) if "to: apatride}" in line]
    assert (
        f"bpi_case_2.yaml:{number} : Protection obtenue est « Apatride » — faux : "
        "on ne va pas à « apatride »\n      lu : protection = « refugie »\n"
    ) in text


def test_a_scenario_of_another_procedure_is_refused() -> None:
    path = str(PROCEDURES / "scenarios" / "bpi_case_2" / "refugiee_mariee.yaml")
    refusal = simulated("account", Wish(scenario=path))[2]
    assert refusal == "Ce scénario raconte « bpi_case_2 », et non « account »."


@pytest.mark.parametrize("wish", [Wish(), Wish(count=1, answers="x"), Wish(scenario="nulle.yaml")])
def test_wishes_that_cannot_be_obeyed(wish: Wish) -> None:
    assert simulated("account", wish)[2]


# What random walks found


@pytest.mark.parametrize(
    ("day", "delay", "sign", "expected"),
    [
        (date(9999, 12, 30), Duration(400, "days"), 1, date(9999, 12, 30)),
        (date(9999, 11, 30), Duration(4, "months"), 1, date(9999, 12, 30)),
        (date(1, 1, 2), Duration(3, "years"), -1, date(1, 1, 2)),
        (date(2026, 1, 31), Duration(1, "months"), 1, date(2026, 2, 28)),
    ],
)
def test_a_delay_never_leaves_the_calendar(
    day: date, delay: Duration, sign: int, expected: date
) -> None:
    """A caseworker's far deadline once stopped the clocks with an OverflowError."""
    assert shifted_by(day, delay, sign) == expected


@pytest.mark.parametrize("name", ["account", "bpi_case_2"])
@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 12, 29), date(9999, 6, 1)])
def test_no_walk_leaves_the_calendar(name: str, day: date) -> None:
    """Delays that go beyond it stay at its edge."""
    compiled = compile_procedure(checked(name))
    for number in range(3):
        chance = Random(f"edge/{number}")  # noqa: S311 - the same persons each time
        assert walk(Plan(compiled, compiled, instant(day), chance)).history
