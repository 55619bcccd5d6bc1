"""What may happen next: the table of each procedure, and the order in which its rows are tried."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from transitions import Machine

from parcours.engine.analysis.diagnose import check
from parcours.engine.machine.compiled import FILE, NEXT, SKIP, Compiled, compile_procedure
from parcours.engine.machine.machine import Cursor, FlatMachine, MachineError
from parcours.engine.machine.table import FLOW_END, Row, states_of, table_of
from parcours.engine.model.checked import checked_before
from parcours.engine.source.files import Files, Folder, InMemory

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden" / "machine"
SHIPPED = Folder(ROOT / "procedures", "procedures")
IDS = ["account", "bpi_case_2", "bpi_family_case_3", "orientation", "ue_permanent_renewal"]

HEAD = 'procedure: essai\nversion: "1"\ntitle: Essai\n'


def compiled_of(files: Files, path: str) -> Compiled:
    """The procedure, in which nothing is wrong."""
    checked, report = check(files, path)
    assert checked is not None, report.diagnostics
    return compile_procedure(checked)


def written(text: str) -> Compiled:
    """A small procedure, ready to run."""
    return compiled_of(InMemory({"essai.yaml": HEAD + text}), "essai.yaml")


def shown(table: tuple[Row, ...]) -> str:
    """A row a line."""
    return "".join(f"{row}\n" for row in table)


def walked(compiled: Compiled, values: dict[str, Any]) -> list[str]:
    """The screens met, skipping and going on until nothing more happens."""
    cursor, met = compiled.start(values), []
    while True:
        if compiled.trigger(SKIP, cursor):
            continue
        met.append(cursor.state)
        if not (compiled.trigger(NEXT, cursor) or compiled.trigger(FILE, cursor)):
            return met


# The tables as printed.


def test_every_shipped_procedure_has_its_golden_table() -> None:
    assert sorted(path.removesuffix(".yaml") for path in SHIPPED.paths() if "/" not in path) == IDS
    assert sorted(path.stem for path in GOLDEN.iterdir()) == IDS


@pytest.mark.parametrize("name", IDS)
def test_the_table_of_a_shipped_procedure(name: str) -> None:
    """Where the change is meant: write `shown(table)` into the golden file."""
    table = compiled_of(SHIPPED, f"{name}.yaml").table
    assert shown(table) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", IDS)
def test_every_state_is_reachable(name: str) -> None:
    compiled = compiled_of(SHIPPED, f"{name}.yaml")
    examination = compiled.procedure.examination
    reached = {next(iter(compiled.machine.states))}
    if examination and examination.opens:
        reached.add(f"state/{examination.opens.name}")
    while new := {row.dest for row in compiled.table if row.source in reached} - reached:
        reached |= new
    assert set(compiled.machine.states) == reached


@pytest.mark.parametrize("name", IDS)
def test_the_machine_holds_the_table(name: str) -> None:
    compiled = compiled_of(SHIPPED, f"{name}.yaml")
    found = {
        (trigger, way.source, way.dest, way.guard is None)
        for trigger, event in compiled.machine.events.items()
        for ways in event.transitions.values()
        for way in ways
    }
    assert found == {(r.trigger, r.source, r.dest, r.guard is None) for r in compiled.table}
    assert not compiled.machine.is_hooked
    assert len(compiled.table) == sum(
        len(ways)
        for event in compiled.machine.events.values()
        for ways in event.transitions.values()
    )


# Order and skipping.

BRANCHES = """
fields:
  age: {label: Âge, type: integer, min: 0, max: 120}
flow:
  - screen: un
    title: Un
    fields: [age]
    next:
      - {when: age < 18, to: trois}
      - {when: age < 30, to: jeune}
  - screen: deux
    title: Deux
    text: Deux.
  - step: suite
    title: Suite
    when: age != 40
    screens:
      - screen: trois
        title: Trois
        when: age > 5
        text: Trois.
      - screen: quatre
        title: Quatre
        text: Quatre.
  - screen: cinq
    title: Cinq
    text: Cinq.
    submit: {title: Déposer, outcome: depose}
  - screen: six
    title: Six
    when: age > 60
    text: Six.
ends:
  jeune: {title: Jeune, text: Jeune.}
