"""`parcours guide`: what the command line says, obeyed, and the file written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ...engine.analysis.diagnose import check
from ...engine.analysis.scenario import Scenario, read_scenario
from ...engine.model.checked import Checked
from ...engine.model.definitions import Procedure
from ...engine.model.names import Names
from ...engine.page.around import DOORS
from ...engine.source.files import Folder
from ...engine.source.wording import _, listed, quoted
from ..pdf.press import NotTypeset
from ..report.find import located
from ..report.scenario_file import tree_of
from ..report.wish import Unfit
from ..terminal.command import Cannot, Refusal
from ..terminal.output import put
from ..terminal.progress import Progress
from .documents import documents
from .gather import scenarios, told
from .guide import guide


def obey(
    names: Iterable[str],
    found: Callable[[str], Checked],
    *,
    scenario: str,
    output: Path | None,
) -> None:
    """One guide for those procedures, which `found` looks up. Raises Refusal, Cannot."""
    every = {found(name).procedure.id: name for name in names}
    checked = {id_: (found(name), located(name).files) for id_, name in every.items()}
    leads = _leads(scenario, tuple(every)) if scenario else {}
    beside = {id_: one for id_ in DOORS if (one := _door(id_, next(iter(checked.values()))[1]))}
    path = output or Path(f"guide_{'_'.join(every)}.pdf")
    with Progress(sys.stderr, _("Personne {done} sur {of}")) as shown:
        advance = _Counter({**beside, **checked}, shown)
        ways = {id_: told(*beside[id_], None, advance) for id_ in beside if id_ not in every}
        ours = [told(*checked[id_], leads.get(id_), advance) for id_ in every]
    orientation, account = (ways.get(id_) for id_ in DOORS)
    put(_made(lambda: guide(ours, orientation, account)), path)
    put(_("Le guide est dans « {path} ».\n").format(path=path))


def write_documents(procedure: Procedure, names: Names, output: Path | None) -> None:
    """The annex alone, as a PDF. Raises Refusal, Cannot."""
    if output is None:
        raise Refusal(_("Un PDF ne se lit pas dans un terminal : donnez un fichier à « -o »."))
    put(_made(lambda: documents(procedure, names)), output)


class _Counter:
    """Called after each scenario."""

    def __init__(
        self, procedures: dict[str, tuple[Checked, Folder]], shown: Callable[[int, int], None]
    ) -> None:
        self._of = sum(len(scenarios(files, one.procedure)) for one, files in procedures.values())
        self._done, self._shown = 0, shown

    def __call__(self) -> None:
        self._done += 1
        self._shown(min(self._done, self._of), self._of)


def _made(pdf: Callable[[], bytes]) -> bytes:
    try:
        return pdf()
    except NotTypeset as error:
        raise Cannot(_("Le PDF n’a pas pu être composé : {why}").format(why=error)) from error


def _leads(path: str, known: tuple[str, ...]) -> dict[str, Scenario]:
    """The scenario, by the procedure that it tells of. Raises Refusal."""
    try:
        found = read_scenario(path, tree_of(path))
    except Unfit as unfit:
        raise Refusal(str(unfit)) from unfit
    name = found.procedure.name if found.procedure else known[0]
    if name not in known:
        sentence = _("Ce scénario raconte {name}, et non {wanted}.")
        wanted = listed(quoted(one) for one in known)
        raise Refusal(sentence.format(name=quoted(name), wanted=wanted))
    return {name: found}


def _door(name: str, files: Folder) -> tuple[Checked, Folder] | None:
    """The orientation or the account's creation, beside the procedures; one may have neither."""
    path = f"{name}.yaml"
    if not files.exists(path):
        return None
    checked, _report = check(files, path)
    if checked is None:
        sentence = _("« {path} » a des erreurs. Pour les voir : parcours validate {path}")
        raise Cannot(sentence.format(path=files.shown(path)))
    return checked, files
