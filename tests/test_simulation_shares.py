"""Shares of a population: as many as counting one by one tells, and as the engine itself walks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest

from parcours.bench.population import PROCEDURES
from parcours.engine.analysis.diagnose import check
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.checked import Checked
from parcours.engine.model.use import Library
from parcours.engine.scenario.person import instant
from parcours.engine.simulation.agreement import (
    FIRST,
    LATER,
    Agreement,
    Disagreement,
    Numbered,
    compare,
)
from parcours.engine.simulation.population import Applicant, drawn
from parcours.engine.simulation.reading import Reading
from parcours.engine.simulation.shares import Followed, Survey, shares
from parcours.engine.simulation.vector_code import Code
from parcours.engine.simulation.walk import walk
from parcours.engine.simulation.walker import Plan
from parcours.engine.source.files import Folder, InMemory
from parcours.renderers.report import shares as report_shares
from parcours.renderers.report.shares import sample, survey
from parcours.renderers.report.walked import interesting
from parcours.tests.campaign import count

TODAY = date(2026, 11, 2)
FILES = Folder(PROCEDURES, "procedures")
PERSONS = count(30, 2_000)
LEAVING_OUT = count(12, 500)


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
    reading = Reading(compiled, TODAY)
    rows = [reading.answers(one) for one in people]
    return compiled, people, Survey(compiled).follow(rows)


@pytest.mark.parametrize("name", Library(FILES).procedure_ids())
def test_shares_are_what_the_engine_counts(name: str) -> None:
    compiled, people, part = followed(name, PERSONS)
    told: Counter[tuple[str, str]] = Counter()
    for person in people:
        plan = Plan(compiled, compiled, instant(TODAY), chance(0), {}, person.told, person.known)
        here = walk(plan).here
        told.update(("screen", visit.screen.id) for visit in here.visits)
        asked = {one.field.id for visit in here.visits for one in visit.questions}
        told.update(("question", name) for name in asked)
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


@pytest.mark.parametrize("name", Library(FILES).procedure_ids())
def test_answers_left_out_stop_people_where_the_engine_stops_them(name: str) -> None:
    compiled = compile_procedure(checked(name))
    tried = interesting(compiled, TODAY)
    people = [drawn(compiled, TODAY, chance(number), tried) for number in range(LEAVING_OUT)]
    for number, one in enumerate(people):
        draws = chance(f"left out {number}")
        told = {name: raw for name, raw in one.told.items() if draws.random() < 0.8}
        people[number] = replace(one, told=told)
    reading = Reading(compiled, TODAY)
    part = Survey(compiled).follow([reading.answers(one) for one in people])
    for number, one in enumerate(people):
        compare(compiled, one, instant(TODAY), chance(number), part, number)
    assert any(kind == "stopped" for kind, _screen in part.met)


def test_control_columns_that_lie_are_caught() -> None:
    compiled, people, part = followed("bpi_case_2", 1)
    compare(compiled, people[0], instant(TODAY), chance(0), part, 0)
    wrong = replace(part, met={**part.met, ("screen", "preambule"): np.zeros(1, bool)})
    with pytest.raises(Disagreement, match=r"columns lack .*preambule"):
        compare(compiled, people[0], instant(TODAY), chance(0), wrong, 0)


# Controls: each way of calculating on columns, made wrong on purpose

OPERATORS = """
procedure: calculs
version: "1"
title: Tous les calculs
fields:
  nombre: {label: Nombre, type: integer, min: 0, max: 20}
  choix: {label: Choix, type: choice, options: {a: A, b: B, c: C}}
  cases: {label: Cases, type: choices, options: {x: X, y: Y}}
  naissance: {label: Naissance, type: date}
  mot: {label: Mot, type: text, optional: true}
  rangs:
    label: Rangs
    type: list
    item: {rang: {label: Rang, type: integer, min: 0, max: 9}}
