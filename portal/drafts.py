"""Drafts begun before signing in: each belongs to the browser that began it."""

from __future__ import annotations

from .tables import Tables


class Drafts:
    """Which browser holds which anonymous draft."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def begun(self, dossier: str, session: str) -> None:
        """The draft is that browser's; taken over when its link is opened in another one."""
        self._tables.write(
            "insert into drafts (dossier, session) values (?, ?)"
            " on conflict (dossier) do update set session = excluded.session",
            dossier,
            session,
        )

    def holder(self, dossier: str) -> str:
        """The digest of the session that holds it, or nothing."""
        row = self._tables.row("select session from drafts where dossier = ?", dossier)
        return str(row["session"]) if row else ""

    def of(self, session: str) -> list[str]:
        """Those of a browser."""
        rows = self._tables.rows("select dossier from drafts where session = ?", session)
        return [str(row["dossier"]) for row in rows]

    def all(self) -> list[str]:
        """Those that no account has claimed."""
        return [str(row["dossier"]) for row in self._tables.rows("select dossier from drafts")]

    def moved(self, former: str, session: str) -> None:
        """The browser bears another name now."""
        self._tables.write("update drafts set session = ? where session = ?", session, former)

    def claimed(self, dossier: str) -> None:
        """It belongs to an account now."""
        self._tables.write("delete from drafts where dossier = ?", dossier)
