"""What is asked, drawn, invented and told of the parts that a condition sets aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from parcours.engine.analysis.scenario import read_scenario
from parcours.engine.dossier import commands as do
from parcours.engine.fields.field_type import Raw
from parcours.engine.machine.compiled import Compiled
from parcours.engine.model.use import Library
from parcours.engine.page.compose import compose
from parcours.engine.page.page import Question
from parcours.engine.runtime import Runtime
from parcours.engine.scenario.coverage import coverage
from parcours.engine.scenario.differences import differences
from parcours.engine.scenario.items import Kind
from parcours.engine.scenario.person import instant
from parcours.engine.scenario.run import run
from parcours.engine.simulation.agreement import compare
from parcours.engine.simulation.population import Applicant, drawn
from parcours.engine.simulation.reading import Reading
from parcours.engine.simulation.shares import Survey
from parcours.engine.simulation.walk import Stop
from parcours.engine.source.files import InMemory
from parcours.engine.source.wording import NBSP
from parcours.engine.store.open import open_store
from parcours.renderers.report.walked import interesting, invented
from parcours.renderers.terminal.desk import Desk
from parcours.renderers.terminal.guest import Guest
from parcours.renderers.terminal.voice import Voice
from parcours.renderers.terminal.walking import walk as walk_terminal
from parcours.tests.campaign import count
from parcours.tests.dossiers import Driven, opened, ready
from parcours.tests.terminal_lines import sources
from parcours.tests.test_part_conditions import FORM
from parcours.tests.test_scenarios import underlined


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return ready(FORM)


def shown(person: Driven, name: str, typed: Mapping[str, Raw] | None = None) -> Question:
    page = compose(person.compiled, person.dossier, person.now, "un", typed or {})
    return next(one for one in page.questions if one.name == name)


def test_a_part_comes_back_with_the_choice_that_had_set_it_aside(compiled: Compiled) -> None:
    person = opened(compiled)
    whole: Raw = {"travaille": "oui", "contrat": "cdi", "employeur": "Acme", "nom": "Awa"}
    person.ok(do.Answer("un", {"majeur": "oui", "conjoint": whole}))
    full = person.here.values["conjoint"]
    person.ok(do.Answer("un", {"majeur": "non"}))
    assert person.here.values["conjoint"] == {"nom": "Awa"}
    assert shown(person, "conjoint").raw == whole
    person.ok(do.Answer("un", {"conjoint": {"nom": "Binta"}}))
    person.ok(do.Answer("un", {"majeur": "oui"}))
    assert person.here.values["conjoint"] == {**full, "nom": "Binta"}
    assert person.answer("un", conjoint={"travaille": "non", "nom": "Awa"}).refused.keys() == {
        "conjoint.contrat"
    }


def test_a_page_says_by_what_each_part_is_shown(compiled: Compiled) -> None:
    person = opened(compiled)
    job = shown(person, "conjoint").parts[2]
    assert (job.is_asked, job.when) == (
        False,
        [
            "and",
            ["call", "answered", ["name", "conjoint.contrat"]],
            ["==", ["name", "conjoint.contrat"], ["text", "cdi"]],
        ],
    )
    rows: Raw = [{"ans": "5", "classe": "CP"}, {"ans": "20"}]
    first, _second, new = shown(person, "enfants", {"enfants": rows}).rows
    assert [(one.raw, one.is_asked) for one in first[:3]] == [
        ("5", True),
        ("", True),
        ("CP", False),
    ]
    assert [one.is_asked for one in new] == [True, False, False, False]
    assert first[1].when == ["<", ["name", "item.ans"], ["number", "18"]]
    person.ok(do.Answer("un", {"majeur": "oui"}))
    offered = [shown(person, "conjoint", {"conjoint": {"travaille": x}}) for x in ("oui", "non")]
    assert [[c.id for c in one.parts[1].choices] for one in offered] == [
        ["aucun", "cdi"],
        ["aucun"],
    ]


EXAMINED = """
fields:
  nom: {label: Nom, type: text}
  suite:
    label: Suite
    type: group
    fields:
      ecrire: {label: Écrire, type: boolean}
      objet: {label: Objet, type: text, when: suite.ecrire}
      copie: {label: Copie, type: text, when: answered(suite.objet), optional: oui}
