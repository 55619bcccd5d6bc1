"""Messages to addresses that nobody has proved yet: few, and never one upon another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from ..engine.dossier.not_allowed import NotAllowed
from ..engine.source.wording import ngettext
from .limits import Limits


class TooSoon(NotAllowed):
    """One message too many; `after` is in how many seconds the next one may leave."""

    def __init__(self, after: float) -> None:
        minutes = max(1, ceil(after / 60))
        told = ngettext(
            "Un message est déjà parti il y a peu : regardez aussi dans les messages "
            "indésirables. Le prochain pourra partir dans {minutes} minute.",
            "Plusieurs messages sont déjà partis : regardez aussi dans les messages indésirables. "
            "Le prochain pourra partir dans {minutes} minutes.",
            minutes,
        )
        super().__init__(told.format(minutes=minutes))
        self.after = minutes * 60


class Sendings:
    """Asked by the runtime before anything is decided of such a message, whichever way it comes.

    The same for all addresses: what is refused tells nothing of who has an account.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits, self._local = limits, threading.local()

    @contextmanager
    def by(self, client: str) -> Iterator[None]:
        """What this thread does there is for one request of that client."""
        self._local.client, self._local.counted = client, set()
        try:
            yield
        finally:
            del self._local.client, self._local.counted

    def ask(self, dossier: str, to: str) -> None:
        """Raises TooSoon. A decision made again for the same request is the same message; what no
        client asks for is not counted."""
        client = getattr(self._local, "client", None)
        if client is None or (dossier, to) in self._local.counted:
            return
        told = (
            ("await address", client),
            ("await dossier", dossier),
            ("await recipient", to.casefold()),
        )
        after = max(self._limits.after(rule, who) for rule, who in told)
        # Counted once all agree: what one of them refuses takes nothing from the others.
        if after or not all(self._limits.allows(rule, who) for rule, who in told):
            raise TooSoon(after)
        self._local.counted.add((dossier, to))
