"""How `parcours test` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path

import click

from ...engine.source.wording import _

OPTIONS = (
    click.option(
        "--junit",
        type=click.Path(path_type=Path),
        metavar=_("FICHIER"),
        help=_("Écrire aussi les résultats en XML."),
    ),
    click.option(
        "--coverage",
        "least",
        type=click.IntRange(0, 100),
        default=0,
        metavar=_("POURCENT"),
        help=_("Échouer si une procédure est moins couverte par ses propres scénarios."),
    ),
)


def scenario_options(command: Callable[..., None]) -> Callable[..., None]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
