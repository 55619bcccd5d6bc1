"""Documents issued, drawn once: what was handed out never changes again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ..engine.dossier.effects import Issue
from .tables import Row, Tables

Draw = Callable[[Issue], bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """`name` is the deliverable's; `digest` is the sha256 of its bytes."""

    id: str
    dossier: str
    name: str
    title: str
    digest: str
    at: datetime


class Papers:
    """Rows in the tables, bytes in a folder, by their digest."""

    def __init__(
        self, tables: Tables, folder: Path, draw: Draw, now: Callable[[], datetime]
    ) -> None:
        self._tables, self._folder, self._draw, self._now = tables, folder, draw, now
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def issued(self, id_: str, dossier: str, issue: Issue) -> Paper:
        """Drawn the first time; `id_` is the effect's, the same however often it is performed."""
        if paper := self._one("select * from papers where id = ?", id_):
            return paper
        content = self._draw(issue)
        digest = sha256(content).hexdigest()
        self._keep(digest, content)
        self._tables.insert(
            "papers",
            id=id_,
            dossier=dossier,
            name=issue.deliverable,
            title=issue.title,
            digest=digest,
            at=self._now().isoformat(),
        )
        paper = self._one("select * from papers where id = ?", id_)
        assert paper is not None
        return paper

    def found(self, dossier: str, name: str) -> Paper | None:
        """The last one of that name, or the one of that id."""
        return self._one(
            "select * from papers where dossier = ? and (name = ? or id = ?) order by at desc",
            dossier,
            name,
            name,
        )

    def of(self, dossier: str) -> list[Paper]:
        """All that was issued in it, oldest first."""
        rows = self._tables.rows("select * from papers where dossier = ? order by at", dossier)
        return [_paper(row) for row in rows]

    def content(self, paper: Paper) -> bytes:
        """Its bytes, as they were issued."""
        return (self._folder / paper.digest).read_bytes()

    def dossiers(self) -> set[str]:
        """Those that something was issued in."""
        return {
            str(row["dossier"]) for row in self._tables.rows("select distinct dossier from papers")
        }

    def forget(self, dossier: str) -> int:
        """Of a request that is gone; bytes that another paper has too stay."""
        rows = self._tables.rows("select digest from papers where dossier = ?", dossier)
        count = self._tables.write("delete from papers where dossier = ?", dossier)
        for digest in {str(row["digest"]) for row in rows}:
            if self._tables.row("select id from papers where digest = ?", digest) is None:
                (self._folder / digest).unlink(missing_ok=True)
        return count

    def _one(self, query: str, *values: str) -> Paper | None:
        row = self._tables.row(query, *values)
        return _paper(row) if row else None

    def _keep(self, digest: str, content: bytes) -> None:
        """Durable before anything refers to it."""
        path = self._folder / digest
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _paper(row: Row) -> Paper:
    at = datetime.fromisoformat(row["at"])
    return Paper(row["id"], row["dossier"], row["name"], row["title"], row["digest"], at)
