"""The list of the documents that a procedure asks for, as a guide annexes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ...engine.model.definitions import Procedure
from ...engine.model.names import Names
from .annex import Annex, annex_of
from .data import data
from .markdown import markdown
from .text import text

FORMATS: Mapping[str, Callable[[Annex], str]] = {"text": text, "markdown": markdown, "json": data}
"""Each way of writing the annex, by the name the command line gives it."""


def render(procedure: Procedure, names: Names, form: str, day: date | None = None) -> str:
    """The annex with the legal figures of that day, or with all of them and their dates.

    Raises KeyError for a format that is not in FORMATS.
    """
    return FORMATS[form](annex_of(procedure, names, day))
