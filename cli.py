"""The command `parcours`: checks procedures, explains the rules, draws, lists, begins anew.

The engine is imported inside the commands, so that `parcours --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from parcours import __version__
from parcours.engine.source.wording import _, listed, ngettext
from parcours.renderers.terminal.command import Group, Refusal, meant, told
from parcours.renderers.terminal.output import is_coloured, put, write

CLEAN, FOUND, BROKEN, INTERRUPTED = 0, 1, 70, 130
"""What the shell is told, beside the 2 of a misuse; 70 is EX_SOFTWARE, 130 is 128 + SIGINT."""

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def main() -> None:
    """The program: French in UTF-8, whatever the machine is set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The status a command ends with; raises only SystemExit, when who read the output has gone."""
    try:
        status = parcours.main(list(arguments), prog_name="parcours", standalone_mode=False)
    except click.ClickException as error:
        return _complain(told(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost layer
        return _complain(_fault_of_ours(error), BROKEN)
    return status if isinstance(status, int) else CLEAN


def _complain(message: str, status: int) -> int:
    click.echo(message, err=True)
    return status


def _fault_of_ours(error: Exception) -> str:
    if os.environ.get("PARCOURS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    return _(
        "Parcours s’est arrêté sur une faute qui est la sienne, pas la vôtre :\n"
        "  {fault}\n"
        "Signalez-la à qui maintient Parcours {version}, avec la commande et le fichier. Pour\n"
        "joindre le détail, relancez la commande précédée de PARCOURS_DEBUG=1."
    ).format(fault=f"{type(error).__name__}: {error}", version=__version__)


def _complete_procedure(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[Any]:
    """Procedures by id, else files by path."""
    from click.shell_completion import CompletionItem

    from parcours.renderers.report.find import known_ids

    found = [CompletionItem(name) for name in known_ids() if name.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]


def _complete_rule(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[Any]:
    """Rules by id, with what each finds."""
    from click.shell_completion import CompletionItem

    from parcours.engine.analysis.rule import rules

    found = [rule for rule in rules().values() if rule.id.startswith(begun)]
    return [CompletionItem(rule.id, help=rule.title) for rule in found]


def _found(name: str, wish: str) -> Any:
    """The procedure of that id or path; else the command ends here, and says why."""
    from parcours.renderers.report import render
    from parcours.renderers.report.find import Known, Unknown, find, known_ids

    try:
        found = find(name)
    except Unknown as error:
        message = _("La procédure « {name} » n’existe pas.")
        raise Refusal(meant(message, name, known_ids())) from error
    if isinstance(found, Known):
        return found
    report = render(found, "text", colour=is_coloured(wish, sys.stderr, os.environ))
    click.echo(report, nl=False, err=True, color=True)
    raise click.exceptions.Exit(FOUND)


procedure_argument = click.argument(
    "name", metavar=_("PROCÉDURE"), shell_complete=_complete_procedure
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar=_("FICHIER"), help=_("Où l’écrire.")
)
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help=_("Colorer le texte ; par défaut, dans un terminal seulement."),
)


def format_option(*known: str) -> Decorator:
    """`--format`, the first being what is usual."""
    usual = _("La forme ; par défaut {first}.").format(first=known[0])
    return click.option("--format", "form", type=click.Choice(known), default=known[0], help=usual)


@click.group(
    cls=Group,
    help=_("Une démarche administrative, écrite en un fichier YAML, devient un logiciel."),
    epilog=_("Exemple : parcours validate procedures/"),
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMANDE [ARGUMENTS]..."),
)
@click.version_option(__version__, message="%(prog)s %(version)s", help=_("Montrer la version."))
def parcours() -> None:
    """Do nothing: each command is a function below."""


VALIDATE = _("""Vérifier des procédures, leurs parties et leurs scénarios.

CHEMIN est un fichier ou un dossier ; sans lui, c’est procedures/. Le statut est 0 si tout est bon,
1 s’il y a des erreurs, 2 si la commande est mal écrite.

Exemple : parcours validate procedures/ --format sarif""")


@parcours.command(help=VALIDATE)
@click.argument("paths", nargs=-1, metavar=_("[CHEMIN]..."), type=click.Path())
@format_option("text", "json", "sarif", "github")
@click.option("--strict", is_flag=True, help=_("Compter les avertissements comme des erreurs."))
@color_option
def validate(paths: tuple[str, ...], form: str, strict: bool, color: str) -> None:
    """Print the report on those files and folders."""
    from parcours.engine.source.diagnostic import Severity
    from parcours.renderers.report import render
    from parcours.renderers.report.gather import gather, usual_folder

    report = gather(paths or (str(usual_folder()),))
    colour = is_coloured(color, sys.stdout, os.environ)
    put(render(report, form, strict, colour, __version__))
    if any(strict or found.severity is Severity.ERROR for found in report.diagnostics):
        raise click.exceptions.Exit(FOUND)


EXPLAIN = _("""Expliquer une règle, ou les citer toutes.

