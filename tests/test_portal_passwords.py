"""Passwords: which are taken, how they are kept, and what a crowd of them may cost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from parcours.portal.house import House
from parcours.portal.passwords import (
    DISGUISES,
    LEAST,
    MOST,
    MOST_DISGUISES,
    PLAIN,
    Overloaded,
    Passwords,
    _readable,
    weakness,
)
from parcours.tests.portal_browser import Browser
from parcours.tests.portal_garden import ANA, OTHER_PASSWORD, PASSWORD, clock, own_house, tried

__all__ = ["clock", "own_house"]


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Court1!",
        "a" * LEAST,
        "motdepasse123",
        "password1234",
        "azertyuiop123",
        "123456789012",
        "a" * (MOST + 1),
        "7503120521dia",
        "DialloCamille",
        "P@$$w0rd1234!",
    ],
)
def test_what_everybody_tries_is_refused(password: str) -> None:
    assert weakness(password, (ANA, "DIALLO", "Camille"))


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER_PASSWORD, "Zv9#qLw2!mXr", "é" * 3 + "kW7$vQ2pz"]
)
def test_a_good_password_is_taken(password: str) -> None:
    assert not weakness(password, (ANA, "DIALLO", "Camille"))


def test_a_password_of_many_disguises_costs_no_more_than_another() -> None:
    """zxcvbn would try every reading of every sign: seconds of a processor for each sending."""
    told = "4@8({6391!|0$5+7%2<[" * 3
    read = _readable(told)
    assert len(read) == len(told)
    assert len(set(read) & set(DISGUISES)) == MOST_DISGUISES
    assert len(set(read)) == len(set(told))
    assert len(set(PLAIN) - set(DISGUISES)) == len(DISGUISES)
    assert _readable("P@$$w0rd!") == "P@$$w0rd!"


@given(st.text(max_size=400))
def test_any_text_is_judged(password: str) -> None:
    assert isinstance(weakness(password), str)


def test_a_password_is_kept_as_argon2id_and_known_on_any_keyboard() -> None:
    with closing(Passwords()) as found:
        kept = found.hashed("caf\u00e9 au lait tiède")
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert found.proves("cafe\u0301 au lait tiède", kept)
        assert not found.proves("cafe au lait tiède", kept)
        assert not found.proves("caf\u00e9 au lait tiède", None)
        assert not found.proves("x" * 100_000, kept)


def test_without_an_account_as_much_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is a hash of the same cost, which nothing was ever kept under."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def spied(self: PasswordHasher, kept: str, password: str) -> bool:
        seen.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", spied)
    with closing(Passwords()) as found:
        assert not found.proves(PASSWORD, None)
        assert found.proves(PASSWORD, found.hashed(PASSWORD))
    unknown, known = (kept.rpartition("$")[0].rpartition("$")[0] for kept in seen)
    assert unknown == known == "$argon2id$v=19$m=19456,t=2,p=1"


def test_beyond_its_queue_the_pool_takes_nobody() -> None:
    with closing(Passwords(hashers=1, waiting=2)) as found:
        starts, ends = threading.Event(), threading.Event()

        def held() -> None:
            starts.set()
            assert ends.wait(10)

        with ThreadPoolExecutor(3) as pool:
            tasks = [pool.submit(found._done, held)]
            assert starts.wait(10)
            tasks += [pool.submit(found._done, held) for _number in range(2)]
            while found._places._value:
                threading.Event().wait(0.005)
            with pytest.raises(Overloaded):
                found.hashed(PASSWORD)
            ends.set()
            assert [task.result(10) for task in tasks] == [None] * 3
        assert found.proves(PASSWORD, found.hashed(PASSWORD))


def test_who_comes_too_many_is_asked_to_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: object) -> bool:
        raise Overloaded

    monkeypatch.setattr(Passwords, "proves", full)
    answer = tried(Browser(house), ANA, PASSWORD)
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert "quelques minutes" in answer.read.words
