"""Those who meet on one dossier take turns, and what is sent twice is done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.events import Filed
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.runtime.loading import MOST_TRIES
from parcours.engine.store import turns
from parcours.engine.store.errors import Conflict, KeyReused, ReferenceTaken
from parcours.engine.store.store import Change, Once, Store
from parcours.engine.store.turns import FIRST_PAUSE, LONGEST_PAUSE
from parcours.tests.runtimes import (
    Clock,
    at_the_documents,
    awaiting,
    clock,
    everything,
    filed,
    made,
    pending,
    ready,
    runtime,
    store,
)

__all__ = ["clock", "runtime", "store"]


class Busy:
    """A store in which something else always happens first."""

    def __init__(self, store: Store, times: int, meddle: Callable[[], object]) -> None:
        self.store, self.times, self.meddle = store, times, meddle

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """Too late, so many times."""
        if self.times:
            self.times -= 1
            self.meddle()
        return self.store.append(dossier, expected, change, at, once)


def test_a_conflict_is_resolved_by_deciding_again(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    busy: Any = Busy(store, 1, lambda: runtime.back(dossier, "foyer"))
    late = made(busy, clock)
    assert late.file(dossier, "recap").is_accepted
    kinds = [type(one.event).__name__ for one in runtime.history(dossier)]
    assert kinds[-4:] == ["Went", "Filed", "Issued", "Notified"]


def test_what_is_no_longer_allowed_after_a_conflict_is_said_so(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = filed(runtime)
    busy: Any = Busy(store, 1, lambda: runtime.act(dossier, "retirer", "applicant"))
    with pytest.raises(NotAllowed):
        made(busy, clock).act(dossier, "accorder", "caseworker")
    assert runtime.status(dossier).id == "retiree"


def test_a_conflict_that_never_ends_is_raised(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "sleep", lambda _pause: None)
    runtime = made(store, clock)
    dossier = filed(runtime)
    busy: Any = Busy(store, 10**9, lambda: runtime.act(dossier, "relire", "caseworker"))
    with pytest.raises(Conflict):
        made(busy, clock).act(dossier, "relire", "caseworker")


def test_the_same_sending_twice_is_one(runtime: Runtime) -> None:
    dossier = ready(runtime)
    first = runtime.file(dossier, "recap", once="envoi-1")
    before = everything(runtime, dossier)
    again = runtime.file(dossier, "recap", once="envoi-1")
    assert again.version == first.version
    assert again.effects == ()
    assert everything(runtime, dossier) == before
    with pytest.raises(NotAllowed):
        runtime.file(dossier, "recap", once="envoi-2")


def test_a_key_belongs_to_one_request(runtime: Runtime) -> None:
    dossier = filed(runtime)
    runtime.act(dossier, "relire", "caseworker", once="k")
    before = everything(runtime, dossier)
    with pytest.raises(KeyReused):
        runtime.act(dossier, "retirer", "applicant", once="k")
    assert everything(runtime, dossier) == before


def test_a_key_is_not_used_up_by_what_was_refused(runtime: Runtime) -> None:
    dossier = filed(runtime)
    assert runtime.act(dossier, "refuser", "caseworker", {"motifs": ""}, once="k").refused
    assert runtime.act(dossier, "refuser", "caseworker", {"motifs": "x"}, once="k").is_accepted


def test_what_was_partly_refused_is_refused_again_when_it_is_sent_again(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    runtime.press(dossier, "foyer")
    command = do.Answer("argent", {"revenu": "rien", "logement": "heberge"})
    first = runtime.handle(dossier, command, once="k")
    assert set(first.refused) == {"revenu"}
    again = runtime.handle(dossier, command, once="k")
    assert (again.refused, again.version) == (first.refused, first.version)


def test_a_batch_partly_refused_is_refused_again_when_it_is_sent_again(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    commands: list[do.Command] = [
        do.Press("foyer"),
        do.Answer("argent", {"revenu": "rien", "logement": "heberge"}),
    ]
    first = runtime.handle_all(dossier, commands, once="k")
    again = runtime.handle_all(dossier, commands, once="k")
    assert set(first.refused) == {"revenu"} == set(again.refused)


def test_sixteen_at_work_on_one_dossier_all_come_to_their_turn(store: Store, clock: Clock) -> None:
    """Each says something else, and takes long enough for the others to come first."""
    dossier = at_the_documents(made(store, clock))
    slow: Any = Busy(store, 10**9, lambda: sleep(0.001))
    runtime = made(slow, clock)
    with ThreadPoolExecutor(16) as pool:
        incomes = [{"revenu": str(1_500 + number)} for number in range(160)]
        told = list(pool.map(lambda raws: runtime.answer(dossier, "argent", raws), incomes))
    assert all(one.is_accepted for one in told)
    assert len({one.version for one in told}) == len(told)


def test_those_who_meet_wait_longer_each_time_and_never_in_step(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = made(store, clock)
    dossier = filed(runtime)
    pauses: list[float] = []
    monkeypatch.setattr(turns, "sleep", pauses.append)
    busy: Any = Busy(store, MOST_TRIES, lambda: runtime.act(dossier, "relire", "caseworker"))
    with pytest.raises(Conflict):
        made(busy, clock).act(dossier, "relire", "caseworker")
    assert len(set(pauses)) == len(pauses) == MOST_TRIES - 1
    assert all(0 <= pause <= FIRST_PAUSE * 2**n for n, pause in enumerate(pauses[:5]))
    assert 0.005 < max(pauses) <= LONGEST_PAUSE


def test_sixteen_identical_filings_are_one(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    together = Barrier(16)

    def send() -> int:
        together.wait()
        return runtime.file(dossier, "recap", once="envoi").version

    with ThreadPoolExecutor(16) as pool:
        versions = {one.result() for one in [pool.submit(send) for _ in range(16)]}
    assert len(versions) == 1
    assert [type(one.event) for one in runtime.history(dossier)].count(Filed) == 1
    assert sorted(kind for kind, _due in pending(runtime, dossier)) == ["issue", "send", "wake"]


def test_sixteen_different_filings_are_one_and_fifteen_refusals(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    together = Barrier(16)

    def send(number: int) -> bool:
        together.wait()
        try:
            return runtime.file(dossier, "recap", once=f"envoi-{number}").is_accepted
        except NotAllowed:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(send, range(16))) == 1
    assert sorted(kind for kind, _due in pending(runtime, dossier)) == ["issue", "send", "wake"]


def test_a_number_already_borne_is_drawn_again(store: Store, clock: Clock) -> None:
    drawn = iter(["n1", "n1", "n1", "n2"])
    names = count(1)
    given = Sources(clock, lambda: f"d{next(names)}", lambda: next(drawn), lambda _name: "")
    runtime = made(store, clock, given)
    numbers = []
    for dossier in (filed(runtime), filed(runtime)):
        state = runtime.dossier(dossier)[1]
        assert state.filed is not None
        numbers.append(state.filed.number)
    assert numbers == ["n1", "n2"]


def test_a_number_that_never_changes_is_an_error(store: Store, clock: Clock) -> None:
    names = count(1)
    given = Sources(clock, lambda: f"d{next(names)}", lambda: "n1", lambda _name: "")
    runtime = made(store, clock, given)
    filed(runtime)
    with pytest.raises(ReferenceTaken):
        filed(runtime)


def test_an_id_already_borne_is_drawn_again(store: Store, clock: Clock) -> None:
    names = iter(["d1", "d1", "d2"])
    given = Sources(clock, lambda: next(names), lambda: "n1", lambda _name: "")
    runtime = made(store, clock, given)
    assert [runtime.start("carte"), runtime.start("carte")] == ["d1", "d2"]


def test_numbers_and_links_are_drawn_only_for_what_bears_one(store: Store, clock: Clock) -> None:
    drawn: list[str] = []
    names = count(1)

    def bearing(what: str, drawn_name: str) -> str:
        drawn.append(what)
        return drawn_name

    given = Sources(
        clock,
        lambda: f"d{next(names)}",
        lambda: bearing("number", "n1"),
        lambda name: bearing(f"link {name}", "https://exemple.fr"),
    )
    runtime = made(store, clock, given)
    dossier = at_the_documents(runtime)
    with pytest.raises(NotAllowed):
        runtime.file(dossier, "recap")
    filed(runtime)
    awaiting(runtime)
    assert drawn == ["number", "link d3"]
