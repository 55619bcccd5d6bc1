"""A thread that goes on whatever happens in it, and ends when it is told to."""

import logging
import threading
import time

import pytest

from parcours.portal.pacing import Pacing


def test_a_turn_that_fails_is_told_and_keeps_no_other_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turns, is_third = list[int](), threading.Event()

    def turn() -> None:
        turns.append(len(turns))
        if len(turns) == 1:
            raise ValueError("the first")
        if len(turns) == 3:
            is_third.set()

    pacing = Pacing("essai", 0.01, turn)
    pacing.start()
    assert is_third.wait(10)
    pacing.stop()
    count = len(turns)
    time.sleep(0.05)
    assert len(turns) == count
    (told,) = (one for one in caplog.records if one.levelno == logging.ERROR)
    assert (told.msg, told.exc_info and told.exc_info[0]) == ("essai", ValueError)


def test_it_ends_after_the_turn_under_way_or_when_nobody_waits_any_more() -> None:
    begun, may_end, done = threading.Event(), threading.Event(), list[str]()

    def turn() -> None:
        begun.set()
        may_end.wait(10)
        done.append("whole")

    pacing = Pacing("essai", 100, turn)
    pacing.start()
    assert begun.wait(10)
    pacing.stop(0.01)
    assert not done
    may_end.set()
    pacing.stop()
    assert done == ["whole"]


def test_one_that_never_started_stops() -> None:
    Pacing("essai", 100, lambda: pytest.fail("nobody started it")).stop()
