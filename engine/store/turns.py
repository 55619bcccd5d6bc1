"""Who met somebody else on one dossier waits before reading it again."""

from __future__ import annotations

from random import uniform
from time import sleep

FIRST_PAUSE, LONGEST_PAUSE = 0.001, 0.25
"""Seconds, at most, before the second try and before any later one."""


def give_way(tries: int) -> None:
    """Longer after each try, and drawn: those who met do not meet again in step."""
    sleep(uniform(0.0, min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE)))  # noqa: S311 - no secret
