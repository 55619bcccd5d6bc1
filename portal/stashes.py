"""What was typed by somebody whose session had ended, kept a moment until they have signed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Sequence
from datetime import datetime, timedelta

from .keys import digest
from .tables import Tables

LASTS = timedelta(minutes=30)
LARGEST = 100_000
"""Characters of one form: the longest screens hold a tenth of it."""

Texts = tuple[tuple[str, str], ...]


class Stashes:
    """One for each browser, under the digest of its name: nobody else ever sees it."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def keep(
        self,
        browser: str,
        path: str,
        texts: Sequence[tuple[str, str]],
        hidden: Container[str] = (),
    ) -> bool:
        """All but what is hidden, instead of what that browser left before; False when it is too
        much, and then nothing is kept: what was left before is not what was written."""
        if len(_written(texts)) > LARGEST:
            self._forget(browser)
            return False
        form = _written([one for one in texts if one[0] not in hidden])
        self._tables.write(
            "insert or replace into stashes (digest, path, form, expires) values (?, ?, ?, ?)",
            digest(browser),
            path,
            form,
            (self._now() + LASTS).isoformat(),
        )
        return True

    def holds(self, browser: str) -> bool:
        """Whether it left anything: what it leaves next takes no more room."""
        query = "select 1 from stashes where digest = ?"
        return self._tables.row(query, digest(browser)) is not None

    def take(self, browser: str, path: str) -> Texts:
        """What it left at that address, which is then erased; nothing when there is nothing."""
        row = self._tables.row(
            "select form, expires from stashes where digest = ? and path = ?", digest(browser), path
        )
        if row is None:
            return ()
        self._forget(browser)
        if datetime.fromisoformat(row["expires"]) < self._now():
            return ()
        return tuple((str(key), str(text)) for key, text in json.loads(row["form"]))

    def moved(self, former: str, browser: str) -> None:
        """The browser bears another name now."""
        self._tables.write(
            "update or replace stashes set digest = ? where digest = ?",
            digest(browser),
            digest(former),
        )

    def _forget(self, browser: str) -> None:
        self._tables.write("delete from stashes where digest = ?", digest(browser))

    def sweep(self) -> int:
        """Forget those that nobody came back for."""
        query = "delete from stashes where expires < ?"
        return self._tables.write(query, self._now().isoformat())


def _written(texts: Sequence[tuple[str, str]]) -> str:
    return json.dumps(texts, ensure_ascii=False)