flow:
  - screen: un
    title: Vous
    fields: [nom]
    submit: {title: Déposer, notice: dit}
examination:
  opens: la
  states:
    la:
      title: Là
      actions:
        suivre: {by: caseworker, title: Suivre, fields: [suite], notice: dit}
        finir: {by: caseworker, title: Finir, to: fin}
    fin: {title: Fin, final: oui}
notices:
  dit: {title: Dit, text: "Bonjour {{ nom }}."}
"""


def test_an_action_keeps_only_what_it_asks_and_asks_it_anew() -> None:
    person = opened(ready(EXAMINED))
    person.ok(do.Answer("un", {"nom": "Awa"}))
    person.ok(do.Submit("un"))
    for written, kept in (("oui", {"ecrire": True, "objet": "O"}), ("non", {"ecrire": False})):
        parts: Raw = {"ecrire": written, "objet": "O"}
        person.ok(do.Act("suivre", "caseworker", {"suite": parts}))
        assert person.dossier.answers["suite"] == kept
    person.ok(do.Act("suivre", "caseworker", {"suite": {"ecrire": "oui", "objet": "O"}}))
    faulty: Raw = {"ecrire": "bof", "objet": ""}
    refused = person.do(do.Act("suivre", "caseworker", {"suite": faulty})).refused
    assert refused.keys() == {"suite.ecrire"}, "what was answered before asks for nothing now"


TYPED = "oui oui oui 2 Acme < Bio Awa 5 oui CP | oui 20 3 non non oui"
"""Where a bar stands nothing is typed."""


def test_a_terminal_asks_what_applies_in_each_row(compiled: Compiled) -> None:
    lines, prompts = iter(TYPED.split()), list[str]()

    def hear(prompt: str, _hidden: bool) -> str:
        prompts.append(prompt.replace(NBSP, " ").partition(" (")[0].rstrip(" :"))
        return next(lines).strip("|")

    runtime = Runtime([compiled.checked], open_store("memory:"), sources(date(2026, 11, 2)))
    name = runtime.start("demande")
    walk_terminal(Desk(runtime, name, Voice(lambda _text: None, hear)), Guest({}, {}))
    assert next(lines, None) is None
    group = ["Travaille", "Votre réponse", "Employeur", "Nom", "Employeur [Acme]", "Nom"]
    assert prompts[2:8] == group
    assert prompts[8:12] == ["Âge", "École", "Classe", "Aide"]
    assert prompts[13:15] == ["Âge", "Aide"]
    filed = runtime.dossier(name)[1].filed
    assert filed is not None
    assert filed.answers["enfants"] == [
        {"ans": 5, "ecole": True, "classe": "CP"},
        {"ans": 20, "aide": 3},
    ]


def test_invented_people_answer_what_applies_to_them(compiled: Compiled) -> None:
    day = date(2026, 11, 2)
    tried = interesting(compiled, day)
    assert {"conjoint.contrat", "enfants[].ans"} <= tried.keys()
    seen = [invented(compiled, day, 1, number, tried) for number in range(count(40, 1_000))]
    assert {(one.stop, one.why) for one in seen} == {(Stop.OUTCOME, "")}
    covered = coverage(compiled.procedure, [one.run for one in seen])
    missed = {item.name for item in covered.missed if item.kind is Kind.BRANCH}
    assert missed <= {"un"}, "each part is asked of some and not of others"


def test_columns_tell_the_same_as_the_engine(compiled: Compiled) -> None:
    """Of people who leave parts out, whether they apply to them or not."""
    day, people = date(2026, 11, 2), list[Applicant]()
    for number in range(count(150, 3_000)):
        chance = Random(number)  # noqa: S311 - the same persons in every run
        person = drawn(compiled, day, chance, interesting(compiled, day))
        parts: dict[str, Any] = dict(person.told)
        rows = [row for row in (parts.get("conjoint"), *parts["enfants"]) if row]
        for row in rows:
            for part in sorted(row.keys() - {"nom", "ans"}):
                if chance.random() < 0.15:
                    del row[part]
        people.append(person)
    reading = Reading(compiled, day)
    part = Survey(compiled).follow([reading.answers(one) for one in people])
    stopped = int(part.met["stopped", "un"].sum())
    assert 0 < stopped < len(people)
    for at, person in enumerate(people):
        compare(compiled, person, instant(day), Random(0), part, at, at)  # noqa: S311


TOLD = """
scenario: Une partie ne s’applique pas
procedure: demande
today: 2026-11-02
answers:
  majeur: non
  conjoint: {nom: Awa, employeur: Acme}
  enfants: [{ans: 20, classe: CP}, {ans: 5, ecole: non}]
  cantine: non
