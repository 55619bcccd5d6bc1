"""How `parcours simulate` is written: its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import click

from ...engine.source.wording import _
from .options import today_option

MOST = 1_000_000


def _count(_ctx: click.Context, _param: click.Parameter, value: int | None) -> int:
    """0 where it is not asked for, which nobody may type."""
    return value or 0


OPTIONS = (
    click.option(
        "--scenario",
        default="",
        metavar=_("FICHIER"),
        help=_("Suivre la personne que ce scénario raconte."),
    ),
    click.option(
        "--answers",
        default="",
        metavar=_("FICHIER"),
        help=_("Suivre une personne qui donne ces réponses (YAML ou JSON), et joint tout."),
    ),
    click.option(
        "--random",
        "count",
        type=click.IntRange(1, MOST),
        callback=_count,
        metavar="N",
        help=_("Suivre N personnes tirées au hasard, jusqu’à la fin de l’examen."),
    ),
    click.option(
        "--sample",
        type=click.IntRange(1, MOST),
        callback=_count,
        metavar="N",
        help=_("Compter ce que N personnes tirées au hasard rencontrent (demande NumPy)."),
    ),
    click.option(
        "--population",
        default="",
        metavar=_("FICHIER"),
        help=_(
            "Compter ce que rencontrent les personnes d’un tableau CSV ou Parquet (demande NumPy)."
        ),
    ),
    click.option(
        "--plot",
        default="",
        metavar=_("FICHIER"),
        help=_("Dessiner ces comptes dans ce fichier .png, .svg ou .pdf (demande Matplotlib)."),
    ),
    click.option(
        "--seed",
        type=int,
        default=0,
        metavar="S",
        help=_("La graine du hasard : la même tire les mêmes personnes."),
    ),
    click.option(
        "--trace",
        is_flag=True,
        help=_("Montrer chaque condition, ce qu’elle lit et ce qu’elle dit."),
    ),
    today_option,
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help=_("La forme ; par défaut text."),
    ),
)


def simulate_options(command: Callable[..., int]) -> Callable[..., int]:
    """All of them, in order."""
    return reduce(lambda built, option: option(built), reversed(OPTIONS), command)
