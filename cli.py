"""The command `parcours`: checks procedures, explains the rules, draws, lists, begins anew.

The engine is imported inside the commands, so that `parcours --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from parcours import __version__
from parcours.engine.source.wording import _
from parcours.renderers.terminal import helps
from parcours.renderers.terminal.command import Group, Refusal, meant
from parcours.renderers.terminal.guide_options import guide_options
from parcours.renderers.terminal.needing import needing
from parcours.renderers.terminal.obeying import obey
from parcours.renderers.terminal.options import color_option, format_option, output_option
from parcours.renderers.terminal.output import flushed, hold_streams, is_coloured, put, write
from parcours.renderers.terminal.progress import Progress
from parcours.renderers.terminal.render_options import render_options
from parcours.renderers.terminal.run_options import run_options
from parcours.renderers.terminal.scenario_options import scenario_options
from parcours.renderers.terminal.serve_options import serve_options
from parcours.renderers.terminal.simulate_options import simulate_options

FOUND = 1
"""What the shell is told of a fault that was looked for, beside the 2 of a misuse."""


def main() -> None:
    """The program: French in UTF-8, whatever the machine is set to."""
    hold_streams()
    # A machine set to ASCII hands over the bytes of an accent one by one.
    arguments = [os.fsencode(one).decode("utf-8", "replace") for one in sys.argv[1:]]
    sys.exit(flushed(run(arguments)))


def run(arguments: Sequence[str]) -> int:
    """The status a command ends with; raises only SystemExit, when who read the output has gone."""
    return obey(parcours, arguments, __version__)


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


def _found(name: str, wish: str, is_run: bool = False) -> Any:
    """The procedure of that id or path; else the command ends here, and says why."""
    from parcours.engine.analysis.diagnose import Report
    from parcours.renderers.report import render
    from parcours.renderers.report.find import Unknown, find, known_ids, ready

    try:
        found = ready(name) if is_run else find(name)
    except Unknown as error:
        message = _("La procédure « {name} » n’existe pas.")
        raise Refusal(error.why or meant(message, name, known_ids())) from error
    if not isinstance(found, Report):
        return found
    report = render(found, "text", colour=is_coloured(wish, sys.stderr, os.environ))
    click.echo(report, nl=False, err=True, color=True)
    raise click.exceptions.Exit(FOUND)


procedure_argument = click.argument(
    "name", metavar=_("PROCÉDURE"), shell_complete=_complete_procedure
)


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


@parcours.command(help=helps.VALIDATE)
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


@parcours.command(help=helps.TEST)
@click.argument("paths", nargs=-1, metavar=_("[CHEMIN]..."), type=click.Path())
@format_option("text", "json")
@scenario_options
@color_option
def test(paths: tuple[str, ...], form: str, junit: Path | None, least: int, color: str) -> None:
    """Run the scenarios of those files and folders."""
    from parcours.renderers.report.gather import usual_folder
    from parcours.renderers.report.junit import render_junit
    from parcours.renderers.report.runs import render_outcome
    from parcours.renderers.report.testing import run_all

    with Progress(sys.stderr, _("Scénario {done} sur {of}")) as progress:
        found = run_all(paths or (str(usual_folder()),), progress, least)
    if junit:
        put(render_junit(found), junit)
    put(render_outcome(found, form, is_coloured(color, sys.stdout, os.environ), __version__))
    if not found.passed:
        raise click.exceptions.Exit(FOUND)


@parcours.command(name="run", help=helps.RUN)
@run_options
def walk(**options: Any) -> int:
    """Walk a person through a procedure."""
    from parcours.renderers.terminal.run import Wish
    from parcours.renderers.terminal.run import run as walked

    return walked(Wish(**options), lambda name: _found(name, "auto", is_run=True))


@parcours.command(help=helps.SIMULATE)
@procedure_argument
@simulate_options
def simulate(name: str, **options: Any) -> int:
    """Walk persons through a procedure, and say what they met."""
    from parcours.renderers.report import simulating
    from parcours.renderers.report.wish import Wish

    checked, wish = _found(name, "auto", is_run=True), Wish(**options)
    with Progress(sys.stderr, _("Personne {done} sur {of}"), _("Personne {done}")) as progress:
        found = simulating.simulate(checked, wish, progress)
    if found.refusal:
        raise Refusal(found.refusal)
    if found.picture:
        put(found.picture, Path(wish.plot))
    put(found.text)
    return found.status


@parcours.command(help=helps.EXPLAIN)
@click.argument("name", required=False, metavar=_("[RÈGLE]"), shell_complete=_complete_rule)
def explain(name: str | None) -> None:
    """Print a page of the checker's manual, or its contents."""
    from parcours.engine.analysis.rule import rules
    from parcours.renderers.report.manual import contents, page

    if name and name not in rules():
        raise Refusal(meant(_("La règle « {name} » n’existe pas."), name, rules()))
    put(page(rules()[name]) if name else contents(rules()))


