"""Passwords: what one must be (CNIL 2022-100, with access limited), and how it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from ..engine.fields.day import MONTHS
from ..engine.fields.reading import folded
from ..engine.source.wording import _
from ..renderers.aside import EVERY, running_on

LEAST, MOST = 12, 200
WEAK = 2
"""Score of zxcvbn (0 to 4) that is not enough: found in a hundred million guesses or fewer."""
JUDGED = 72
"""Characters that zxcvbn looks at: its time grows with the square of their number."""
MOST_KNOWN = 40
LEAST_OWN = 6
"""Letters and digits of a password that are not what is known of its person."""
_DAY = re.compile(r"(\d{4})-(\d\d)(?!\d)")
DISGUISES, PLAIN = "!$%(+<@[{|", "~^&*_=;:,?"
MOST_DISGUISES = 3
"""Signs, besides digits, that may stand for letters, and others that stand for none. zxcvbn tries
every reading of those it meets, and each one multiplies them: all of them cost seconds."""

HASHERS = 2
"""Passwords hashed at one time: each takes 19 MiB and a tenth of a second of a processor."""
WAITING = 20
"""Those that may wait for their turn, a second in all: more would hold all threads there are."""

T = TypeVar("T")


class Overloaded(Exception):
    """Too many people at once: this one is asked to come back, before anything piles up."""


def weakness(password: str, about: Sequence[str] = ()) -> str:
    """Why that password cannot be taken, or nothing. `about` is what is known of its person."""
    password = normal(password)
    if len(password) < LEAST:
        return _("Choisissez un mot de passe d’au moins 12 caractères.")
    if len(password) > MOST:
        return _("Choisissez un mot de passe de 200 caractères au plus.")
    known = _words(about)
    guessed = zxcvbn(_readable(password[:JUDGED]), list(known[:MOST_KNOWN]), max_length=JUDGED)
    if guessed["score"] <= WEAK or len(_without(password, known)) < LEAST_OWN:
        return _(
            "Ce mot de passe est trop facile à deviner. Prenez par exemple quatre mots sans lien."
        )
    return ""


def _words(about: Sequence[str]) -> tuple[str, ...]:
    """Words, and the ways of writing a day, each once and the longest first."""
    words = {word for text in about for word in folded(text[:MOST]).split()}
    for text in about:
        if day := _DAY.match(text):
            words |= {day[1][2:], *MONTHS[int(day[2]) - 1 : int(day[2])]}
    named = {folded(word)[:JUDGED] for word in words if len(word) > 1}
    return tuple(sorted(named, key=lambda word: (-len(word), word)))


def _without(password: str, known: Iterable[str]) -> str:
    """The letters and digits that who knows the person must still guess: zxcvbn takes a word
    between spaces or dots for letters drawn at random."""
    left = folded(password).replace(" ", "")
    for word in known:
        left = left.replace(word, "")
    return left


def _readable(password: str) -> str:
    """With few signs that may be read as letters; the others are replaced one for one."""
    met = list(dict.fromkeys(sign for sign in password if sign in DISGUISES))[MOST_DISGUISES:]
    return password.translate(dict(zip(map(ord, met), PLAIN, strict=False)))


def normal(password: str) -> str:
    """The same letters, whatever keyboard wrote them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


class Passwords:
    """argon2id with the parameters that OWASP gives (19 MiB, 2 passes, 1 lane).

    In a bounded pool with a bounded queue. Raises Overloaded beyond it.
    """

    def __init__(self, hashers: int = HASHERS, waiting: int = WAITING) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._pool = ThreadPoolExecutor(hashers, thread_name_prefix="passwords")
        self._places = BoundedSemaphore(hashers + waiting)
        self._decoy = self._hasher.hash(token_hex(16))

    def hashed(self, password: str) -> str:
        """What is kept of it."""
        return self._done(lambda: self._hasher.hash(normal(password)))

    def proves(self, password: str, kept: str | None) -> bool:
        """Whether it is that one; without one kept, the same time is spent."""
        return self._done(lambda: self._verified(normal(password[: 2 * MOST]), kept))

    def close(self) -> None:
        """No more are taken."""
        self._pool.shutdown()

    def _done(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise Overloaded
        try:
            with running_on(EVERY):  # it may start a thread, which hashes without anybody's lock
                hashing = self._pool.submit(work)
            return hashing.result()
        finally:
            self._places.release()

    def _verified(self, password: str, kept: str | None) -> bool:
        try:
            self._hasher.verify(kept or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None