"""


def test_the_table_of_branches_and_conditions() -> None:
    assert shown(written(BRANCHES).table) == (
        "screen/un --next--> screen/trois if age < 18\n"
        "screen/un --next--> end/jeune if age < 30\n"
        "screen/un --next--> screen/deux\n"
        "screen/deux --next--> screen/trois\n"
        "screen/trois --skip--> screen/quatre if not (age != 40 and age > 5)\n"
        "screen/trois --next--> screen/quatre\n"
        "screen/quatre --skip--> screen/cinq if not age != 40\n"
        "screen/quatre --next--> screen/cinq\n"
        "screen/cinq --file--> screen/six\n"
        "screen/six --skip--> end/ if not age > 60\n"
        "screen/six --next--> end/\n"
    )


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (4, "un quatre cinq end/"),  # both rules hold: the first one wins
        (17, "un trois quatre cinq end/"),
        (20, "un end/jeune"),
        (40, "un deux cinq end/"),
        (50, "un deux trois quatre cinq end/"),
        (70, "un deux trois quatre cinq six end/"),
    ],
)
def test_the_first_true_rule_wins_and_false_screens_are_passed(age: int, expected: str) -> None:
    met = walked(written(BRANCHES), {"age": age})
    assert [state.removeprefix("screen/") for state in met] == expected.split()


def test_control_another_order_of_rules_is_another_path() -> None:
    first, second = "      - {when: age < 18, to: trois}\n", "      - {when: age < 30, to: jeune}\n"
    swapped = compile_unchecked(BRANCHES.replace(first + second, second + first))
    assert walked(swapped, {"age": 4}) == ["screen/un", "end/jeune"]


def compile_unchecked(text: str) -> Compiled:
    """What the checker refuses (a rule never reached), and the machine follows all the same."""
    return compile_procedure(checked_before("essai", {"essai.yaml": (HEAD + text).encode()}))


def test_a_screen_without_condition_is_never_skipped() -> None:
    compiled = written(BRANCHES)
    cursor = compiled.start({"age": 4})
    assert not compiled.trigger(SKIP, cursor)
    assert cursor.state == "screen/un"
    assert not [row for row in compiled.table if row.trigger == SKIP and row.guard is None]


def test_a_step_is_named_by_its_first_screen() -> None:
    to_the_step = BRANCHES.replace("{when: age < 18, to: trois}", "{when: age < 18, to: suite}")
    assert written(to_the_step).table == written(BRANCHES).table


def test_the_end_of_the_flow_is_a_state_only_where_a_screen_leads_to_it() -> None:
    compiled = compiled_of(SHIPPED, "orientation.yaml")
    assert FLOW_END not in compiled.machine.states
    assert FLOW_END in compiled_of(SHIPPED, "account.yaml").machine.states


# After filing.

EXAMINED = """
fields:
  nom: {label: Nom, type: text}
  echeance: {label: Date limite, type: date, after: today}
  urgent: {label: Urgent, type: boolean}
flow:
  - screen: un
    title: Un
    fields: [nom, urgent]
    submit: {title: Déposer}
examination:
  opens: ouverte
  clocks:
    silence: {title: Silence, delay: 2 months, starts: filing, runs_in: [ouverte], to: tacite}
    alerte: {title: Alerte, delay: 1 months, starts: filing, runs_in: [ouverte, attente], notice: n}
  states:
    ouverte:
      title: Ouverte
      actions:
        demander: {by: caseworker, title: Demander, fields: [echeance], to: attente}
        noter: {by: caseworker, title: Noter, notice: n}
        presser: {by: caseworker, title: Presser, when: urgent, to: faite}
    attente:
      title: En attente
      actions:
        repondre: {by: applicant, title: Répondre, to: ouverte}
      timers:
        - {at: echeance - 5, notice: n}
        - {at: echeance, to: tacite}
        - {after: 90 days, to: faite}
    tacite: {title: Tacite, final: oui}
    faite: {title: Faite, final: oui}
  actions:
    clore: {in: [attente, ouverte], by: caseworker, title: Clore, to: faite}
notices:
  n: {title: Un mot, text: Bonjour.}