La page d’une règle dit ce qu’elle refuse, avec un exemple faux et le même, juste.

Exemple : parcours explain unknown-name""")


@parcours.command(help=EXPLAIN)
@click.argument("name", required=False, metavar=_("[RÈGLE]"), shell_complete=_complete_rule)
def explain(name: str | None) -> None:
    """Print a page of the checker's manual, or its contents."""
    from parcours.engine.analysis.rule import rules
    from parcours.renderers.report.manual import contents, page

    if name and name not in rules():
        raise Refusal(meant(_("La règle « {name} » n’existe pas."), name, rules()))
    put(page(rules()[name]) if name else contents(rules()))


SCHEMA = _("""Imprimer le schéma JSON d’un fichier, pour les éditeurs.

Exemple : parcours schema -o schemas/procedure.schema.json""")


@parcours.command(help=SCHEMA)
@click.argument("name", default="procedure", type=click.Choice(["procedure", "scenario"]))
@output_option
def schema(name: str, output: Path | None) -> None:
    """Print the schema of the procedures, or of the scenarios."""
    from parcours.engine.model.schema import published, scenario_schema, written

    put(published() if name == "procedure" else written(scenario_schema()), output)


GRAPH = _("""Dessiner le parcours d’une procédure.

PROCÉDURE est son nom ou le chemin de son fichier.

Exemple : parcours graph bpi_case_2 --format svg -o bpi_case_2.svg""")


@parcours.command(help=GRAPH)
@procedure_argument
@format_option("mermaid", "dot", "svg")
@output_option
@color_option
def graph(name: str, form: str, output: Path | None, color: str) -> None:
    """Print the drawing of a procedure."""
    found = _found(name, color)
    from parcours.renderers.graph import render

    put(render(found.procedure, form), output)


DOCUMENTS = _("""Lister les documents qu’une procédure demande, et à qui.

PROCÉDURE est son nom ou le chemin de son fichier.

Exemple : parcours documents bpi_case_2 --format markdown""")


@parcours.command(help=DOCUMENTS)
@procedure_argument
@format_option("text", "markdown", "json")
@output_option
@color_option
def documents(name: str, form: str, output: Path | None, color: str) -> None:
    """Print the list of the documents a procedure asks for."""
    found = _found(name, color)
    from parcours.renderers.annex import render

    put(render(found.procedure, found.names, form), output)


NEW = _("""Commencer une procédure par un exemple court et commenté.

Exemple : parcours new aide_logement --title 'Aide au logement'""")


@parcours.command(help=NEW)
@click.argument("name", metavar=_("NOM"))
@click.option(
    "--dir",
    "folder",
    default="",
    metavar=_("DOSSIER"),
    help=_("Où l’écrire ; par défaut procedures/."),
)
@click.option("--title", default="", metavar=_("TITRE"), help=_("Son titre."))
def new(name: str, folder: str, title: str) -> None:
    """Write an example to begin from, and say what to do with it."""
    from parcours.renderers.report.gather import usual_folder
    from parcours.renderers.starter import next_steps, slug, starter

    if name != slug(name):
        message = _("« {name} » ne peut pas être un nom : écrivez par exemple « {slug} ».")
        raise Refusal(message.format(name=name, slug=slug(name)))
    home = Path(folder) if folder else usual_folder()
    files = starter(name, home, title)
    taken = [str(file.path) for file in files if not file.is_shared and file.path.exists()]
    if taken:
        message = ngettext(
            "{taken} existe déjà : rien n’a été écrit.",
            "{taken} existent déjà : rien n’a été écrit.",
            len(taken),
        )
        raise Refusal(message.format(taken=listed(taken)))
    missing = [file for file in files if not file.path.exists()]
    for file in missing:
        write(file.path, file.text, is_new=True)
    put(next_steps(name, home, missing))


COMPLETION = _("""Imprimer de quoi compléter les commandes dans le terminal.

Exemple : parcours completion bash >> ~/.bashrc""")


@parcours.command(help=COMPLETION)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that click gives for that shell."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    put(script(parcours, {}, "parcours", "_PARCOURS_COMPLETE").source())
