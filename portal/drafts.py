"""Drafts begun before signing in: each belongs to the browser that began it."""

from __future__ import annotations

from .remembered import Remembered
from .tables import Tables


class Drafts:
    """Which browser holds which anonymous draft."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._holders: Remembered[str] = Remembered()

    def begun(self, dossier: str, session: str) -> None:
        """The draft is that browser's; taken over when its link is opened in another one."""
        self._write(
            "insert into drafts (dossier, session) values (?, ?)"
            " on conflict (dossier) do update set session = excluded.session",
            dossier,
            session,
            about=dossier,
        )

    def holder(self, dossier: str) -> str:
        """The digest of the session that holds it, or nothing."""
        return self._holders.get(dossier, lambda: self._read(dossier)) or ""

    def _read(self, dossier: str) -> str | None:
        row = self._tables.row("select session from drafts where dossier = ?", dossier)
        return str(row["session"]) if row else None

    def of(self, session: str) -> list[str]:
        """Those of a browser."""
        rows = self._tables.rows("select dossier from drafts where session = ?", session)
        return [str(row["dossier"]) for row in rows]

    def all(self) -> list[str]:
        """Those that no account has claimed."""
        return [str(row["dossier"]) for row in self._tables.rows("select dossier from drafts")]

    def moved(self, former: str, session: str) -> None:
        """The browser bears another name now."""
        self._write("update drafts set session = ? where session = ?", session, former)

    def claimed(self, dossier: str) -> None:
        """It belongs to an account now."""
        self._write("delete from drafts where dossier = ?", dossier, about=dossier)

    def _write(self, query: str, *told: str, about: str = "") -> None:
        """Of one draft, or of any."""
        try:
            self._tables.write(query, *told)
        finally:  # it may be done, whatever the disk answers
            self._holders.changed(*filter(None, [about]))