"""


def test_the_table_of_actions_timers_and_clocks() -> None:
    assert shown(written(EXAMINED).table) == (
        "screen/un --file--> end/\n"
        "state/ouverte --do/demander--> state/attente\n"
        "state/ouverte --do/noter--> state/ouverte\n"
        "state/ouverte --do/presser--> state/faite if urgent\n"
        "state/ouverte --do/clore--> state/faite\n"
        "state/attente --do/repondre--> state/ouverte\n"
        "state/attente --do/clore--> state/faite\n"
        "state/attente --timer/attente/1--> state/tacite\n"
        "state/attente --timer/attente/2--> state/faite\n"
        "state/ouverte --clock/silence--> state/tacite\n"
    )


def test_a_guarded_action_is_taken_only_when_its_condition_holds() -> None:
    compiled = written(EXAMINED)
    for urgent in (True, False):
        cursor = Cursor("state/ouverte", {"urgent": urgent})
        assert compiled.trigger("do/presser", cursor) is urgent
        assert cursor.state == ("state/faite" if urgent else "state/ouverte")


# The wrong moment.


@pytest.mark.parametrize("state", ["screen/un", "state/tacite", "end/"])
def test_a_trigger_out_of_place_changes_nothing(state: str) -> None:
    compiled = written(EXAMINED)
    cursor = Cursor(state, {})
    assert compiled.trigger("do/repondre", cursor) is False
    with pytest.raises(MachineError, match="do/repondre"):
        compiled.machine.events["do/repondre"].trigger(cursor)
    assert cursor.state == state


def test_an_unknown_trigger_or_state_changes_nothing() -> None:
    compiled = written(EXAMINED)
    cursor = Cursor("state/ouverte", {})
    assert compiled.trigger("do/inconnue", cursor) is False
    assert cursor.state == "state/ouverte"
    lost = Cursor("state/inconnu", {})
    assert compiled.trigger("do/clore", lost) is False
    with pytest.raises(ValueError, match="state/inconnu"):
        compiled.machine.events["do/clore"].trigger(lost)


def test_a_guard_that_fails_leaves_the_cursor_where_it_was() -> None:
    compiled = written(EXAMINED)
    cursor = Cursor("state/ouverte", {})
    with pytest.raises(KeyError):
        compiled.trigger("do/presser", cursor)
    assert cursor.state == "state/ouverte"


def test_states_and_triggers_are_those_of_the_table_and_nothing_else() -> None:
    compiled = written(EXAMINED)
    procedure = compiled.procedure
    assert tuple(compiled.machine.states) == states_of(procedure, table_of(procedure))
    assert set(compiled.machine.events) == {row.trigger for row in compiled.table}
    assert compiled.machine.models == []


# What the library would say or do by itself.


def test_the_library_says_nothing_of_dossiers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert logging.getLogger("transitions").level == logging.WARNING
    compiled = written(BRANCHES)
    compiled.machine.after_state_change = [print_nothing]
    walked(compiled, {"age": 50})
    assert caplog.records == []


def test_control_without_the_pin_the_library_names_states(
    caplog: pytest.LogCaptureFixture,
) -> None:
    compiled = written(BRANCHES)
    compiled.machine.after_state_change = [print_nothing]
    caplog.set_level(logging.DEBUG, logger="transitions")
    walked(compiled, {"age": 50})
    assert "screen/deux" in caplog.text


@pytest.mark.parametrize("name", IDS)
def test_no_text_of_a_procedure_is_ever_resolved_as_a_callback(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library imports and calls what a string names."""
    resolved: list[Any] = []
    monkeypatch.setattr(FlatMachine, "resolve_callable", staticmethod(noting(resolved)))
    compiled = compiled_of(SHIPPED, f"{name}.yaml")
    compiled.machine.after_state_change = [print_nothing]
    for row in compiled.table:
        values = Anything()
        compiled.machine.events[row.trigger].trigger(Cursor(row.source, values))
    assert resolved
    assert not [found for found in resolved if isinstance(found, str)]


def test_control_a_string_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[Any] = []
    monkeypatch.setattr(FlatMachine, "resolve_callable", staticmethod(noting(resolved)))
    compiled = written(BRANCHES)
    compiled.machine.after_state_change = ["os.getcwd"]
    with pytest.raises(TypeError):  # it was imported and called
        compiled.trigger(NEXT, compiled.start({"age": 50}))
    assert "os.getcwd" in resolved


def print_nothing(_event: Any) -> None:
    """A hook, so that the library takes its own path."""


def noting(resolved: list[Any]) -> Any:
    """Resolves as the library does, and notes what."""

    def resolve(func: Any, event: Any) -> Any:
        resolved.append(func)
        return Machine.resolve_callable(func, event)

    return resolve


class Anything(dict[str, Any]):
    """Answers whose every comparison is false."""

    def __missing__(self, name: str) -> float:
        return float("nan")
