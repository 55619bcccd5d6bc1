"""What `parcours simulate` does: a scenario, answers or invented persons, walked and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

from ...engine.analysis.scenario import Day, Given, Scenario, read_scenario
from ...engine.analysis.scenario_answers import raw_of, whole
from ...engine.dossier.time import PARIS
from ...engine.fields.field_type import Raw
from ...engine.machine.compiled import Compiled, compile_procedure
from ...engine.model.checked import Checked
from ...engine.model.definitions import Ref
from ...engine.scenario.coverage import coverage
from ...engine.scenario.run import Run
from ...engine.source.diagnostic import Diagnostic
from ...engine.source.files import Folder
from ...engine.source.parse import parse
from ...engine.source.position import start_of
from ...engine.source.tree import Mapping
from ...engine.source.wording import _
from .people import Unreadable, read_people
from .walked import Seen, answering, interesting, invented, scripted
from .walked_json import counts_data, walk_data, written
from .walked_text import Counts, render_text, summary, trace_lines, walk_lines

tables: ModuleType | None
try:
    from . import shares as tables
except ModuleNotFoundError:  # NumPy is an extra
    tables = None

Progress = Callable[[int, int], None]

FINE, OTHERWISE = 0, 1
REGISTRY = "registry."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says; `count` persons are walked, `sample` ones only counted."""

    scenario: str = ""
    answers: str = ""
    count: int = 0
    sample: int = 0
    population: str = ""
    seed: int = 0
    trace: bool = False
    today: date | None = None
    form: str = "text"

    @property
    def day(self) -> date:
        """The day told, else today in Paris."""
        return self.today or datetime.now(PARIS).date()


@dataclass(frozen=True, slots=True)
class Simulated:
    """The text to print and the status; or, instead, why the command cannot be obeyed."""

    text: str = ""
    status: int = FINE
    refusal: str = ""


class Unfit(Exception):
    """A wish that cannot be obeyed; the sentence is French."""


def simulate(checked: Checked, wish: Wish, progress: Progress) -> Simulated:
    """As the wish says."""
    compiled = compile_procedure(checked)
    asked = (wish.scenario, wish.answers, wish.count, wish.sample, wish.population)
    if sum(map(bool, asked)) != 1:
        said = _(
            "Choisissez une option, une seule, parmi --scenario, --answers, --random, --sample et "
            "--population."
        )
        return Simulated(refusal=said)
    try:
        if wish.scenario:
            return _one(compiled, wish, scripted(compiled, _scenario(compiled, wish)))
        if wish.answers:
            return _one(compiled, wish, answering(compiled, wish.day, *_told(compiled, wish)))
        return _many(compiled, wish, progress) if wish.count else _all(compiled, wish, progress)
    except (Unfit, Unreadable) as unfit:
        return Simulated(refusal=str(unfit))


def _all(compiled: Compiled, wish: Wish, progress: Progress) -> Simulated:
    """A population, counted only."""
    if tables is None:
        said = _("Il manque NumPy. Installez-le par : pip install 'parcours[simulation]'")
        return Simulated(refusal=said)
    day = wish.day
    people = (
        read_people(compiled, wish.population)
        if wish.population
        else tables.sample(compiled, day, wish.sample, wish.seed)
    )
    found = tables.survey(compiled, day, people, lambda done: progress(done, wish.sample or done))
    if wish.form == "json":
        head = {"procedure": compiled.procedure.id, "seed": wish.seed, "today": day.isoformat()}
        return Simulated(written({**head, **tables.shares_data(found)}))
    return Simulated(tables.shares_text(found, day))


def _one(compiled: Compiled, wish: Wish, seen: Seen) -> Simulated:
    status = OTHERWISE if seen.why else FINE
    if wish.form == "json":
        told = {"procedure": compiled.procedure.id, "walk": walk_data(compiled, seen, wish.trace)}
        return Simulated(written(told), status)
    lines = (*walk_lines(seen), *(trace_lines(compiled, seen) if wish.trace else ()))
    return Simulated(render_text(lines), status)


def _many(compiled: Compiled, wish: Wish, progress: Progress) -> Simulated:
    """Nothing is kept of a person but what is told of them."""
    day, counts = wish.day, Counts()
    tried = interesting(compiled, day)
    lines: list[str] = []
    walks: list[dict[str, object]] = []

    def runs() -> Iterator[Run]:
        for number in range(1, wish.count + 1):
            seen = invented(compiled, day, wish.seed, number, tried)
            counts.add(seen)
            if wish.form == "json":
                walks.append(walk_data(compiled, seen, wish.trace))
            else:
                lines.extend(walk_lines(seen))
                lines.extend(trace_lines(compiled, seen) if wish.trace else ())
            progress(number, wish.count)
            yield seen.run

    covered = coverage(compiled.procedure, runs())
    status = OTHERWISE if counts.stopped else FINE
    if wish.form == "json":
        head = {"procedure": compiled.procedure.id, "seed": wish.seed, "today": day.isoformat()}
        return Simulated(written({**head, "walks": walks, **counts_data(counts, covered)}), status)
    lines.extend(["", *summary(counts, covered, wish.seed, day)])
    return Simulated(render_text(lines), status)


def _scenario(compiled: Compiled, wish: Wish) -> Scenario:
    """The one of that file. Raises Unfit."""
    told = read_scenario(wish.scenario, _tree(wish.scenario))
    if told.procedure and told.procedure.name != compiled.procedure.id:
        sentence = _("Ce scénario raconte « {name} », et non « {wanted} ».")
        raise Unfit(sentence.format(name=told.procedure.name, wanted=compiled.procedure.id))
    if wish.today is None:
        return told
    return replace(told, today=Day(told.span, wish.today.isoformat(), wish.today))


def _told(compiled: Compiled, wish: Wish) -> tuple[dict[str, Raw], dict[str, Raw]]:
    """Answers, and what the registry knows (`registry.nom`). Raises Unfit."""
    given = [
        Given(Ref(entry.key.text, entry.key.span), entry.value)
        for entry in _tree(wish.answers).entries
    ]
    answers = _raws([one for one in given if not one.name.name.startswith(REGISTRY)])
    known = _raws(
        [
            Given(Ref(one.name.name.removeprefix(REGISTRY), one.name.span), one.node)
            for one in given
            if one.name.name.startswith(REGISTRY)
        ]
    )
    procedure = compiled.procedure
    strangers = [name for name in answers if name not in procedure.fields]
    strangers += [REGISTRY + name for name in known if name not in procedure.registry]
    if strangers:
        sentence = _("Aucune question ne s’appelle « {name} ».")
        raise Unfit(sentence.format(name=strangers[0]))
    return answers, known


def _raws(given: list[Given]) -> dict[str, Raw]:
    return {answer.name.name: raw_of(answer.node) for answer in whole(given)}


def _tree(path: str) -> Mapping:
    """Of a YAML or JSON file. Raises Unfit."""
    place = Path(path)
    source = Folder(place.parent, str(place.parent)).read(place.name)
    if isinstance(source, Diagnostic):
        raise Unfit(f"{path} : {source.message}")
    node, faults = parse(source)
    if faults:
        raise Unfit(f"{path}:{faults[0].span.line} : {faults[0].message}")
    if node is None:
        return Mapping((), start_of(path))
    if not isinstance(node, Mapping):
        sentence = _("« {path} » doit donner des réponses par leur nom, comme « nom: DURAND ».")
        raise Unfit(sentence.format(path=path))
    return node
