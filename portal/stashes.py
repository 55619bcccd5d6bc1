"""What was typed by somebody whose session had ended, kept a moment until they have signed in."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Container, Sequence
from datetime import datetime, timedelta

from .keys import digest
from .tables import Tables

LASTS = timedelta(minutes=30)
LARGEST = 100_000
"""Characters of one form: the longest screens hold a tenth of it."""

Texts = tuple[tuple[str, str], ...]


class Stashes:
    """One for each browser, under the digest of its name: nobody else ever sees it. Which browsers
    left any is known without a look: most left none, and this process is the only one that writes
    here (`holding`)."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now
        self._lock = threading.Lock()
        self._browsers = self._found()

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
            self._changed("delete from stashes where digest = ?", digest(browser))
            return False
        form = _written([one for one in texts if one[0] not in hidden])
        self._changed(
            "insert or replace into stashes (digest, path, form, expires) values (?, ?, ?, ?)",
            digest(browser),
            path,
            form,
            (self._now() + LASTS).isoformat(),
        )
        return True

    def holds(self, browser: str) -> bool:
        """Whether it left anything: what it leaves next takes no more room."""
        return digest(browser) in self._browsers

    def of(self, browser: str, path: str) -> Texts:
        """What it left at that address; nothing when there is nothing, or it is too old."""
        if not self.holds(browser):
            return ()
        row = self._tables.row(
            "select form, expires from stashes where digest = ? and path = ?", digest(browser), path
        )
        if row is None:
            return ()
        if datetime.fromisoformat(row["expires"]) < self._now():
            self.forget(browser, path)
            return ()
        return tuple((str(key), str(text)) for key, text in json.loads(row["form"]))

    def forget(self, browser: str, path: str) -> None:
        """What it left at that address, if anything."""
        if self.holds(browser):
            query = "delete from stashes where digest = ? and path = ?"
            self._changed(query, digest(browser), path)

    def moved(self, former: str, browser: str) -> None:
        """The browser bears another name now."""
        if self.holds(former):
            query = "update or replace stashes set digest = ? where digest = ?"
            self._changed(query, digest(browser), digest(former))

    def sweep(self) -> int:
        """Forget those that nobody came back for."""
        query = "delete from stashes where expires < ?"
        return self._changed(query, self._now().isoformat())

    def _changed(self, query: str, *values: str) -> int:
        with self._lock:
            count = self._tables.write(query, *values)
            self._browsers = self._found()
        return count

    def _found(self) -> set[str]:
        return {str(row["digest"]) for row in self._tables.rows("select digest from stashes")}


def _written(texts: Sequence[tuple[str, str]]) -> str:
    return json.dumps(texts, ensure_ascii=False)
