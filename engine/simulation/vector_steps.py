"""The few steps of a calculation on columns that NumPy does not name itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from .vector_layout import Array


def answered(present: Array | None) -> Any:
    """Who answered; None stands for everyone."""
    return np.True_ if present is None else present[()]


def any_of(truths: Any, starts: Array) -> Array:
    """For each applicant, whether one row at least is true; no row, no truth.

    The running count of truths grows between the applicant's first row and the next one's:
    `reduceat` would take three times as long, and fails where somebody has no row.
    """
    count = int(starts[-1])
    running = np.zeros(count + 1, np.int32)
    np.cumsum(np.broadcast_to(truths, count), out=running[1:])
    at_start = running.take(starts)
    above: Array = at_start[1:] > at_start[:-1]
    return above


class Owners:
    """Gives each row of a list what its applicant has; the places are found at the first need."""

    __slots__ = ("_places", "_starts")

    def __init__(self, starts: Array) -> None:
        self._starts = starts
        self._places: Array | None = None

    def spread(self, values: Any) -> Any:
        """One value a row; a value that is the same for everyone stays one."""
        if not np.ndim(values):
            return values
        if self._places is None:
            counts = np.diff(self._starts)
            self._places = np.repeat(np.arange(len(counts)), counts)
        return values.take(self._places)


def objects(values: Any) -> Array:
    """Whole numbers as Python's own, which never overflow."""
    return np.asarray(values).astype(object)


def decimals(values: Any, places: int) -> Array:
    """Fixed numbers as Python's Decimal."""
    made = np.array([Decimal(int(one)).scaleb(-places) for one in np.ravel(values)], object)
    return made.reshape(np.shape(values))


def cut(values: Any, furthest: int) -> Any:
    """Whole numbers kept within so far from zero, in 64 bits."""
    return np.asarray(np.clip(values, -furthest, furthest), np.int64)[()]


def truths(values: Any) -> Any:
    """What comparing objects gives, as NumPy's truths."""
    return np.asarray(values, bool)[()]
