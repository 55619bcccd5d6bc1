"""Which pages are meant: those of a scenario, of a dossier that is kept, or one that is blank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ...engine.analysis.scenario import FOLDER, Scenario, read_scenario
from ...engine.dossier.situation import situation
from ...engine.dossier.time import PARIS, day_of
from ...engine.machine.compiled import Compiled
from ...engine.model.definitions import Procedure
from ...engine.model.placing import actions, screens
from ...engine.model.use import Library
from ...engine.page.compose import compose, status
from ...engine.page.page import Page
from ...engine.page.summary import Summary, summarise
from ...engine.runtime import Runtime
from ...engine.scenario.pages import Shown, arrival, pages
from ...engine.scenario.person import Person
from ...engine.source.files import Folder
from ...engine.source.position import start_of
from ...engine.source.suggest import nearest
from ...engine.source.tree import Mapping
from ...engine.source.wording import _, listed, quoted
from ...engine.store.errors import StoreError, Unknown
from ...engine.store.open import DATABASE, open_store
from ..report.scenario_file import on, scenario_of
from ..report.wish import Unfit
from ..terminal.run import SERVICE, named, sources


@dataclass(frozen=True, slots=True)
class Chosen:
    """Pages in order; `summary` stands for the whole of a filed request, `now` for its day."""

    pages: tuple[Page, ...]
    summary: Summary | None = None
    now: datetime | None = None


def of_scenario(compiled: Compiled, file: str, screen: str, today: date | None) -> Chosen:
    """The pages that its person meets, as they leave them; or one. Raises Unfit."""
    told = scenario_of(compiled, file, today)
    found = tuple(met.page for met in pages(compiled, told) if isinstance(met, Shown))
    if not screen:
        return Chosen(found)
    _check(compiled.procedure, screen)
    wanted = tuple(page for page in found if page.id == screen)
    if not wanted:
        raise Unfit(_not_met(found, screen))
    return Chosen(wanted)


def _not_met(found: tuple[Page, ...], screen: str) -> str:
    sentence = _("La personne de ce scénario ne passe pas par {screen}. Elle passe par {met}.")
    met = dict.fromkeys(quoted(page.id) for page in found)
    return sentence.format(screen=quoted(screen), met=listed(met))


def blank(compiled: Compiled, files: Folder, screen: str, today: date | None) -> Chosen:
    """The first screen, or another as one finds it: after the answers of the first scenario of the
    procedure that comes to it. Raises Unfit."""
    person = Person(compiled, _nobody(today))
    person.begin()
    first = compose(compiled, person.dossier, person.now)
    if screen in ("", first.id):
        return Chosen((first,))
    _check(compiled.procedure, screen)
    for told in scenarios_of(compiled.procedure, files):
        if page := arrival(compiled, told, screen):
            return Chosen((page,))
    sentence = _(
        "On n’arrive à {screen} qu’après des réponses : donnez-les par --scenario FICHIER."
    )
    raise Unfit(sentence.format(screen=quoted(screen)))


def _nobody(today: date | None) -> Scenario:
    """A scenario that tells nothing."""
    told = read_scenario("", Mapping((), start_of("")))
    return told if today is None else on(told, today)


def scenarios_of(procedure: Procedure, files: Folder) -> Iterator[Scenario]:
    """The procedure's own, by path."""
    library = Library(files)
    for path in files.paths(f"{FOLDER}/{procedure.id}"):
        tree = library.parsed(path).tree
        if tree:
            yield read_scenario(files.shown(path), tree)


def of_dossier(procedure: str, data: str, dossier: str, screen: str, today: date | None) -> Chosen:
    """The screens of a draft up to where it stands, a filed request as it stands; or one screen.

    Raises Unfit.
    """
    if not Path(data).is_dir():
        raise Unfit(_("Le dossier du disque {path} n’existe pas.").format(path=quoted(data)))
    if not Path(data, DATABASE).exists():
        raise Unfit(Unknown(dossier).sentence)
    try:
        with open_store(f"sqlite:{data}") as store:
            name = named(store, dossier)
            theirs = store.load(name).card.procedure
            if theirs != procedure:
                told = _("Le dossier {name} est une demande {theirs}, et non {wanted}.")
                wanted = {"theirs": quoted(theirs), "wanted": quoted(procedure)}
                raise Unfit(told.format(name=quoted(name), **wanted))
            return _kept(Runtime([], store, sources(today), SERVICE), name, screen)
    except StoreError as error:
        raise Unfit(error.sentence) from error


def _kept(runtime: Runtime, name: str, screen: str) -> Chosen:
    compiled, dossier = runtime.dossier(name)
    now = runtime.sources.now()
    if not screen and dossier.filed:
        whole = summarise(compiled, runtime.history(name), now)
        return Chosen((status(compiled, dossier, now),), whole, now.astimezone(PARIS))
    met = [visit.screen.id for visit in situation(compiled, dossier, day_of(now)).visits]
    if screen:
        _check(compiled.procedure, screen)
        if screen not in met:
            sentence = _("Ce dossier n’est pas passé par {screen}. Il est passé par {met}.")
            told = sentence.format(screen=quoted(screen), met=listed(map(quoted, met)))
            raise Unfit(told)
        met = [screen]
    return Chosen(tuple(compose(compiled, dossier, now, one) for one in met))


def _check(procedure: Procedure, screen: str) -> None:
    """Raises Unfit for what no page of the procedure is called."""
    states = procedure.examination.states if procedure.examination else ()
    known = {one.id for _step, one in screens(procedure)} | set(procedure.ends)
    known |= {one.id for one in states} | {one.id for one in actions(procedure)}
    if screen in known:
        return
    told = _("Aucun écran ne s’appelle {name}.").format(name=quoted(screen))
    near = nearest(screen, known)
    cure = _("Vouliez-vous {near} ?").format(near=quoted(near)) if near else ""
    raise Unfit(f"{told} {cure}".rstrip())
