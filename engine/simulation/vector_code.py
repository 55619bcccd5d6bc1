"""The text of a calculation on columns: each value is calculated once, then its place is reused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .columns import Columns
from .vector_calendar import month_numbers
from .vector_layout import Array
from .vector_steps import Owners, answered, any_of, cut, decimals, objects, truths

Put = Callable[[int, Any], None]
"""Takes the number of a result and its truths: an array, or one truth for everyone."""

Evaluate = Callable[[Columns, Put], None]

TRUE, FALSE = "_true", "_false"
"""Literal truths: of NumPy's type, for `~True` is -2."""

_VALUE = re.compile(r"\bt\d+\b")


class Code:
    """Lines in order; the same text is never calculated twice."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._lines: list[tuple[str, str]] = []
        self.constants: dict[str, Any] = {}

    def let(self, text: str) -> str:
        """The name of that value."""
        if text not in self._known:
            self._known[text] = f"t{len(self._known)}"
            self._lines.append((self._known[text], text))
        return self._known[text]

    def put(self, number: int, value: str) -> None:
        """A result."""
        self._lines.append(("", f"put({number}, {value})"))

    def constant(self, value: Array) -> str:
        """The name of a table."""
        for name, known in self.constants.items():
            if np.array_equal(known, value):
                return name
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def source(self) -> str:
        """A function `evaluate(c, put)`; names are used again once their value is done with, so
        that memory stays in the processor's cache."""
        last: dict[str, int] = {}
        for number, (_name, text) in enumerate(self._lines):
            last |= dict.fromkeys(_VALUE.findall(text), number)
        free: list[str] = []
        places: dict[str, str] = {}
        written = ["def evaluate(c, put):"]
        for number, (name, text) in enumerate(self._lines):
            body = _VALUE.sub(lambda found: places[found[0]], text)
            done = [one for one in dict.fromkeys(_VALUE.findall(text)) if last[one] == number]
            free += [places.pop(one) for one in done]
            if name:
                places[name] = free.pop() if free else f"t{len(places)}"
                body = f"{places[name]} = {body}"
            written.append(f"    {body}")
        return "\n".join([*written, "    return"])

    def function(self) -> Evaluate:
        """The function itself."""
        namespace: dict[str, Any] = {
            "__builtins__": {},
            TRUE: np.True_,
            FALSE: np.False_,
            "_answered": answered,
            "_any": any_of,
            "_cut": cut,
            "_decimals": decimals,
            "_objects": objects,
            "_truths": truths,
            "_Owners": Owners,
            "_months": month_numbers(),
            "_add": np.add,
            "_subtract": np.subtract,
            "_multiply": np.multiply,
            "_clip": np.clip,
            "_int64": np.int64,
            **self.constants,
        }
        exec(self.source(), namespace)  # noqa: S102 - only text written by the writer
        evaluate: Evaluate = namespace["evaluate"]
        return evaluate
