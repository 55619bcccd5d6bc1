"""One-time addresses, mailed: whoever opens one proves that they read that mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .keys import digest, drawn
from .tables import Tables

EVENT, RESET, EMAIL = "event", "reset", "email"
"""What a link is for: what a dossier awaits, a new password, a new address."""

LASTS = {EVENT: timedelta(days=7), RESET: timedelta(hours=1), EMAIL: timedelta(hours=24)}
"""An event's own delay is in its procedure, and is judged there."""


@dataclass(frozen=True, slots=True)
class Link:
    """`about` is a dossier or an account, `value` what the link sets."""

    digest: str
    purpose: str
    about: str
    value: str


class Links:
    """All of them; only digests are kept."""

    def __init__(self, tables: Tables, address: str, now: Callable[[], datetime]) -> None:
        self._tables, self._address, self._now = tables, address, now

    def draw(self, purpose: str, about: str, value: str = "") -> str:
        """A new address; of one purpose, the former ones about the same are worth nothing."""
        name, now = drawn(), self._now()
        with self._tables.writing() as db:
            db.execute("delete from links where purpose = ? and about = ?", (purpose, about))
            db.execute(
                "insert into links (digest, purpose, about, value, expires, created)"
                " values (?, ?, ?, ?, ?, ?)",
                (
                    digest(name),
                    purpose,
                    about,
                    value,
                    (now + LASTS[purpose]).isoformat(),
                    now.isoformat(),
                ),
            )
        return f"{self._address}/lien/{name}"

    def of_dossier(self, dossier: str) -> str:
        """For what a dossier awaits."""
        return self.draw(EVENT, dossier)

    def found(self, name: str) -> Link | None:
        """What that address is for, while it lasts."""
        row = self._tables.row("select * from links where digest = ?", digest(name))
        if row is None or datetime.fromisoformat(row["expires"]) < self._now():
            return None
        return Link(row["digest"], row["purpose"], row["about"], row["value"] or "")

    def used(self, link: Link) -> bool:
        """Spend it; False when somebody did so first."""
        return self._tables.write("delete from links where digest = ?", link.digest) == 1

    def forget(self, about: str) -> None:
        """Whatever was mailed about it before is worth nothing: its mailbox is another one now."""
        self._tables.write("delete from links where about = ?", about)

    def sweep(self) -> int:
        """Forget those that are worth nothing any more."""
        return self._tables.write("delete from links where expires < ?", self._now().isoformat())
