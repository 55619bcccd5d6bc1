"""How `parcours serve` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

from ...engine.source.wording import _

OPTIONS = (
    click.option("--host", default="127.0.0.1", metavar=_("HÔTE"), help=_("Où écouter.")),
    click.option(
        "--port", type=click.IntRange(1, 65535), default=8000, metavar="PORT", help=_("Quel port.")
    ),
    click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("donnees"),
        metavar=_("DOSSIER"),
        help=_("Où tout est gardé ; par défaut donnees/."),
    ),
    click.option(
        "--procedures",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar=_("DOSSIER"),
        help=_("Les procédures à servir ; par défaut procedures/, sinon celles de Parcours."),
    ),
    click.option(
        "--address", metavar="URL", help=_("L’adresse que les gens écrivent, derrière un serveur.")
    ),
    click.option("--seed", is_flag=True, help=_("Ajouter des personnes inventées.")),
    click.option("--open", is_flag=True, help=_("Ouvrir le portail dans le navigateur.")),
)


def serve_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
