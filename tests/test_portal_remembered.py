"""What was read of the tables is remembered until it changes, and never after."""

from datetime import timedelta

import pytest

from parcours.portal.house import House
from parcours.portal.remembered import MOST, Remembered
from parcours.tests.portal_browser import Clock
from parcours.tests.portal_garden import ANA, begun, clock, own_house, signed_in

__all__ = ["clock", "own_house"]


def test_it_is_read_once() -> None:
    remembered, read = Remembered[str](), []

    def found() -> str:
        read.append("read")
        return "Ana"

    assert [remembered.get("a", found) for _time in range(3)] == ["Ana"] * 3
    assert len(read) == 1
    remembered.changed("b")
    assert (remembered.get("a", found), len(read)) == ("Ana", 1)
    remembered.changed("a")
    assert (remembered.get("a", found), len(read)) == ("Ana", 2)
    remembered.changed()
    assert (remembered.get("a", found), len(read)) == ("Ana", 3)


def test_what_is_not_there_is_asked_for_again() -> None:
    remembered = Remembered[str]()
    assert remembered.get("a", lambda: None) is None
    assert remembered.get("a", lambda: "Ana") == "Ana"


@pytest.mark.parametrize("keys", [("a",), ()])
def test_what_changes_while_it_is_read_is_not_remembered(keys: tuple[str, ...]) -> None:
    """The control of the order: one who reads before a session ends would keep it for ever."""
    remembered = Remembered[str]()

    def overtaken() -> str:
        remembered.changed(*keys)
        return "before"

    assert remembered.get("a", overtaken) == "before"
    assert remembered.get("a", lambda: "after") == "after"


def test_it_does_not_grow_for_ever() -> None:
    remembered = Remembered[str]()
    for number in range(MOST + 5):
        remembered.get(str(number), lambda: "there")
    assert len(remembered._held) <= MOST


def test_a_session_ends_at_once_wherever_it_was_seen(house: House, clock: Clock) -> None:
    """Ended from elsewhere, by its person or by time, after requests that remembered it."""
    for end in ("one", "all", "sweep", "idle"):
        browser = signed_in(house)
        assert browser.go("/compte").path == "/compte"
        (session,) = house.sessions.of_account(account := browser_account(house))
        match end:
            case "one":
                assert house.sessions.end(session.digest, account)
            case "all":
                assert house.sessions.end_all(account) == 1
            case "sweep":
                clock.forward(timedelta(days=1))
                assert house.sessions.sweep()
            case "idle":
                clock.forward(timedelta(hours=1))
        assert browser.go("/compte").path == "/connexion", end


def browser_account(house: House) -> str:
    found = house.accounts.identified(ANA)
    assert found
    return found.id


def test_to_be_seen_is_written_once_a_minute(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    (first,) = house.sessions.of_account(browser_account(house))
    browser.go("/compte")
    clock.forward(timedelta(minutes=2))
    browser.go("/compte")
    (second,) = house.sessions.of_account(browser_account(house))
    browser.go("/compte")
    (third,) = house.sessions.of_account(browser_account(house))
    assert first.seen != second.seen == third.seen
    clock.forward(timedelta(minutes=44))
    assert browser.go("/compte").path == "/compte"


def test_a_draft_is_no_longer_the_browsers_once_an_account_claims_it(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    house.drafts.begun(dossier, "digest")
    assert house.drafts.holder(dossier) == "digest"
    house.drafts.moved("digest", "other")
    assert house.drafts.holder(dossier) == "other"
    house.drafts.claimed(dossier)
    assert house.drafts.holder(dossier) == ""
