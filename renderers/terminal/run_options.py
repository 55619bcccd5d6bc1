"""How `parcours run` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import click

from ...engine.source.wording import _
from .options import today_option

Decorator = Callable[[Callable[..., int]], Callable[..., int]]

OPTIONS = (
    click.argument("procedure", required=False, default="", metavar=_("[PROCÉDURE]")),
    click.option("--dossier", default="", metavar=_("NUMÉRO"), help=_("Reprendre ce dossier.")),
    click.option("--data", default="", metavar=_("DOSSIER"), help=_("Où garder les demandes.")),
    click.option("--list", "lists", is_flag=True, help=_("Lister les dossiers gardés.")),
    click.option(
        "--account",
        default="",
        metavar=_("NUMÉRO:COURRIEL"),
        help=_("Le compte de démonstration, s’il en faut un."),
    ),
    click.option(
        "--registry",
        default="",
        metavar=_("FICHIER"),
        help=_("Ce que l’administration sait de la personne : un fichier YAML, ou un scénario."),
    ),
    today_option,
    click.option(
        "--as",
        "role",
        type=click.Choice(["applicant", "caseworker"]),
        default="applicant",
        help=_("Agir comme usager, ou comme agent sur une demande déposée."),
    ),
)


def run_options(command: Callable[..., int]) -> Callable[..., int]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
