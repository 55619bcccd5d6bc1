"""Parts that need a library of an extra: imported when asked for, or said what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...engine.source.wording import _
from .wish import Unfit

LIBRARIES = {"numpy": "NumPy", "pyarrow": "pyarrow", "matplotlib": "Matplotlib"}


class Missing(Unfit):
    """A library that is not installed."""


def extra(module: str, name: str) -> Any:
    """The module of this room that the extra of that name makes work. Raises Missing."""
    try:
        return import_module(f".{module}", __package__)
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in LIBRARIES:
            raise
        said = _("Il manque {library}. Installez-le par : pip install 'parcours[{extra}]'")
        raise Missing(said.format(library=LIBRARIES[library], extra=name)) from error
