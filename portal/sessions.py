"""Sessions live on the server: the cookie holds a random name, the tables its digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from .keys import derived, digest, drawn
from .remembered import Remembered
from .tables import Row, Tables

IDLE = timedelta(minutes=45)
"""Without a request, a person is signed out: many share a computer."""
LONGEST = timedelta(hours=12)
ANONYMOUS = timedelta(days=7)
"""A draft begun without an account is kept for the browser that began it."""
GRAIN = timedelta(minutes=1)
"""How exactly it is written when a session was last seen: once for many requests."""

_SWEPT = """
    delete from sessions where seen < ? or (account <> '' and (seen < ? or created < ?))
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser, known by the digest of its cookie; `account` is empty before signing in."""

    digest: str
    account: str = ""
    created: datetime | None = None
    seen: datetime | None = None
    agent: str = ""


class Sessions:
    """All of them. A session is written only once it holds something."""

    def __init__(self, tables: Tables, key: bytes, now: Callable[[], datetime]) -> None:
        self._tables, self._key, self._now = tables, key, now
        self._known: Remembered[Session] = Remembered()

    def found(self, name: str) -> Session | None:
        """The session of that cookie while it lasts; seeing it makes it last."""
        named = digest(name)
        session, now = self._known.get(named, lambda: self._read(named)), self._now()
        if session is None:
            return None
        if _is_over(session, now):
            self.end(session.digest)
            return None
        if session.seen and now - session.seen > GRAIN:
            with suppress(sqlite3.OperationalError):  # a full disk signs nobody out
                query = "update sessions set seen = ? where digest = ?"
                self._write(query, now.isoformat(), named, about=named)
        return session

    def _read(self, named: str) -> Session | None:
        row = self._tables.row("select * from sessions where digest = ?", named)
        return _session(row) if row else None

    def begin(self, account: str = "", agent: str = "") -> tuple[str, Session]:
        """A new one under a new name, for the cookie: what the browser held is worth nothing."""
        name, now = drawn(), self._now()
        session = Session(digest(name), account, now, now, agent[:200])
        self._tables.insert(
            "sessions",
            digest=session.digest,
            account=account,
            created=now.isoformat(),
            seen=now.isoformat(),
            agent=session.agent,
        )
        return name, session

    def of_account(self, account: str) -> list[Session]:
        """Every browser signed in to it, the last seen first."""
        query = "select * from sessions where account = ? order by seen desc"
        return [_session(row) for row in self._tables.rows(query, account)]

    def end(self, digest_: str, account: str = "") -> bool:
        """Sign one out; with an account, only if it is one of its own."""
        query, told = "delete from sessions where digest = ?", [digest_]
        if account:
            query, told = f"{query} and account = ?", [digest_, account]
        return self._write(query, *told, about=digest_) == 1

    def end_all(self, account: str, but: str = "") -> int:
        """Sign out everywhere, or everywhere else."""
        return self._write("delete from sessions where account = ? and digest <> ?", account, but)

    def sweep(self) -> int:
        """Forget those that ended; one without an account lasts as long as its drafts."""
        now = self._now()
        ends = (now - ANONYMOUS, now - IDLE - GRAIN, now - LONGEST)
        return self._write(_SWEPT, *(end.isoformat() for end in ends))

    def _write(self, query: str, *told: str, about: str = "") -> int:
        """Of one session, or of any."""
        try:
            return self._tables.write(query, *told)
        finally:  # it may be done, whatever the disk answers
            self._known.changed(*filter(None, [about]))

    def token(self, name: str) -> str:
        """What proves that a form was drawn for this browser."""
        return derived(self._key, "form", name)


def _is_over(session: Session, now: datetime) -> bool:
    """Left alone too long, or open since too long."""
    assert session.seen
    assert session.created
    if not session.account:
        return now - session.seen > ANONYMOUS
    return now - session.seen > IDLE + GRAIN or now - session.created > LONGEST


def _session(row: Row) -> Session:
    return Session(
        digest=row["digest"],
        account=row["account"],
        created=_instant(row["created"]),
        seen=_instant(row["seen"]),
        agent=row["agent"] or "",
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
