"""Timers and clocks: when each goes off, in whichever steps time is looked at."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.dossier import fold
from parcours.engine.dossier.effects import Wake
from parcours.engine.dossier.events import Elapsed, Recorded
from parcours.engine.dossier.time import PARIS, clock_values, day_of, later, midnight
from parcours.engine.machine.compiled import Compiled
from parcours.engine.model.definitions import Duration
from parcours.tests.dossiers import Driven, at, opened, ready

SLOW = """
fields:
  nom: {label: Nom, type: text}
  echeance: {label: Échéance, type: date}
flow:
  - screen: depot
    title: Dépôt
    fields: [nom]
    submit: {title: Déposer}
examination:
  opens: etude
  clocks:
    silence:
      title: Silence
      delay: 2 months
      starts: filing
      runs_in: [etude, retour]
      to: rejet
      notice: rejete
    veille:
      title: Veille
      delay: 40 days
      starts: filing
      runs_in: [etude, attente, retour]
      notice: veille
  states:
    etude:
      title: Étude
      timers:
        - {after: 36 hours, notice: lu}
        - {after: 10 days, notice: relance}
        - {after: 10 days, notice: relance_agent}
      actions:
        demander: {by: caseworker, title: Demander, fields: [echeance], to: attente}
        noter: {by: caseworker, title: Noter, notice: lu}
    attente:
      title: Attente
      timers:
        - {at: echeance - 10, notice: rappel}
        - {at: echeance, to: retour, notice: retard}
      actions:
        prolonger: {by: caseworker, title: Prolonger, fields: [echeance]}
        reprendre: {by: caseworker, title: Reprendre, to: retour}
    retour:
      title: Retour
      actions:
        finir: {by: caseworker, title: Finir, to: fini}
    rejet: {title: Rejet, final: true}
    fini: {title: Fini, final: true}
notices:
  lu: {title: Lu, text: Lu.}
  relance: {title: Relance, text: "Réponse avant le {{ clocks.silence }}."}
  relance_agent: {title: Relance, to: caseworker, text: Relance.}
  rappel: {title: Rappel, text: Rappel.}
  retard: {title: Retard, text: Retard.}
  rejete: {title: Rejeté, text: Rejeté.}
  veille: {title: Veille, to: caseworker, text: Veille.}
