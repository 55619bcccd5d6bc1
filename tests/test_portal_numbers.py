"""The numbers of requests: of one form, never the same, however many are filed in a minute."""

from datetime import UTC, datetime, timedelta

from parcours.portal.numbers import RANKS, Numbers
from parcours.tests.portal_browser import Clock

EVENING = datetime(2026, 11, 30, 22, 59, 58, tzinfo=UTC)


def test_they_tell_the_site_and_the_minute_in_paris() -> None:
    number = Numbers(lambda: EVENING).drawn()
    assert (len(number), number[:16]) == (19, "9999202611302359")


def test_a_minute_that_has_given_all_of_them_borrows_from_the_next() -> None:
    """And goes on from there once that minute has come: none is given twice."""
    now = [EVENING]
    numbers = Numbers(lambda: now[0])
    drawn = [numbers.drawn() for _filing in range(RANKS + 1)]
    assert {one[:16] for one in drawn[:RANKS]} == {"9999202611302359"}
    assert drawn[RANKS][:16] == "9999202612010000"
    now[0] += timedelta(minutes=1)
    drawn += [numbers.drawn() for _filing in range(RANKS)]
    assert {one[:16] for one in drawn[RANKS : 2 * RANKS]} == {"9999202612010000"}
    assert len(set(drawn)) == len(drawn)


def test_they_come_in_no_order() -> None:
    numbers = Numbers(Clock())
    drawn = [numbers.drawn() for _filing in range(50)]
    assert drawn != sorted(drawn)


def test_a_clock_put_right_is_followed() -> None:
    """A wrong one dates what is filed meanwhile, and nothing after."""
    now = [EVENING + timedelta(days=100)]
    numbers = Numbers(lambda: now[0])
    assert numbers.drawn()[:8] == "99992027"
    now[0] = EVENING
    assert numbers.drawn()[:16] == "9999202611302359"
