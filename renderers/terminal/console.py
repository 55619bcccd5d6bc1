"""The terminal itself, or a pipe in its place: lines written, lines read, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TextIO

import click

from ...engine.source.visible import safe
from .output import is_coloured, put
from .voice import Silence, Voice
from .wrapping import Paper

NARROWEST = 20


def console(typed: TextIO | None, read: TextIO, environment: Mapping[str, str]) -> Voice:
    """Bold headings and hidden secrets in a terminal only; a pipe gets plain lines.

    What comes from a pipe is written after its prompt, as a terminal would have shown it.
    """
    if isinstance(typed, TextIOWrapper):
        typed.reconfigure(encoding="utf-8", errors="surrogateescape")
    is_terminal = typed is not None and typed.isatty()

    def hear(prompt: str, hidden: bool) -> str:
        if typed is None:
            raise Silence
        try:
            line: str = click.prompt(
                prompt,
                default="",
                show_default=False,
                prompt_suffix="",
                hide_input=hidden and is_terminal,
                err=False,
            )
        except click.Abort:
            put("\n")
            raise Silence from None
        except BrokenPipeError:
            put(prompt)  # whoever read has gone: this ends the program
            raise Silence from None
        if not is_terminal:
            put("\n" if hidden else f"{safe(line)}\n")
        return line

    paper = Paper(
        max(shutil.get_terminal_size().columns, NARROWEST),
        _bold if is_coloured("auto", read, environment) else str,
    )
    return Voice(put, hear, paper, is_terminal)


def _bold(line: str) -> str:
    return click.style(line, bold=True) if line else line
