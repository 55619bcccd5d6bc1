"""What is counted of those who try: for as long as it is worth something, and no longer."""

from pathlib import Path
from time import time
from typing import Any

import limits.storage.memory as library
import pytest

from parcours.portal.limits import Limits
from parcours.tests.portal_browser import opened

HOUR = 3_600.0
PEOPLE = 50


class Later:
    """The library's clock, put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        return time() + self.ahead


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    found = Later()
    monkeypatch.setattr(library, "time", found)
    return found


def expired(limits: Limits) -> Any:
    """What the library does by itself a moment after each try."""
    limits._storage._MemoryStorage__expire_events()  # type: ignore[attr-defined]
    return limits._storage.events


def test_who_tried_long_ago_is_forgotten(later: Later) -> None:
    limits = Limits()
    for number in range(PEOPLE):
        assert limits.allows("start address", f"10.0.0.{number}")
    assert limits.sweep() == 0
    later.ahead = 2 * HOUR
    assert limits.allows("start address", "10.0.1.1")
    assert len(expired(limits)) == PEOPLE + 1  # the library keeps their keys
    assert limits.sweep() == PEOPLE
    assert len(expired(limits)) == 1


def test_what_still_counts_is_counted_on() -> None:
    limits = Limits()
    tries = []
    for _number in range(6):
        tries.append(limits.allows("mail account", "a"))
        limits.sweep()
    assert tries == [True] * 5 + [False]
    assert limits.after("mail account", "a") > HOUR - 60


def test_a_portal_forgets_them_by_itself(tmp_path: Path, later: Later) -> None:
    with opened(tmp_path) as house:
        assert house.limits.allows("start address", "10.0.0.1")
        later.ahead = 2 * HOUR
        expired(house.limits)
        house.rounds.turn()
        assert not house.limits._storage.events
