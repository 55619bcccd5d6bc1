"""How `parcours run` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce

import click

from ...engine.source.wording import _
from .command import Misuse

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
    click.option(
        "--today",
        default="",
        callback=lambda _ctx, _param, value: _day(value),
        metavar="AAAA-MM-JJ",
        help=_("Faire comme si c’était ce jour."),
    ),
    click.option(
        "--as",
        "role",
        type=click.Choice(["applicant", "caseworker"]),
        default="applicant",
        help=_("Agir comme usager, ou comme agent sur une demande déposée."),
    ),
)


def _day(typed: str) -> date | None:
    """Raises Misuse."""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        message = _("L’option « --today » attend une date, par exemple 2026-01-31.")
        raise Misuse(message) from None


def run_options(command: Callable[..., int]) -> Callable[..., int]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
