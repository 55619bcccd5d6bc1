"""What remains to be done, for a worker that may die at any moment: at least once, never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zlib import crc32

from ..source.wording import _
from ..store.store import Pending, Store

LEASE = timedelta(minutes=5)
"""How long one effect may take: after it another worker takes it, as if the first had died."""
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
MOST_TRIES = 14
"""Over about two days; then the effect is given up until somebody requeues it."""

_DIED = _("Le programme s’est arrêté chaque fois pendant cette tâche.")


class Early(Exception):
    """What was to be done is not due before `at`: the clock, or the rules of time, went back."""

    def __init__(self, at: datetime) -> None:
        super().__init__(_("Ce n’est pas encore l’heure."))
        self.at = at


class Outbox:
    """Several workers share it, in as many programs.

    Each effect has one `id` for ever: who receives it twice (a worker died between performing and
    saying so) recognises it by that. Raises the store's errors.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def take(self, limit: int = 100, lease: timedelta = LEASE) -> Iterator[Pending]:
        """What is due, the longest due first, each leased when it is its turn.

        An effect during which too many workers died is given up: it must not stop the others.
        """
        for waiting in self._store.due_effects(self._now(), limit):
            now = self._now()
            taken = self._store.take(waiting.id, now, now + lease)
            if taken is None:
                continue
            if taken.tries > MOST_TRIES:
                self._store.failed(taken.id, taken.attempts, taken.why or _DIED)
            else:
                yield taken

    def performed(self, taken: Pending) -> bool:
        """It is done, and nothing of it is left. False when the lease was lost meanwhile."""
        return self._store.done(taken.id, taken.attempts)

    def failed(self, taken: Pending, why: str) -> bool:
        """Try it again later, each time later, or give it up. False as above."""
        retry_at = None if taken.tries >= MOST_TRIES else self._now() + delay(taken)
        return self._store.failed(taken.id, taken.attempts, why, retry_at)

    def work(self, perform: Callable[[Pending], object], limit: int = 100) -> int:
        """Perform what is due; how much of it succeeded.

        Whatever `perform` raises is a failure of that effect alone; after Early it waits on.
        """
        count = 0
        for taken in self.take(limit):
            try:
                perform(taken)
            except Early as early:
                self._store.failed(taken.id, taken.attempts, str(early), early.at)
            except Exception as error:  # noqa: BLE001 - kept with the effect, for whoever requeues it
                self.failed(taken, f"{type(error).__name__}: {error}")
            else:
                self.performed(taken)
                count += 1
        return count

    def given_up(self, limit: int = 100) -> tuple[Pending, ...]:
        """What nobody will perform unless it is requeued; `why` says how it last failed."""
        return self._store.given_up(limit)

    def requeue(self, effect: str) -> bool:
        """Try it again, as often as a new one. False when it was not given up."""
        return self._store.requeue(effect, self._now())


def delay(taken: Pending) -> timedelta:
    """Twice as long each time; spread by a quarter, so that a server that returns is not rushed."""
    plain: timedelta = min(FIRST_DELAY * 2 ** min(taken.tries - 1, 20), LONGEST_DELAY)
    spread = crc32(f"{taken.id} {taken.tries}".encode()) % 1000 / 4000
    return plain * (1 + spread)
