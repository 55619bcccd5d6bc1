"""The scenarios of the shipped procedures all pass, and meet everything of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcours.engine.dossier.effects import Issue
from parcours.engine.scenario.coverage import coverage, summed
from parcours.engine.scenario.items import Kind
from parcours.engine.scenario.person import NUMBER
from parcours.engine.scenario.suites import Played, Suite, play, suites
from parcours.engine.source.files import Folder, InMemory
from parcours.tests.dossiers import HEAD

ROOT = Path(__file__).resolve().parent.parent
FILES = Folder(ROOT / "procedures", "procedures")
PROCEDURES = ("account", "bpi_case_2", "bpi_family_case_3", "orientation", "ue_permanent_renewal")


@pytest.fixture(scope="module")
def shipped() -> dict[str, Played]:
    found = {}
    for suite in suites(FILES, FILES.paths()):
        one = play(FILES, suite, lambda: None)
        assert one is not None
        found[one.compiled.procedure.id] = one
    return found


def test_every_shipped_procedure_has_scenarios_and_all_pass(shipped: dict[str, Played]) -> None:
    assert tuple(shipped) == PROCEDURES
    assert sum(len(one.results) for one in shipped.values()) >= 85
    lost = [
        (result.run.scenario.file, result.differences)
        for one in shipped.values()
        for result in one.results
        if not result.passed
    ]
    assert lost == []


def test_the_scenarios_of_each_shipped_procedure_meet_everything_of_it(
    shipped: dict[str, Played],
) -> None:
    """Each by its own, shared parts included."""
    found = {name: one.coverage for name, one in shipped.items() if one.coverage}
    assert tuple(found) == PROCEDURES
    assert {name: one.missed for name, one in found.items() if one.missed} == {}
    assert {one.percent for one in found.values()} == {100}
    transitions = [f for one in found.values() for f in one.figures if f.kind is Kind.TRANSITION]
    assert sum(figure.of for figure in summed(transitions)) > 80


def test_what_another_procedure_meets_is_not_met(shipped: dict[str, Played]) -> None:
    """The control: a withdrawal told in two procedures is missed in the one that loses it."""
    results = shipped["bpi_case_2"].results
    lost = "retrait_des_le_depot"
    kept = [one.run for one in results if Path(one.run.scenario.file).stem != lost]
    assert len(kept) == len(results) - 1
    found = coverage(shipped["bpi_case_2"].compiled.procedure, kept)
    missed = {(item.kind, item.name, item.side) for item in found.missed}
    assert (Kind.TRANSITION, "do/retirer", "deposee") in missed
    assert found.percent < 100


def test_a_seal_is_complete_and_says_what_is_known(shipped: dict[str, Played]) -> None:
    runs = {
        Path(result.run.scenario.file).stem: result.run for result in shipped["bpi_case_2"].results
    }
    sealed = {
        name: [e.seal for e in runs[name].effects if isinstance(e, Issue)]
        for name in ("refugiee_mariee", "silence_avant_ouverture")
    }
    assert [len(seals) for seals in sealed.values()] == [2, 1]
    for name, sex, has_usage in (
        ("refugiee_mariee", "F", True),
        ("silence_avant_ouverture", "M", False),
    ):
        for seal in sealed[name]:
            assert (seal["6K"], seal["68"], "63" in seal) == (NUMBER, sex, has_usage)


def test_what_paths_mean() -> None:
    """A scenario is itself, a procedure all of its own, a part whoever uses it."""
    files = InMemory(
        {
            "demande.yaml": HEAD + "use: [common/x.yaml]\n",
            "autre.yaml": HEAD.replace("demande", "autre"),
            "common/x.yaml": "fields: {}\n",
            "scenarios/demande/un.yaml": "scenario: Un\nprocedure: demande\n",
            "scenarios/demande/deux.yaml": "scenario: Deux\nprocedure: demande\n",
            "scenarios/perdu/un.yaml": "scenario: Perdu\nprocedure: perdue\n",
            "scenarios/perdu/deux.yaml": "scenario: Perdu\n",
        }
    )
    both = ("scenarios/demande/deux.yaml", "scenarios/demande/un.yaml")
    whole = Suite("demande.yaml", both, is_whole=True)
    assert suites(files, ["demande.yaml"]) == (whole,)
    assert suites(files, ["common/x.yaml"]) == (whole,)
    assert suites(files, [both[0]]) == (Suite("demande.yaml", both[:1], is_whole=False),)
    assert suites(files, [*both]) == (whole,)
    assert suites(files, ["autre.yaml"]) == (Suite("autre.yaml", (), is_whole=True),)
    lost = ["scenarios/perdu/un.yaml", "scenarios/perdu/deux.yaml"]
    assert suites(files, lost) == ()
    assert play(files, Suite("autre.yaml", (), is_whole=True), lambda: None) is None


def test_progress_is_told_after_each_scenario() -> None:
    (suite,) = suites(FILES, ["account.yaml"])
    seen: list[int] = []
    found = play(FILES, suite, lambda: seen.append(1))
    assert found is not None
    assert found.passed
    assert (len(seen), len(found.results)) == (len(suite.scenarios), len(suite.scenarios))
