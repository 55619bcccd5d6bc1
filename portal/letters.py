"""Messages as their reader keeps them in the account."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Letter:
    """`attached` are names of papers of the dossier; `read` is None until it was opened."""

    id: str
    account: str
    dossier: str
    title: str
    text: str
    attached: tuple[str, ...]
    at: datetime
    read: datetime | None


class Letters:
    """All of them."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def keep(
        self, id_: str, account: str, dossier: str, title: str, text: str, attached: tuple[str, ...]
    ) -> bool:
        """Once for each id, however often its effect is performed."""
        return self._tables.insert(
            "letters",
            id=id_,
            account=account,
            dossier=dossier,
            title=title,
            text=text,
            attached=json.dumps(attached),
            at=self._now().isoformat(),
            read="",
        )

    def of(self, account: str) -> list[Letter]:
        """Newest first."""
        query = "select * from letters where account = ? order by at desc"
        return [_letter(row) for row in self._tables.rows(query, account)]

    def dossiers(self) -> set[str]:
        """Those that some message is about."""
        rows = self._tables.rows("select distinct dossier from letters where dossier <> ''")
        return {str(row["dossier"]) for row in rows}

    def forget(self, dossier: str) -> int:
        """Those about a request that is gone."""
        return self._tables.write("delete from letters where dossier = ?", dossier)

    def unread(self, account: str) -> int:
        """How many were never opened."""
        query = "select count(*) as n from letters where account = ? and read = ''"
        row = self._tables.row(query, account)
        return int(row["n"]) if row else 0

    def holder(self, id_: str) -> str:
        """The account that it was written to, or nothing."""
        row = self._tables.row("select account from letters where id = ?", id_)
        return str(row["account"]) if row else ""

    def opened(self, id_: str, account: str) -> Letter | None:
        """One of one's own, read from now on."""
        row = self._tables.row("select * from letters where id = ? and account = ?", id_, account)
        if row is None:
            return None
        self._tables.write(
            "update letters set read = ? where id = ? and read = ''", self._now().isoformat(), id_
        )
        return _letter(row)


def _letter(row: Row) -> Letter:
    return Letter(
        id=row["id"],
        account=row["account"],
        dossier=row["dossier"],
        title=row["title"],
        text=row["text"],
        attached=tuple(json.loads(row["attached"])),
        at=datetime.fromisoformat(row["at"]),
        read=datetime.fromisoformat(row["read"]) if row["read"] else None,
    )
