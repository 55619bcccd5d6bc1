"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ...engine.source.wording import _

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


def format_option(*known: str) -> Decorator:
    """`--format`, the first being what is usual."""
    usual = _("La forme ; par défaut {first}.").format(first=known[0])
    return click.option("--format", "form", type=click.Choice(known), default=known[0], help=usual)
