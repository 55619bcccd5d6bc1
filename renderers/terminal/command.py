"""A command line that speaks French: its help, and what is wrong with what was typed."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

import click

from ...engine.source.suggest import nearest
from ...engine.source.wording import NBSP, THIN, _, listed


class Misuse(click.UsageError):
    """A command line that is badly written, told in French."""


class Refusal(click.ClickException):
    """A command that is well written and cannot be obeyed, told in French."""

    exit_code = 2


class Cannot(click.ClickException):
    """What was asked is well said and cannot be done with what is there, told in French."""

    exit_code = 1


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage : "))

    def write_heading(self, heading: str) -> None:
        name = _("Commandes") if heading == "Commands" else heading
        self.write(f"{name}{NBSP}:\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is French, and which says so when it is given too much."""

    context_class = _Context
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; raises Misuse."""
        try:
            extra = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # some of click's do not say which command they are about
            raise
        if extra and not ctx.resilient_parsing:
            raise Misuse(_("« {extra} » est de trop.").format(extra=" ".join(extra)), ctx)
        return extra

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in French."""
        return _described(super().get_help_option(ctx))


class Group(click.Group):
    """The commands of a program."""

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in French."""
        return _described(super().get_help_option(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; raises Misuse."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            message = _("La commande « {name} » n’existe pas.")
            raise Misuse(meant(message, args[0], self.commands), ctx)
        return super().resolve_command(ctx, args)


def _described(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = _("Montrer cette aide.")
    return option


def told(error: click.ClickException) -> str:
    """Why the command is not obeyed and, when it is badly written, how to write it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.message
    said = _("Erreur : {message}").format(message=_in_french(error))
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return said
    cure = _("Aide : {command} --help").format(command=error.ctx.command_path)
    return f"{said}\n{error.ctx.get_usage()}\n{cure}"


def _in_french(error: click.ClickException) -> str:
    """The classes of click's complaints, each with a sentence; its own English is never shown."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    params = ctx.command.params if ctx else []
    match error:
        case Misuse() | Refusal() | Cannot():
            return error.message
        case click.NoSuchOption(option_name=name):
            known = [known for param in params for known in param.opts]
            return meant(_("L’option « {name} » n’existe pas."), name, [*known, "--help"])
        case click.MissingParameter(param=click.Parameter() as param):
            return _("Il manque {name}.").format(name=param.human_readable_name)
        case click.BadOptionUsage(option_name=name):
            return _misused_option(name, params)
        case click.BadParameter(param=click.Parameter(type=click.Choice() as type_) as param):
            if isinstance(param, click.Argument):
                return _("Choisissez entre {expected}.").format(expected=listed(type_.choices))
            said = _("L’option « {name} » attend {expected}.")
            return said.format(name=param.opts[0], expected=listed(type_.choices, _("ou")))
        case click.BadParameter(param=click.Option(type=click.IntRange() as type_) as param):
            said = _("L’option « {name} » attend un nombre entier, de {least} à {most}.")
            return said.format(name=param.opts[0], least=type_.min, most=_grouped(type_.max))
        case click.BadParameter(param=click.Option(type=click.types.IntParamType()) as param):
            return _("L’option « {name} » attend un nombre entier.").format(name=param.opts[0])
        case click.BadParameter(param=click.Option(type=click.Path() as type_) as param):
            return _misplaced(param.opts[0], type_.exists)
    return _("Cette commande est mal écrite.")


def _misplaced(name: str, must_exist: bool) -> str:
    """Of a path: our options that are paths and are checked name folders."""
    if must_exist:
        return _("L’option « {name} » attend un dossier qui existe.").format(name=name)
    return _("L’option « {name} » attend un dossier, et non un fichier.").format(name=name)


def _grouped(number: float | None) -> str:
    """1 000 000, with the spaces that never end a line."""
    return f"{number:,.0f}".replace(",", THIN)


def _misused_option(name: str, params: Iterable[click.Parameter]) -> str:
    for param in params:
        if name in param.opts and isinstance(param, click.Option) and param.is_flag:
            return _("L’option « {name} » ne prend pas de valeur.").format(name=name)
    return _("L’option « {name} » attend une valeur.").format(name=name)


def meant(message: str, name: str, known: Iterable[str]) -> str:
    """The message about a name that nothing bears, and the known one it is nearest to."""
    said, near = message.format(name=name), nearest(name, known)
    return f"{said} {_('Vouliez-vous « {near} » ?').format(near=near)}" if near else said


def fault_of_ours(error: Exception, version: str, is_debug: bool) -> str:
    """What is said of an error that nobody expected; its trace goes to whoever debugs."""
    if is_debug:
        traceback.print_exception(error)
    return _(
        "Parcours s’est arrêté sur une faute qui est la sienne, pas la vôtre :\n"
        "  {fault}\n"
        "Signalez-la à qui maintient Parcours {version}, avec la commande et le fichier. Pour\n"
        "joindre le détail, relancez la commande précédée de PARCOURS_DEBUG=1."
    ).format(fault=f"{type(error).__name__}: {error}", version=version)
