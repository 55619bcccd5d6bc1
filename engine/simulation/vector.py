"""Conditions asked of millions of applicants at once, in parts small enough for the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..expr.syntax import Expr
from ..expr.types import Scope
from .columns import Columns, blank
from .vector_code import Code, Evaluate
from .vector_layout import Array, Layout, layout_of
from .vector_source import Writer

CHUNK = 65_536
"""Applicants at a time: what a step leaves is still in the cache when the next one reads it."""

Conditions = Mapping[str, tuple[Expr, Scope]]


@dataclass(frozen=True, slots=True)
class Vectorised:
    """Checked conditions under their keys, what they have in common calculated once.

    `source` is the function written, for whoever wants to read it.
    """

    keys: tuple[str, ...]
    layout: Layout
    source: str = field(repr=False)
    evaluate: Evaluate = field(repr=False)

    @classmethod
    def of(cls, conditions: Conditions, layout: Layout | None = None) -> Vectorised:
        """A condition may hold earlier ones (the same objects): they are not walked again.

        Raises ValueError for a condition that was not checked, or reads a single row of a list.
        """
        layout = layout or layout_of(conditions.values())
        code = Code()
        writer = Writer(layout, code)
        for number, (expr, _scope) in enumerate(conditions.values()):
            code.put(number, writer.truth(expr))
        return cls(tuple(conditions), layout, code.source(), code.function())

    def truths(
        self, columns: Columns, rows: int, chunk: int = CHUNK, threads: int = 1
    ) -> dict[str, Array]:
        """For each condition, the truth of every applicant."""
        found = np.empty((len(self.keys), rows), bool)

        def fill(first: int, end: int) -> None:
            def put(number: int, truth: Any) -> None:
                found[number, first:end] = truth

            self._evaluate(columns, first, end, put)

        _each(fill, rows, chunk, threads)
        return dict(zip(self.keys, found, strict=True))

    def counts(
        self, columns: Columns, rows: int, chunk: int = CHUNK, threads: int = 1
    ) -> dict[str, int]:
        """For each condition, how many applicants it is true of; keeps nothing else."""
        parts = -(-rows // chunk)
        found = np.zeros((len(self.keys), parts), np.int64)

        def count(first: int, end: int) -> None:
            def put(number: int, truth: Any) -> None:
                true = np.count_nonzero(truth)
                found[number, first // chunk] = true if np.ndim(truth) else true * (end - first)

            self._evaluate(columns, first, end, put)

        _each(count, rows, chunk, threads)
        return {key: int(total) for key, total in zip(self.keys, found.sum(axis=1), strict=True)}

    def chunks(
        self, columns: Columns, rows: int, chunk: int = CHUNK
    ) -> Iterator[tuple[slice, dict[str, Array]]]:
        """Part after part: which applicants, and the truths of each condition for them."""
        for first in range(0, rows, chunk):
            end = min(first + chunk, rows)
            truths: dict[str, Array] = {}

            def put(number: int, truth: Any, found: dict[str, Array] = truths) -> None:
                found[self.keys[number]] = np.asarray(truth, bool)

            self._evaluate(columns, first, end, put)
            yield (
                slice(first, end),
                {key: np.broadcast_to(truth, end - first) for key, truth in truths.items()},
            )

    def _evaluate(
        self, columns: Columns, first: int, end: int, put: Callable[[int, Any], None]
    ) -> None:
        part = {
            name: columns[name].chunk(first, end) if name in columns else blank(kind, end - first)
            for name, kind in self.layout.kinds.items()
        }
        self.evaluate(part, put)


def _each(work: Callable[[int, int], None], rows: int, chunk: int, threads: int) -> None:
    """Every part, in any order: NumPy lets go of Python's lock while it calculates."""
    firsts = range(0, rows, chunk)
    ends = [min(first + chunk, rows) for first in firsts]
    if threads == 1:
        for first, end in zip(firsts, ends, strict=True):
            work(first, end)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _done in pool.map(work, firsts, ends):
            pass


def vectorised(expr: Expr, scope: Scope, layout: Layout) -> Callable[[Columns, int], Array]:
    """One checked condition, as a function of the columns and the number of applicants."""
    read = Vectorised.of({"": (expr, scope)}, layout)
    return lambda columns, rows: read.truths(columns, rows)[""]
