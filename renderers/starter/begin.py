"""The example written where it was asked for, and never over another procedure."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ...engine.source.wording import _, listed, ngettext
from . import next_steps, slug, starter


class CannotBegin(Exception):
    """Nothing was written; the sentence, in French, says why."""


class Write(Protocol):
    """Writes a file; a new one never takes the place of another."""

    def __call__(self, path: Path, text: str, is_new: bool) -> None: ...


def begin(name: str, home: Path, title: str, write: Write) -> str:
    """What to do next. Raises CannotBegin."""
    if name != slug(name):
        message = _("« {name} » ne peut pas être un nom : écrivez par exemple « {slug} ».")
        raise CannotBegin(message.format(name=name, slug=slug(name)))
    files = starter(name, home, title)
    taken = [str(file.path) for file in files if not file.is_shared and file.path.exists()]
    if taken:
        message = ngettext(
            "{taken} existe déjà : rien n’a été écrit.",
            "{taken} existent déjà : rien n’a été écrit.",
            len(taken),
        )
        raise CannotBegin(message.format(taken=listed(taken)))
    missing = [file for file in files if not file.path.exists()]
    for file in missing:
        write(file.path, file.text, is_new=True)
    return next_steps(name, home, missing)
