"""Shares of a population: as many as counting one by one tells, and as the engine itself walks."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from parcours.bench.population import PROCEDURES
from parcours.engine.analysis.diagnose import check
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.checked import Checked
from parcours.engine.model.use import Library
from parcours.engine.scenario.person import instant
from parcours.engine.simulation.agreement import Disagreement, compare
from parcours.engine.simulation.population import Applicant, answers_of, drawn
from parcours.engine.simulation.shares import Followed, Survey, shares
from parcours.engine.simulation.walk import walk
from parcours.engine.simulation.walker import Plan
from parcours.engine.source.files import Folder
from parcours.engine.source.wording import NBSP
from parcours.renderers.report import simulating
from parcours.renderers.report.simulating import FINE, Wish, simulate
from parcours.renderers.report.walked import interesting
from parcours.tests.campaign import count

TODAY = date(2026, 11, 2)
FILES = Folder(PROCEDURES, "procedures")
PERSONS = count(30, 2_000)


def checked(name: str) -> Checked:
    found, report = check(FILES, f"{name}.yaml")
    assert found, report.diagnostics
    return found


def chance(seed: object) -> Random:
    return Random(str(seed))  # noqa: S311 - the same persons in every run


def followed(name: str, persons: int) -> tuple[Compiled, list[Applicant], Followed]:
    compiled = compile_procedure(checked(name))
    tried = interesting(compiled, TODAY)
    people = [drawn(compiled, TODAY, chance(number), tried) for number in range(persons)]
    rows = [answers_of(compiled, one, TODAY) for one in people]
    return compiled, people, Survey(compiled).follow(rows)


@pytest.mark.parametrize("name", Library(FILES).procedure_ids())
def test_shares_are_what_the_engine_counts(name: str) -> None:
    compiled, people, part = followed(name, PERSONS)
    told: Counter[tuple[str, str]] = Counter()
    for person in people:
        plan = Plan(compiled, compiled, instant(TODAY), chance(0), {}, person.told, person.known)
        here = walk(plan).here
        told.update(("screen", visit.screen.id) for visit in here.visits)
        told.update([("end", here.end)] if here.end else [])
        told.update(("attestation", one) for one in here.attestations)
        told.update(("document", one.document.id) for one in here.documents)
    found = shares(iter([part]))
    counted = {
        item: n
        for item, n in found.items.items()
        if n and item[0] != "stopped" and (item[0] != "document" or "." not in item[1])
    }
    assert counted == dict(told)
    assert found.count == PERSONS


def test_parts_add_up() -> None:
    _compiled, _people, part = followed("bpi_case_2", 20)
    once, twice = shares(iter([part])), shares(iter([part, part]))
    assert twice.items == {item: 2 * n for item, n in once.items.items()}
    assert twice.branches == {key: (2 * t, 2 * f) for key, (t, f) in once.branches.items()}


def test_control_columns_that_lie_are_caught() -> None:
    compiled, people, part = followed("bpi_case_2", 1)
    compare(compiled, people[0], instant(TODAY), chance(0), part, 0)
    wrong = replace(part, met={**part.met, ("screen", "preambule"): np.zeros(1, bool)})
    with pytest.raises(Disagreement, match=r"columns lack .*preambule"):
        compare(compiled, people[0], instant(TODAY), chance(0), wrong, 0)


# The command


def simulated(name: str, wish: Wish) -> tuple[str, int, str]:
    """Text, status, refusal; no-break spaces are plain ones."""
    found = simulate(checked(name), wish, lambda _done, _of: None)
    text, refusal = (
        said.replace(NBSP, " ").replace("\u202f", " ") for said in (found.text, found.refusal)
    )
    return text, found.status, refusal


def test_a_sample_is_the_same_each_time() -> None:
    wish = Wish(sample=30, seed=2, today=TODAY, form="json")
    first = simulated("orientation", wish)
    assert first == simulated("orientation", wish)
    assert first[1:] == (FINE, "")
    assert json.loads(first[0])["count"] == 30


def table(folder: Path, text: str) -> str:
    path = folder / "personnes.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_table_of_persons(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "type_identifiant;numero_etranger;nom;prenoms;date_naissance;courriel\n"
        "titre;993124567;RAHIMI;Farhad;1998;f.rahimi@exemple.fr\n"
        "titre;;DURAND;Anne;1990-01-02;a.durand@exemple.fr\n",
    )
    text, status, refusal = simulated("account", Wish(population=path, today=TODAY))
    assert (status, refusal) == (FINE, "")
    assert "Arrêtés sur l’écran :\n   50,0 %          1  identification\n" in text
    assert "   50,0 %          1  compte_cree\n" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nim\nA\n", ":1 : aucune question ne s’appelle « nim ». Vouliez-vous « nom » ?"),
        ("nom;prenoms\nA\n", ":2 : il y a trop ou trop peu de cases."),
        ("date_naissance\n1998\ndemain\n", "ligne 3 : "),
        ('nom\n{"a"\n', ':2 : « {"a" » n’est pas du JSON.'),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in simulated("account", Wish(population=table(tmp_path, text)))[2]


def test_without_numpy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "tables", None)
    refusal = simulated("account", Wish(sample=1))[2]
    assert refusal == "Il manque NumPy. Installez-le par : pip install 'parcours[simulation]'"
