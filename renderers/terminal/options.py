"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from ...engine.source.wording import _
from .command import Misuse

FIRST, LAST = 1900, 2200
"""Years in which every delay before and after a day is still in the calendar."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

output_option: Decorator = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar=_("FICHIER"), help=_("Où l’écrire.")
)
color_option: Decorator = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help=_("Colorer le texte ; par défaut, dans un terminal seulement."),
)


def _day(_ctx: click.Context, _param: click.Parameter, typed: str) -> date | None:
    """Raises Misuse."""
    try:
        day = date.fromisoformat(typed) if typed else None
    except ValueError:
        message = _("L’option « --today » attend une date, par exemple 2026-01-31.")
        raise Misuse(message) from None
    if day and not FIRST <= day.year <= LAST:
        message = _("L’option « --today » attend une année entre {first} et {last}.")
        raise Misuse(message.format(first=FIRST, last=LAST))
    return day


today_option: Decorator = click.option(
    "--today",
    default="",
    callback=_day,
    metavar="AAAA-MM-JJ",
    help=_("Faire comme si c’était ce jour."),
)


def format_option(*known: str) -> Decorator:
    """`--format`, the first being what is usual."""
    usual = _("La forme ; par défaut {first}.").format(first=known[0])
    return click.option("--format", "form", type=click.Choice(known), default=known[0], help=usual)
