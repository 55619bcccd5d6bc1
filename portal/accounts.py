"""Accounts: who a person is, and what is kept of the password that proves it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from .registry import Identity
from .tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Account:
    """A person. `identifier` is the foreigner or the visa number they sign in with."""

    id: str
    identity: Identity
    email: str
    created: datetime

    @property
    def owner(self) -> str:
        """As dossiers name their owner."""
        return f"account:{self.id}"

    @property
    def particulars(self) -> Mapping[str, str]:
        """What procedures read of it, as `account.number`."""
        return {"number": self.identity.identifier, "email": self.email}


class Accounts:
    """All of them."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def found(self, account: str) -> Account | None:
        """By its id."""
        row = self._tables.row("select * from accounts where id = ?", account)
        return _account(row) if row else None

    def identified(self, identifier: str) -> Account | None:
        """By the number that its person signs in with."""
        row = self._tables.row(
            "select * from accounts where identifier = ?", tidy_identifier(identifier)
        )
        return _account(row) if row else None

    def password(self, account: Account | None) -> str | None:
        """What is kept of its password."""
        if account is None:
            return None
        row = self._tables.row("select password from accounts where id = ?", account.id)
        return str(row["password"]) if row else None

    def create(self, identity: Identity, kind: str, email: str, password: str) -> Account | None:
        """`password` as it is kept. None when the number has an account already."""
        account = token_hex(16)
        added = self._tables.insert(
            "accounts",
            id=account,
            identifier=identity.identifier,
            kind=kind,
            email=email,
            particulars=json.dumps([identity.family_name, identity.first_names, identity.birth]),
            password=password,
            created=self._now().isoformat(),
        )
        return self.found(account) if added else None

    def change_password(self, account: str, kept: str) -> None:
        """Durable on return."""
        self._tables.write("update accounts set password = ? where id = ?", kept, account)

    def change_email(self, account: str, email: str) -> None:
        """Durable on return."""
        self._tables.write("update accounts set email = ? where id = ?", email, account)


def tidy_identifier(typed: str) -> str:
    """Without the blanks and dots people write in numbers."""
    return "".join(sign for sign in typed if sign.isalnum()).upper()[:64]


def _account(row: Row) -> Account:
    family_name, first_names, birth = json.loads(row["particulars"])
    return Account(
        id=row["id"],
        identity=Identity(row["identifier"], family_name, first_names, birth),
        email=row["email"],
        created=datetime.fromisoformat(row["created"]),
    )
