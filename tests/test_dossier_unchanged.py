"""Screens that nothing touched are not judged again, and what is found is as if they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier import situation as situations
from parcours.engine.dossier.dossier import Dossier, fold
from parcours.engine.dossier.events import Answered, Filed, Recorded, SignedIn
from parcours.engine.dossier.situation import Situation, situation
from parcours.engine.dossier.time import day_of
from parcours.engine.dossier.unchanged import Unchanged
from parcours.engine.machine.compiled import Compiled
from parcours.engine.page.compose import compose
from parcours.engine.scenario.run import driven
from parcours.engine.scenario.suites import play, suites
from parcours.engine.source.files import Folder
from parcours.tests.dossiers import AWAITING, PERSON, Driven, opened, ready

ROOT = Path(__file__).resolve().parent.parent
FILES = Folder(ROOT / "procedures", "procedures")

Story = tuple[Compiled, list[Recorded]]


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """What happened to everybody told of in the scenarios that we ship."""
    found = []
    for suite in suites(FILES, FILES.paths()):
        played = play(FILES, suite, lambda: None)
        assert played is not None
        for result in played.results:
            person = driven(played.compiled, result.run.scenario)
            found.append((person.compiled, person.history))
    return found


def steps(compiled: Compiled, history: list[Recorded]) -> Iterator[tuple[Situation, Situation]]:
    """Event by event: found with what was known before it, and from nothing."""
    dossier = Dossier()
    for count, recorded in enumerate(history, 1):
        dossier, day = fold([recorded], dossier), day_of(recorded.at)
        whole = fold(history[:count])
        assert dossier == whole
        yield situation(compiled, dossier, day), situation(compiled, whole, day)


def differs(stories: list[Story]) -> bool:
    """Whether anything is found otherwise."""
    return any(one != other for story in stories for one, other in steps(*story))


def test_what_is_known_changes_nothing_of_what_is_found(stories: list[Story]) -> None:
    assert len(stories) > 100
    assert not differs(stories)


@pytest.mark.parametrize(
    "kind", ["_answers", "pressed", "_ticked", "_happened", "_joined", "_is_filing"]
)
def test_each_kind_of_change_is_looked_at(
    stories: list[Story], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The control: blind to one kind of event, something is found otherwise."""

    class Blind(Unchanged):
        def __init__(self, *told: object) -> None:
            super().__init__(*told)  # type: ignore[arg-type]
            setattr(self, kind, type(getattr(self, kind))())

    monkeypatch.setattr(situations, "Unchanged", Blind)
    assert differs(stories)


def test_most_screens_are_not_judged_again(
    stories: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    real = situations._Walk.visit

    def counted(walk: situations._Walk, *told: object) -> object:
        judged.append(told)
        return real(walk, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(situations._Walk, "visit", counted)
    compiled, history = max(stories, key=lambda story: len(story[1]))
    dossier = Dossier()
    for recorded in history:
        dossier = fold([recorded], dossier)
        there = situation(compiled, dossier, day_of(recorded.at))
        if isinstance(recorded.event, Answered) and len(there.visits) > 3:
            assert len(judged) <= 2
        judged.clear()


def is_sent_to_sign_in(driven: Driven) -> bool:
    """Where the request stands."""
    return driven.here.visits[-1].needs_account


def test_another_person_is_on_another_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signs in is no longer asked to; the control: without looking, they still are."""
    text = AWAITING.replace("requires: account\n", "", 1).replace(
        "title: Confirmez\n", "title: Confirmez\n    requires: account\n"
    )
    driven = opened(ready(text), account={})
    assert is_sent_to_sign_in(driven)
    driven.do(do.Know({}, PERSON))
    assert not is_sent_to_sign_in(driven)

    class Blind(Unchanged):
        def __init__(self, *told: object) -> None:
            super().__init__(*told)  # type: ignore[arg-type]
            self.is_possible = True

    monkeypatch.setattr(situations, "Unchanged", Blind)
    blind = opened(ready(text), account={})
    assert is_sent_to_sign_in(blind)
    blind.dossier = fold([Recorded(blind.now, SignedIn(PERSON))], blind.dossier)
    assert is_sent_to_sign_in(blind)


def test_a_page_is_composed_once_and_never_kept_for_a_name_without_end(
    stories: list[Story],
) -> None:
    compiled, history = max(stories, key=lambda story: len(story[1]))
    filed = next(i for i, one in enumerate(history) if isinstance(one.event, Filed))
    draft, now = fold(history[:filed]), history[filed - 1].at
    page = compose(compiled, draft, now)
    assert compose(compiled, draft, now) is page
    for number in range(50):
        compose(compiled, draft, now, f"ecran_{number}")
    assert len(draft.memory.pages) == 1
    later = compose(compiled, draft, now + timedelta(days=1))
    assert later is not page