"""


@pytest.fixture(scope="module")
def slow() -> Compiled:
    return ready(SLOW)


def filed(slow: Compiled, day: str = "2026-11-02") -> Driven:
    driven = opened(slow, day)
    driven.ok(do.Answer("depot", {"nom": "DIALLO"}))
    driven.ok(do.Submit("depot"))
    return driven


def ask(driven: Driven, echeance: str) -> None:
    driven.ok(do.Act("demander", "caseworker", {"echeance": echeance}))


def went_off(driven: Driven) -> list[tuple[str, str]]:
    """Trigger and day of what time brought."""
    return [
        (r.event.trigger, day_of(r.at).isoformat())
        for r in driven.history
        if isinstance(r.event, Elapsed)
    ]


def tick(driven: Driven, day: str, hour: int = 23) -> None:
    driven.now = at(day, hour)
    driven.do(do.Tick())


def test_what_time_brings_by_date_then_in_file_order(slow: Compiled) -> None:
    driven = filed(slow)
    tick(driven, "2027-02-01")
    assert went_off(driven) == [
        ("timer/etude/0", "2026-11-03"),
        ("timer/etude/1", "2026-11-12"),
        ("timer/etude/2", "2026-11-12"),
        ("clock/veille", "2026-12-12"),
        ("clock/silence", "2027-01-02"),
    ]
    assert driven.notices == ["lu", "relance", "relance_agent", "veille", "rejete"]
    assert driven.state == "rejet"
    assert driven.dossier.stay is not None
    assert driven.dossier.stay.since == at("2027-01-02"), "at its own instant, seen later"


@pytest.mark.parametrize(
    ("instant", "count"),
    [("2026-11-03T21:59:59", 0), ("2026-11-03T22:00:00", 1), ("2026-11-12T10:00:00", 3)],
)
def test_to_the_second(slow: Compiled, instant: str, count: int) -> None:
    driven = filed(slow)
    driven.now = datetime.fromisoformat(instant).replace(tzinfo=PARIS)
    driven.do(do.Tick())
    assert len(went_off(driven)) == count


def test_the_next_instant_is_told(slow: Compiled) -> None:
    driven = filed(slow)
    assert [e for e in driven.effects if isinstance(e, Wake)] == [Wake(at("2026-11-03", 22))]
    decision = driven.do(do.Tick())
    assert (decision.events, decision.effects) == ((), (Wake(at("2026-11-03", 22)),))


def test_twice_is_once(slow: Compiled) -> None:
    driven = filed(slow)
    tick(driven, "2026-12-15")
    before = driven.dossier
    tick(driven, "2026-12-15")
    assert driven.dossier == before


def test_time_comes_before_what_is_done(slow: Compiled) -> None:
    """An action done late meets the state that time has made of it."""
    driven = filed(slow)
    ask(driven, "2026-11-20")
    driven.now = at("2026-11-21")
    driven.ok(do.Act("finir", "caseworker"))
    assert went_off(driven)[-1] == ("timer/attente/1", "2026-11-20")
    assert driven.state == "fini"


def test_a_timer_starts_anew_with_its_state(slow: Compiled) -> None:
    driven = filed(slow)
    driven.later(days=5)
    driven.do(do.Tick())
    driven.ok(do.Act("noter", "caseworker"))
    tick(driven, "2026-11-12")
    assert [name for name, _day in went_off(driven)] == [
        "timer/etude/0",
        "timer/etude/1",
        "timer/etude/2",
    ], "staying in a state starts nothing again"


def test_a_date_already_past_is_due_on_entering(slow: Compiled) -> None:
    driven = filed(slow)
    ask(driven, "2026-11-01")
    driven.do(do.Tick())
    assert went_off(driven) == [
        ("timer/attente/0", "2026-11-02"),
        ("timer/attente/1", "2026-11-02"),
    ]
    assert (driven.state, driven.notices) == ("retour", ["rappel", "retard"])


def test_a_date_that_moves_moves_its_timers(slow: Compiled) -> None:
    driven = filed(slow)
    ask(driven, "2026-11-20")
    tick(driven, "2026-11-15")
    driven.ok(do.Act("prolonger", "caseworker", {"echeance": "2026-12-05"}))
    tick(driven, "2026-12-06")
    assert went_off(driven) == [
        ("timer/attente/0", "2026-11-10"),
        ("timer/attente/1", "2026-12-05"),
    ]


def clock(driven: Driven, name: str = "silence") -> str:
    return clock_values(driven.compiled, driven.dossier, driven.now)[f"clocks.{name}"].isoformat()


def test_a_clock_moves_by_the_days_stood_still(slow: Compiled) -> None:
    driven = filed(slow)
    assert clock(driven) == "2027-01-02"
    driven.now = at("2026-11-10")
    ask(driven, "2026-12-01")
    driven.now = at("2026-11-15")
    assert (clock(driven), clock(driven, "veille")) == ("2027-01-07", "2026-12-12")
    driven.now = at("2026-11-24", 18)
    driven.ok(do.Act("reprendre", "caseworker"))
    driven.now = at("2026-12-30")
    assert clock(driven) == "2027-01-16", "fourteen days"
    tick(driven, "2027-01-15")
    assert driven.state == "retour"
    tick(driven, "2027-01-16")
    assert (driven.state, went_off(driven)[-1]) == ("rejet", ("clock/silence", "2027-01-16"))


def test_a_clock_that_stands_still_brings_nothing(slow: Compiled) -> None:
    driven = filed(slow)
    ask(driven, "2027-06-01")
    tick(driven, "2027-05-01")
    assert driven.state == "attente"
    assert [name for name, _day in went_off(driven)] == ["clock/veille"]


def test_a_clock_stopped_on_its_last_day_ends_no_earlier_than_it_runs_again(slow: Compiled) -> None:
    driven = filed(slow)
    driven.now = at("2027-01-02", 9)
    ask(driven, "2027-03-01")
    driven.now = at("2027-01-02", 20)
    driven.ok(do.Act("reprendre", "caseworker"))
    driven.do(do.Tick())
    instants = [recorded.at for recorded in driven.history]
    assert driven.state == "rejet"
    assert instants == sorted(instants), "no journal goes back in time"


@pytest.mark.parametrize(
    ("filing", "end"), [("2026-12-31", "2027-02-28"), ("2026-08-30", "2026-10-30")]
)
def test_clocks_count_calendar_months(slow: Compiled, filing: str, end: str) -> None:
    assert clock(filed(slow, filing)) == end


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "delay", "end"),
    [
        ("2026-10-24T10:00", Duration(24, "hours"), "2026-10-25T09:00"),
        ("2026-10-24T10:00", Duration(1, "days"), "2026-10-25T10:00"),
        ("2026-03-28T10:00", Duration(24, "hours"), "2026-03-29T11:00"),
        ("2026-03-28T10:00", Duration(1, "days"), "2026-03-29T10:00"),
        ("2026-03-28T02:30", Duration(1, "days"), "2026-03-29T03:30"),
        ("2026-09-30T23:30", Duration(1, "months"), "2026-10-30T23:30"),
    ],
)
def test_days_keep_the_hour_and_hours_do_not(start: str, delay: Duration, end: str) -> None:
    """The clocks of Paris change on 29 March and 25 October 2026."""
    for zone in (PARIS, UTC):
        assert later(moment(start).astimezone(zone), delay) == moment(end).astimezone(UTC)


def test_the_day_is_that_of_paris() -> None:
    assert day_of(datetime(2026, 11, 2, 23, 30, tzinfo=UTC)).isoformat() == "2026-11-03"
    assert day_of(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)).isoformat() == "2026-07-01"
    assert midnight(day_of(at("2026-07-01"))) == datetime(2026, 6, 30, 22, tzinfo=UTC)


def journal(driven: Driven) -> Sequence[Recorded]:
    return driven.history


@given(
    steps=st.lists(st.integers(0, 120 * 24), max_size=12),
    acts=st.lists(st.tuples(st.integers(0, 90 * 24), st.integers(-20, 80)), min_size=0, max_size=2),
)
def test_looking_often_or_once_is_the_same(steps: list[int], acts: list[tuple[int, int]]) -> None:
    """Whenever the dossier is looked at in between, its journal is the same."""
    compiled = _COMPILED
    start, histories = at("2026-09-20"), []
    for looks in (sorted(steps), []):
        driven = filed(compiled, "2026-09-20")
        done = sorted(acts)
        for hour in sorted([*looks, *(hour for hour, _days in done), 120 * 24]):
            driven.now = start + timedelta(hours=hour)
            while done and done[0][0] == hour:
                _act(driven, done.pop(0)[1])
            driven.do(do.Tick())
        histories.append(driven.history)
        assert fold(driven.history) == driven.dossier
    assert histories[0] == histories[1]


def _act(driven: Driven, days: int) -> None:
    """Ask for something where that is possible, take up again otherwise."""
    driven.do(do.Tick())
    if driven.state == "etude":
        ask(driven, (driven.now + timedelta(days=days)).date().isoformat())
    elif driven.state == "attente":
        driven.ok(do.Act("reprendre", "caseworker"))


_COMPILED = ready(SLOW)
