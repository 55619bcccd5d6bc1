"""The command `parcours`: checks procedures, explains the rules, draws, lists, begins anew.

The engine is imported inside the commands, so that `parcours --help` answers at once.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import click
from click.shell_completion import CompletionItem, get_completion_class

from parcours import __version__
from parcours.engine.source.suggest import nearest
from parcours.engine.source.wording import _, listed

CLEAN, FOUND, MISUSED, BROKEN, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141
"""What the shell is told; 70 is EX_SOFTWARE, 130 and 141 are 128 + the number of the signal."""

FORMATS = ("text", "json", "sarif", "github")
GRAPHS = ("mermaid", "dot", "svg")
ANNEXES = ("text", "markdown", "json")


def main() -> None:
    """The program: French in UTF-8, whatever the machine is set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The status a command ends with; nothing is raised but SystemExit when the reader has gone."""
    try:
        status = parcours.main(list(arguments), prog_name="parcours", standalone_mode=False)
    except click.UsageError as error:
        return _misused(error)
    except click.ClickException as error:
        return _tell(_("Erreur : {message}").format(message=error.format_message()), FOUND)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost layer
        return _broken(error)
    return status if isinstance(status, int) else CLEAN


def _tell(message: str, status: int) -> int:
    click.echo(message, err=True)
    return status


def _broken(error: Exception) -> int:
    """A fault of Parcours itself, told without its entrails unless they are asked for."""
    if os.environ.get("PARCOURS_DEBUG") == "1":
        traceback.print_exception(error)
    what = f"{type(error).__name__} : {error}" if str(error) else type(error).__name__
    said = _(
        "Parcours s'est arrêté à cause d'une erreur qui lui est propre ; vos fichiers sont intacts.\n"
        "  {what}\n"
        "Signalez-la à ceux qui maintiennent Parcours {version}, avec la commande et le fichier.\n"
        "PARCOURS_DEBUG=1 devant la commande montre le détail à leur joindre."
    )
    return _tell(said.format(what=what, version=__version__), BROKEN)


# What click says by itself is English; these few classes and `_in_french` say it in French.


class Misuse(click.UsageError):
    """A command that cannot be obeyed, already said in French."""


class _Formatter(click.HelpFormatter):
    HEADINGS = {"Commands": _("Commandes"), "Positional arguments": _("Arguments")}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage : "))

    def write_heading(self, heading: str) -> None:
        name = self.HEADINGS.get(heading, heading)
        self.write(f"{'':>{self.current_indent}}{name} :\n")


class _Context(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    context_class = _Context
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Misuse(_("Argument en trop : {extra}").format(extra=" ".join(rest)), ctx)
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_french_too(super().get_help_option(ctx))


class _Group(click.Group):
    context_class = _Context
    command_class = _Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        message = _("La commande « {name} » n'existe pas.").format(name=args[0])
        raise Misuse(_meant(message, args[0], self.commands), ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_french_too(super().get_help_option(ctx))


def _in_french_too(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = _("Montrer cette aide.")
    return option


def _meant(message: str, name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"{message} {_('Vouliez-vous « {near} » ?').format(near=near)}" if near else message


def _misused(error: click.UsageError) -> int:
    """What is wrong with the command line, and where to learn how it is written."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _tell(error.message, MISUSED)
    lines = [_("Erreur : {message}").format(message=_in_french(error))]
    if error.ctx:
        command = error.ctx.command_path
        lines += [error.ctx.get_usage(), _("Aide : {command} --help").format(command=command)]
    return _tell("\n".join(lines), MISUSED)


def _in_french(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption(option_name=name):
            known = [opt for param in error.cmd.params for opt in param.opts] if error.cmd else []
            return _meant(_("L'option « {name} » n'existe pas.").format(name=name), name, known)
        case click.MissingParameter(param=click.Parameter() as param):
            return _("Il manque {name}.").format(name=param.make_metavar(error.ctx or _Context(parcours)))
        case click.BadOptionUsage(option_name=name, cmd=cmd):
            flags = [opt for param in cmd.params for opt in param.opts if getattr(param, "is_flag", 0)] if cmd else []
            if name in flags:
                return _("L'option « {name} » ne prend pas de valeur.").format(name=name)
            return _("L'option « {name} » attend une valeur.").format(name=name)
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            said = _("{name} attend {choices}.")
            return said.format(name=param.opts[0], choices=listed(choices, _("ou")))
    return error.format_message()