expect:
  screens: [un, recap]
"""


def test_a_scenario_is_told_of_parts_that_nobody_asks(compiled: Compiled) -> None:
    path = "scenarios/demande/s.yaml"
    tree = Library(InMemory({path: TOLD})).parsed(path).tree
    assert tree is not None
    found = differences(compiled.procedure, run(compiled, read_scenario(path, tree)))
    assert [(one.key, underlined(TOLD, one.span)) for one in found] == [
        ("answers", "cantine"),
        ("answers", "employeur"),
        ("answers", "classe"),
    ]


TWO = """
fields:
  sejours:
    label: Séjours
    type: list
    item:
      x: {label: Début, type: date}
      y: {label: Fin, type: date}
      long: {label: Long, type: text, when: item.x + 1 < item.y}
  notes:
    label: Notes
    type: list
    item:
      x: {label: Avant, type: integer}
      y: {label: Après, type: integer}
      long: {label: Progrès, type: text, when: item.x + 1 < item.y}
flow:
  - screen: un
    title: Vous
    fields: [sejours, notes]
    submit: {title: Déposer, outcome: fini}
"""


def test_the_same_words_mean_another_thing_in_another_list() -> None:
    person = opened(ready(TWO))
    for name, before, soon, late in (
        ("sejours", "2026-01-01", "2026-01-02", "2026-01-03"),
        ("notes", "7", "8", "9"),
    ):
        short, long = {"x": before, "y": soon}, {"x": before, "y": late}
        assert person.answer("un", **{name: [short, long]}).refused.keys() == {f"{name}.2.long"}


UNASKED = """
fields:
  parent: {label: Parent, type: boolean}
  enfants: {label: Enfants, type: list, when: parent, item: {ans: {label: Âge, type: integer}}}
attestations:
  jeune: {text: Jeune., when: "any(enfants, item.ans < 18)"}
  deux: {text: Deux., when: count(enfants) > 1}
flow:
  - screen: un
    title: Vous
    fields: [parent, enfants]
  - screen: fin
    title: Fin
    attest: all
    submit: {title: Déposer, outcome: fini}
"""


def test_a_list_that_is_not_asked_has_no_row_in_columns() -> None:
    compiled, day = ready(UNASKED), date(2026, 11, 2)
    rows: Raw = [{"ans": "5"}, {"ans": "40"}]
    people = [Applicant({"parent": told, "enfants": rows}, {}) for told in ("non", "oui", "non")]
    part = Survey(compiled).follow([Reading(compiled, day).answers(one) for one in people])
    assert [list(part.met["attestation", name]) for name in ("jeune", "deux")] == [
        [False, True, False]
    ] * 2
    for at, person in enumerate(people):
        compare(compiled, person, instant(day), Random(0), part, at, at)  # noqa: S311
