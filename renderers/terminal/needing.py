"""Commands whose libraries an extra installs: what to install is said where they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...engine.source.wording import _
from .command import Refusal


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Imports in here may miss a library of that extra. Raises Refusal, in French."""
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library == __name__.partition(".")[0]:
            raise  # a module of ours is no library
        message = _("Il manque {library}. Installez-le par : pip install 'parcours[{extra}]'")
        raise Refusal(message.format(library=library, extra=extra)) from error
