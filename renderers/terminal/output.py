"""Texts written to a file, or to whoever reads the command, who may have gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from ...engine.source.wording import _
from .command import Refusal
from .reasons import reason

PIPE_CLOSED = 141
"""What a shell is told of a program whose reader has gone: 128 + SIGPIPE."""


DISK_TROUBLE = 74
"""EX_IOERR of sysexits.h."""

DEFINITIONS = (".yaml", ".yml")


def hold_streams() -> None:
    """UTF-8 whatever the machine is set to; a stream that was closed swallows what it is told."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def flushed(status: int) -> int:
    """The status, once everything was written; another one where it could not be."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        with suppress(OSError):
            click.echo(fault_of_world(error), err=True)
        return DISK_TROUBLE
    return status


def fault_of_world(error: OSError) -> str:
    """What the machine refused, in French."""
    if not error.filename:
        return _("La machine ne l’a pas permis : {why}.").format(why=reason(error))
    message = _("La machine ne l’a pas permis pour « {path} » : {why}.")
    return message.format(path=str(error.filename)[:200], why=reason(error))


def put(text: str | bytes, output: Path | None = None) -> None:
    """To the file when there is one. Raises Refusal when it cannot be written.

    Never over a definition: `-o` next to a procedure's name is a slip of the hand.
    """
    if output and output.suffix.lower() in DEFINITIONS and output.exists():
        message = _("« {path} » est une définition : donnez à « -o » le nom d’un autre fichier.")
        raise Refusal(message.format(path=output))
    if output:
        return write(output, text)
    try:
        return click.echo(text, nl=False, color=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None


def write(path: Path, text: str | bytes, is_new: bool = False) -> None:
    """The folders above are made. Raises Refusal; a new file never takes the place of another."""
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb" if is_new else "wb") as file:
            file.write(content)
    except OSError as error:
        message = _("« {path} » ne peut pas être écrit : {why}.")
        raise Refusal(message.format(path=path, why=reason(error))) from error


def is_coloured(wish: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: `auto` is in a terminal, unless NO_COLOR says no (https://no-color.org)."""
    if wish != "auto":
        return wish == "always"
    is_refused = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return stream.isatty() and not is_refused
