"""Dossiers remembered between two requests, and commands that are durable in one step."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime, loading
from parcours.engine.store.errors import KeyReused, Unknown
from parcours.engine.store.memory import MemoryStore
from parcours.engine.store.store import Change, Journal, Once, Store
from parcours.tests.runtimes import NOON, made, sources, store

__all__ = ["store"]


def ticking() -> datetime:
    """Each look at it is a second later."""
    ticking.now += timedelta(seconds=1)  # type: ignore[attr-defined]
    return ticking.now  # type: ignore[attr-defined,no-any-return]


ticking.now = NOON  # type: ignore[attr-defined]


class Watched(MemoryStore):
    """Counts what is appended, and the entries read."""

    def __init__(self) -> None:
        super().__init__()
        self.appended = self.entries = 0

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """Counted."""
        self.appended += 1
        return super().append(dossier, expected, change, at, once)

    def load(self, dossier: str, after: int = 0) -> Journal:
        """Counted."""
        found = super().load(dossier, after)
        self.entries += len(found.entries)
        return found


@pytest.fixture
def runtime(store: Store) -> Runtime:
    return made(store, ticking)


FOYER = do.Answer("foyer", {"situation": "seul"})


def begun(runtime: Runtime) -> str:
    """At the first screen that asks something."""
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    return dossier


def situation_of(runtime: Runtime, dossier: str) -> object:
    """What was answered there."""
    return runtime.dossier(dossier)[1].answers.get("situation")


def test_only_what_came_since_is_read() -> None:
    with Watched() as store:
        runtime = made(store, ticking)
        dossier = begun(runtime)
        runtime.page(dossier)
        store.entries = 0
        runtime.page(dossier)
        assert store.entries == 0
        runtime.answer(dossier, "foyer", {"situation": "seul"})
        store.entries = 0
        assert situation_of(runtime, dossier) == "seul"
        assert store.entries == 0  # nor is what was just decided read again
        made(store, ticking).answer(dossier, "foyer", {"situation": "couple"})
        store.entries = 0
        assert situation_of(runtime, dossier) == "couple"
        assert store.entries == 1


def test_within_one_look_nothing_is_read_twice() -> None:
    with Watched() as store:
        runtime = made(store, ticking)
        dossier = begun(runtime)
        with runtime.seen_once():
            assert runtime.look(dossier).card.owner == "u1"
            store.entries = 0
            version = runtime.look(dossier).version
            runtime.page(dossier)
            assert store.entries == 0
            made(store, ticking).answer(dossier, "foyer", {"situation": "couple"})
            assert situation_of(runtime, dossier) is None  # another program's, while it looked
            told = runtime.answer(dossier, "foyer", {"situation": "seul"})
            assert told.version == runtime.look(dossier).version == version + 2
            assert situation_of(runtime, dossier) == "seul"
        assert runtime.look(dossier).version == version + 2


def test_what_another_program_adds_is_seen(store: Store, runtime: Runtime) -> None:
    dossier, other = runtime.start("carte"), made(store, ticking)
    runtime.press(dossier, "preambule")
    runtime.page(dossier)
    other.answer(dossier, "foyer", {"situation": "couple"})
    assert situation_of(runtime, dossier) == "couple"
    other.claim(dossier, "u2", {"email": "a@exemple.fr"})
    with pytest.raises(NotAllowed):
        runtime.records.erase(dossier, "u1")
    runtime.records.erase(dossier, "u2")  # it is known whose it has become


def test_another_dossier_under_the_same_name_is_read_anew(store: Store, runtime: Runtime) -> None:
    dossier = begun(runtime)
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    assert situation_of(runtime, dossier) == "seul"
    other = made(store, ticking, sources(ticking))  # draws d1 again
    other.records.erase(dossier)
    with pytest.raises(Unknown):
        runtime.page(dossier)
    assert begun(other) == dossier
    other.answer(dossier, "foyer", {"situation": "couple"})
    assert situation_of(runtime, dossier) == "couple"


def test_another_dossier_of_the_same_length_is_read_anew(store: Store, runtime: Runtime) -> None:
    dossier = begun(runtime)
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    runtime.page(dossier)
    other = made(store, ticking, sources(ticking))
    other.records.erase(dossier)
    assert begun(other) == dossier
    other.answer(dossier, "foyer", {"situation": "couple"})
    other.answer(dossier, "foyer", {"situation": "famille"})
    assert situation_of(runtime, dossier) == "famille"
    assert runtime.dossier(dossier)[1] == other.dossier(dossier)[1]


def test_as_many_as_people_are_at_work_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_KNOWN", 2)
    with Watched() as store:
        runtime = made(store, ticking)
        first, second, third = (begun(runtime) for _number in range(3))
        for dossier in (first, second, third):
            runtime.page(dossier)
        store.entries = 0
        runtime.page(third)
        assert store.entries == 0
        runtime.page(first)
        assert store.entries == 2  # it had been let go, and is read whole


def test_an_answer_and_its_button_are_one_append() -> None:
    with Watched() as store:
        runtime = made(store, ticking)
        dossier = begun(runtime)
        store.appended = 0
        told = runtime.handle_all(dossier, [FOYER, do.Press("foyer")])
        assert told.is_accepted
        assert store.appended == 1
        assert runtime.page(dossier).id == "argent"
        assert told.version == len(runtime.history(dossier))


def test_nothing_follows_what_is_refused(runtime: Runtime) -> None:
    dossier = begun(runtime)
    bad = do.Answer("foyer", {"situation": "veuf"})
    told = runtime.handle_all(dossier, [bad, do.Press("foyer")])
    assert list(told.refused) == ["situation"]
    assert runtime.page(dossier).id == "foyer"
    lacking = runtime.handle_all(dossier, [do.Answer("foyer"), do.Press("foyer")])
    assert list(lacking.refused) == ["situation"]


def test_what_is_forbidden_undoes_nothing(runtime: Runtime) -> None:
    dossier = begun(runtime)
    with pytest.raises(NotAllowed):
        runtime.handle_all(dossier, [FOYER, do.Press("argent")])
    assert situation_of(runtime, dossier) == "seul"


def test_a_key_stands_for_what_was_done_whole(runtime: Runtime) -> None:
    dossier = begun(runtime)
    lacking: list[do.Command] = [do.Answer("foyer", {"situation": "couple"}), do.Press("foyer")]
    assert runtime.handle_all(dossier, lacking, "k").refused
    assert runtime.handle_all(dossier, lacking, "k").refused  # not taken for done
    whole: list[do.Command] = [FOYER, do.Press("foyer")]
    done = runtime.handle_all(dossier, whole, "k")
    assert done.is_accepted
    assert runtime.handle_all(dossier, whole, "k").version == done.version
    with pytest.raises(KeyReused):
        runtime.handle_all(dossier, [FOYER], "k")