attestations:
  moins: {text: Moins., when: nombre < 10}
  ensemble: {text: Ensemble., when: nombre >= 5 and choix == 'a'}
  autre: {text: Autre., when: nombre == 3 or choix == 'b'}
  sans: {text: Sans., when: "not contains(cases, 'x')"}
  parmi: {text: Parmi., when: "choix in ['a', 'c']"}
  mineur: {text: Mineur., when: age(naissance) < 18}
  tard: {text: Tard., when: naissance + 30 > date('2000-01-01')}
  dit: {text: Dit., when: answered(mot)}
  haut: {text: Haut., when: "any(rangs, item.rang > 7)"}
  somme: {text: Somme., when: nombre * 2 + 1 > 20}
flow:
  - screen: demande
    title: Tout
    fields: [nombre, choix, cases, naissance, mot, rangs]
  - screen: cocher
    title: Cocher
    attest: all
    submit: {title: Déposer}
examination: {opens: recue, states: {recue: {title: Demande reçue, final: oui}}}
"""


WRONG = {
    "<": (" < ", " <= "),
    ">": (" > ", " >= "),
    "==": (" == ", " >= "),
    "and": (" & ", " | "),
    "or, in": (r" \| ", " & "),
    "not": (r"~(t\d+)", r"\1"),
    "+": (r" \+ ", " - "),
    "*": (r" \* ", " + "),
    "contains": (r"\[0\]", "[1]"),
    "age": ("// 12", "// 12 + 1"),
    "answered": (r"_answered\(.*", "_true"),
    "any": (r"_any\(", "_any(~"),
}
"""A calculation, and what is calculated instead."""


def calculated(monkeypatch: pytest.MonkeyPatch, wrong: str = "") -> int:
    """How many are compared when 250 persons are drawn, one calculation being wrong."""
    found, report = check(InMemory({"calculs.yaml": OPERATORS}), "calculs.yaml")
    assert found, [one.message for one in report.diagnostics]
    written: list[str] = []
    judged: list[int] = []
    let, judge = Code.let, Agreement.judge

    def writing(self: Code, text: str) -> str:
        written.append(re.sub(*WRONG[wrong], text) if wrong else text)
        return let(self, written[-1])

    def counting(self: Agreement, part: Followed, applicants: Sequence[Numbered]) -> None:
        judge(self, part, applicants)
        judged.append(self.count)

    monkeypatch.setattr(Code, "let", writing)
    monkeypatch.setattr(Agreement, "judge", counting)
    compiled = compile_procedure(found)
    people = sample(compiled, TODAY, 250, 0)
    told = survey(compiled, TODAY, people, lambda _done: None)
    assert told.count == 250
    assert all(any(re.search(one, text) for text in written) for one, _other in WRONG.values())
    return judged[-1]


def test_what_is_calculated_on_columns_is_what_the_engine_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert calculated(monkeypatch) == FIRST == 200


@pytest.mark.parametrize("wrong", WRONG)
def test_control_a_wrong_calculation_is_caught(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    with pytest.raises(Disagreement, match=r"^applicant \d+: columns lack .*attestation"):
        calculated(monkeypatch, wrong)


def test_later_parts_are_judged_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_shares, "CHUNK", 240)
    assert calculated(monkeypatch) >= FIRST + LATER


def test_whoever_first_meets_something_is_judged() -> None:
    """A fault that touches one person of ten thousand is not left to chance."""
    compiled, people, part = followed("bpi_case_2", 1)
    many = {item: np.repeat(who, 10_000) for item, who in part.met.items()}
    many["screen", "ailleurs"] = np.arange(10_000) == 7_777
    whole = replace(part, count=10_000, met=many)
    with pytest.raises(
        Disagreement, match=r"applicant 7778: columns lack \[\], and have .*ailleurs"
    ):
        Agreement(compiled, instant(TODAY), chance(0)).judge(
            whole, [(number + 1, people[0]) for number in range(10_000)]
        )
