"""A population that `parcours simulate` reads or draws, then counts and shows as bars."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...engine.machine.compiled import Compiled
from ...engine.source.wording import _
from .extra import extra
from .people import Numbered, Unreadable
from .people_csv import count_csv, read_csv
from .walked_json import written
from .wish import Progress, Simulated, Unfit, Wish

FIGURES = (".png", ".svg", ".pdf")
"""What `--plot` draws, told by the end of the file's name."""


def counted(compiled: Compiled, wish: Wish, progress: Progress) -> Simulated:
    """The shares, as text or data, and their picture if it is wished.

    Raises Unfit; Disagreement, which is a fault of ours.
    """
    kind = Path(wish.plot).suffix.lower()
    if wish.plot and kind not in FIGURES:
        raise Unfit(_("« --plot » dessine un fichier .png, .svg ou .pdf."))
    day, tables = wish.day, extra("shares", "simulation")
    figures = extra("plot", "plot") if wish.plot else None
    if wish.population:
        people, of = _read(compiled, wish.population)
    else:
        people, of = tables.sample(compiled, day, wish.sample, wish.seed), wish.sample
    found = tables.survey(compiled, day, people, lambda done: progress(done, of), wish.population)
    picture = figures.plot(compiled, found, day, kind.removeprefix(".")) if figures else b""
    if wish.form == "json":
        head = {"procedure": compiled.procedure.id, "seed": wish.seed, "today": day.isoformat()}
        return Simulated(written({**head, **tables.shares_data(found)}), picture=picture)
    return Simulated(tables.shares_text(found, day), picture=picture)


def _read(compiled: Compiled, path: str) -> tuple[Iterator[Numbered], int]:
    """The applicants of that file, and how many to expect. Raises Unfit."""
    if not Path(path).exists():
        raise Unreadable(_("« {path} » n’existe pas.").format(path=path))
    if Path(path).is_dir():
        raise Unreadable(_("« {path} » est un dossier : indiquez un fichier.").format(path=path))
    if Path(path).suffix.lower() == ".parquet":
        people = extra("people_parquet", "parquet")
        return people.read_parquet(compiled, path), people.count_parquet(path)
    return read_csv(compiled, path), count_csv(path)
