"""What was typed in a draft and is no answer yet: kept beside its journal, until it is one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..engine.fields.field_type import Raw
from .stashes import LARGEST
from .tables import Tables


@dataclass(frozen=True, slots=True)
class Leftover:
    """The text of one control. `over` stands for what was answered there when it was typed, `page`
    names the drawing of the page that sent it, `at` is when."""

    raw: Raw
    over: str
    page: str
    at: str


class Leftovers:
    """By dossier, then by control. Which dossiers have any is known without a look: most have none,
    and this process is the only one that writes here (`holding`)."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now
        self._lock = threading.Lock()
        found = tables.rows("select distinct dossier from leftovers")
        self._dossiers = {str(row["dossier"]) for row in found}

    def has(self, dossier: str) -> bool:
        """Whether anything is kept of it."""
        return dossier in self._dossiers

    def dossiers(self) -> list[str]:
        """Those that have any."""
        return list(self._dossiers.copy())

    def of(self, dossier: str) -> dict[str, Leftover]:
        """By control, in the order of their names."""
        if not self.has(dossier):
            return {}
        query = "select * from leftovers where dossier = ? order by control"
        return {
            str(row["control"]): Leftover(
                json.loads(row["raw"]), row["over"], row["page"], row["at"]
            )
            for row in self._tables.rows(query, dossier)
        }

    def changed(self, dossier: str) -> datetime | None:
        """When something was last typed that is still there."""
        found = [one.at for one in self.of(dossier).values()]
        return datetime.fromisoformat(max(found)) if found else None

    def keep(
        self,
        dossier: str,
        page: str,
        typed: Mapping[str, tuple[Raw, str]],
        gone: Collection[str] = (),
    ) -> bool:
        """Each text with what it is `over`, and nothing more of those that are gone; False when it
        is too much, and then nothing is kept there: what was is not what was written."""
        at = self._now().isoformat()
        raws = {
            control: json.dumps(raw, ensure_ascii=False) for control, (raw, _over) in typed.items()
        }
        with self._lock:
            left = self.of(dossier).keys() - {*typed, *gone}
            with self._tables.writing() as db:
                former = [(dossier, control) for control in {*typed, *gone}]
                db.executemany("delete from leftovers where dossier = ? and control = ?", former)
                query = "select total(length(raw)) from leftovers where dossier = ?"
                ((size,),) = db.execute(query, (dossier,))
                is_kept: bool = size + sum(map(len, raws.values())) <= LARGEST
                rows = [
                    (dossier, control, raws[control], over, page, at)
                    for control, (_raw, over) in typed.items()
                    if is_kept
                ]
                db.executemany(
                    "insert into leftovers (dossier, control, raw, over, page, at)"
                    " values (?, ?, ?, ?, ?, ?)",
                    rows,
                )
            self._note(dossier, has=bool(left or rows))
        return is_kept

    def forget(self, dossier: str) -> None:
        """All of it, if there is any."""
        if not self.has(dossier):
            return
        with self._lock:
            self._tables.write("delete from leftovers where dossier = ?", dossier)
            self._note(dossier, has=False)

    def _note(self, dossier: str, *, has: bool) -> None:
        (self._dossiers.add if has else self._dossiers.discard)(dossier)
