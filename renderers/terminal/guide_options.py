"""How `parcours guide` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

from ...engine.source.wording import _
from .options import output_option

OPTIONS = (
    click.option(
        "--scenario",
        default="",
        metavar=_("FICHIER"),
        help=_("La personne que ce scénario raconte est montrée d’abord."),
    ),
    output_option,
)


def guide_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
