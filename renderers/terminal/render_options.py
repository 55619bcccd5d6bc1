"""How `parcours render` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

from ...engine.source.wording import _
from .options import today_option

OPTIONS = (
    click.option(
        "--to",
        default="pdf",
        metavar=_("RENDU"),
        help=_("Le rendu : pdf, html, json, terminal, ou celui d’une extension ; par défaut pdf."),
    ),
    click.option(
        "--screen",
        default="",
        metavar=_("ÉCRAN"),
        help=_("Cet écran seulement, par son nom dans la définition."),
    ),
    click.option(
        "--scenario",
        default="",
        metavar=_("FICHIER"),
        help=_("Les écrans de la personne que ce scénario raconte, tels qu’elle les remplit."),
    ),
    click.option(
        "--dossier",
        default="",
        metavar=_("NUMÉRO"),
        help=_("Les écrans d’un dossier gardé ; s’il est déposé, son récapitulatif."),
    ),
    click.option(
        "--data",
        default="",
        metavar=_("DOSSIER"),
        help=_("Le dossier du disque où sont les demandes."),
    ),
    today_option,
    click.option(
        "-o",
        "--output",
        default="",
        metavar=_("FICHIER"),
        help=_("Où l’écrire ; dans un dossier, un fichier par écran et leur liste."),
    ),
)


def render_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)


def is_folder(output: str) -> bool:
    """Whether a folder is meant: one that is there, or a name that ends with a slash."""
    return bool(output) and (output.endswith("/") or Path(output).is_dir())