@parcours.command(help=helps.SCHEMA)
@click.argument("name", default="procedure", type=click.Choice(["procedure", "scenario"]))
@output_option
def schema(name: str, output: Path | None) -> None:
    """Print the schema of the procedures, or of the scenarios."""
    from parcours.engine.model.schema import published, scenario_schema, written

    put(published() if name == "procedure" else written(scenario_schema()), output)


@parcours.command(help=helps.GRAPH)
@procedure_argument
@format_option("mermaid", "dot", "svg")
@output_option
@color_option
def graph(name: str, form: str, output: Path | None, color: str) -> None:
    """Print the drawing of a procedure."""
    found = _found(name, color)
    from parcours.renderers.graph import render

    put(render(found.procedure, form), output)


@parcours.command(help=helps.DOCUMENTS)
@procedure_argument
@format_option("text", "markdown", "json", "pdf")
@output_option
@color_option
def documents(name: str, form: str, output: Path | None, color: str) -> None:
    """Print the list of the documents a procedure asks for."""
    found = _found(name, color)
    from parcours.renderers.annex import render

    if form == "pdf":
        with needing("pdf"):
            from parcours.renderers.guide.command import write_documents
        write_documents(found.procedure, found.names, output)
    else:
        put(render(found.procedure, found.names, form), output)


@parcours.command(help=helps.RENDER)
@procedure_argument
@render_options
def render(name: str, **options: Any) -> None:
    """Write screens of a procedure."""
    from parcours.renderers.report.find import located
    from parcours.renderers.screens.command import obey as write_screens

    write_screens(_found(name, "auto", is_run=True), located(name).files, **options)


@parcours.command(help=helps.SERVE)
@serve_options
def serve(**options: Any) -> None:
    """Open the portal."""
    with needing("portal"):
        from parcours.portal.serve import CannotServe, Wish
        from parcours.portal.serve import serve as served

    try:
        served(Wish(**options), lambda line: put(line + "\n"))
    except CannotServe as error:
        raise Refusal(str(error)) from error


@parcours.command(help=helps.GUIDE)
@click.argument("names", nargs=-1, required=True, metavar=_("PROCÉDURE..."))
@guide_options
def guide(names: tuple[str, ...], **options: Any) -> None:
    """Write the user guide of those procedures."""
    with needing("pdf"):
        from parcours.renderers.guide.command import obey as write_guide
    write_guide(names, lambda name: _found(name, "auto", is_run=True), **options)


@parcours.command(help=helps.NEW)
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
    from parcours.renderers.starter.begin import CannotBegin, begin

    try:
        put(begin(name, Path(folder) if folder else usual_folder(), title, write))
    except CannotBegin as error:
        raise Refusal(str(error)) from error


@parcours.command(help=helps.VERIFY)
@click.argument("file", metavar=_("FICHIER"))
@click.option("--trust", default="", metavar=_("DOSSIER"), help=_("Les certificats reconnus."))
@format_option("text", "json")
def verify(file: str, trust: str, form: str) -> int:
    """Print whether a paper is genuine."""
    with needing("pdf"):
        from parcours.renderers.terminal.verifying import verified
    return verified(file, trust, form)


@parcours.command(help=helps.COMPLETION)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that click gives for that shell."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    put(script(parcours, {}, "parcours", "_PARCOURS_COMPLETE").source())
