"""The picture of a procedure: its screens, its ends, and what follows the filing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...engine.model.definitions import Procedure
from ...engine.model.names import names_of
from .compose import compose
from .dot import dot
from .mermaid import mermaid
from .picture import Part, Picture
from .svg.write import svg

FORMATS: Mapping[str, Callable[[Picture], str]] = {"mermaid": mermaid, "dot": dot, "svg": svg}
"""Each way of writing a picture, by the name the command line gives it."""


def render(procedure: Procedure, form: str, part: Part = Part.WHOLE) -> str:
    """The picture as text. Raises KeyError for a format that is not in FORMATS."""
    return FORMATS[form](compose(procedure, names_of(procedure)).part(part))
