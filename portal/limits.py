"""How often one may try: per account and per address, before any password is hashed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

RULES = {
    "sign_in account": ("10 per 15 minutes", "30 per day"),
    "sign_in address": ("60 per 15 minutes",),
    "mail account": ("5 per hour",),
    "mail address": ("30 per hour",),
    "await dossier": ("1 per minute", "6 per hour", "12 per day"),
    "await recipient": ("1 per minute", "6 per hour", "12 per day"),
    "await address": ("30 per hour",),
    "start address": ("200 per hour",),
    "upload address": ("300 per hour",),
    "verify address": ("60 per hour",),
    "stash address": ("60 per hour",),
}
"""CNIL 2022-100: a password of 50 bits with access limited. An address may be a whole shelter's."""


class Limits:
    """Counted in this process: one worker serves a data folder."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._rules: dict[str, tuple[RateLimitItem, ...]] = {
            name: tuple(map(parse, rules)) for name, rules in RULES.items()
        }

    def allows(self, rule: str, who: str) -> bool:
        """Count one more; False when it is one too many."""
        who = neighbourhood(who)
        with self._lock:
            return all(self._limiter.hit(item, rule, who) for item in self._rules[rule])

    def after(self, rule: str, who: str) -> float:
        """Seconds until one more is allowed."""
        who = neighbourhood(who)
        with self._lock:
            full = [item for item in self._rules[rule] if not self._limiter.test(item, rule, who)]
            ends = [self._limiter.get_window_stats(item, rule, who).reset_time for item in full]
        return max(0.0, max(ends, default=0.0) - time())

    def forget(self, rule: str, who: str) -> None:
        """Somebody proved who they are: what was counted against them is dropped."""
        with self._lock:
            for item in self._rules[rule]:
                self._limiter.clear(item, rule, neighbourhood(who))

    def sweep(self) -> int:
        """Forget those whose tries are all old; how many. The library keeps a key for whoever ever
        tried, and goes through them all each time that somebody does."""
        tries = self._storage.events
        with self._lock:
            gone = [key for key, found in list(tries.items()) if not found]
            for key in gone:
                del tries[key]
        return len(gone)


def neighbourhood(who: str) -> str:
    """Whom an address stands for: one subscriber has a whole /64 of IPv6 to choose from."""
    try:
        found = ip_address(who)
    except ValueError:
        return who
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return found.exploded[:19]
    return who
