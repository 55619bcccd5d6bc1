"""Texts written to a file, or to whoever reads the command, who may have gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import click

from ...engine.source.wording import _
from .command import Refusal

PIPE_CLOSED = 141
"""What a shell is told of a program whose reader has gone: 128 + SIGPIPE."""


def put(text: str, output: Path | None = None) -> None:
    """To the file when there is one. Raises Refusal when it cannot be written."""
    if output:
        return write(output, text)
    try:
        return click.echo(text, nl=False, color=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None


def write(path: Path, text: str, is_new: bool = False) -> None:
    """The folders above are made. Raises Refusal; a new file never takes the place of another."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x" if is_new else "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        message = _("« {path} » ne peut pas être écrit : {why}.")
        raise Refusal(message.format(path=path, why=_why(error))) from error


def _why(error: OSError) -> str:
    match error:
        case PermissionError():
            return _("vous n’en avez pas le droit")
        case IsADirectoryError():
            return _("c’est un dossier")
        case FileExistsError() | NotADirectoryError():
            return _("un fichier de ce nom est déjà là")
        case FileNotFoundError():
            return _("son dossier n’existe pas")
    return error.strerror or str(error)


def is_coloured(wish: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: `auto` is in a terminal, unless NO_COLOR says no (https://no-color.org)."""
    if wish != "auto":
        return wish == "always"
    is_refused = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return stream.isatty() and not is_refused
