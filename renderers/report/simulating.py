"""What `parcours simulate` does: a scenario, answers or invented persons, walked and told."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.analysis.scenario import Given
from ...engine.analysis.scenario_answers import raw_of, whole
from ...engine.fields.field_type import Raw
from ...engine.machine.compiled import Compiled, compile_procedure
from ...engine.model.checked import Checked
from ...engine.model.definitions import Ref
from ...engine.scenario.coverage import coverage
from ...engine.scenario.run import Run
from ...engine.source.suggest import nearest
from ...engine.source.wording import _
from .populating import counted
from .scenario_file import scenario_of, tree_of
from .walked import Seen, answering, interesting, invented, scripted
from .walked_json import counts_data, walk_data, written
from .walked_text import Counts, render_text, summary, trace_lines, walk_lines
from .wish import FINE, OTHERWISE, Progress, Simulated, Unfit, Wish

REGISTRY = "registry."


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
    if wish.plot and not (wish.sample or wish.population):
        return Simulated(refusal=_("« --plot » demande --sample ou --population."))
    if wish.trace and (wish.sample or wish.population):
        return Simulated(refusal=_("« --trace » demande --scenario, --answers ou --random."))
    try:
        if wish.scenario:
            return _one(
                compiled, wish, scripted(compiled, scenario_of(compiled, wish.scenario, wish.today))
            )
        if wish.answers:
            return _one(compiled, wish, answering(compiled, wish.day, *_told(compiled, wish)))
        return _many(compiled, wish, progress) if wish.count else counted(compiled, wish, progress)
    except Unfit as unfit:
        return Simulated(refusal=str(unfit))


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


def _told(compiled: Compiled, wish: Wish) -> tuple[dict[str, Raw], dict[str, Raw]]:
    """Answers, and what the registry knows (`registry.nom`). Raises Unfit."""
    given = [
        Given(Ref(entry.key.text, entry.key.span), entry.value)
        for entry in tree_of(wish.answers).entries
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
    known_names = [*procedure.fields, *(REGISTRY + name for name in procedure.registry)]
    strangers = [name for name in answers if name not in procedure.fields]
    strangers += [REGISTRY + name for name in known if name not in procedure.registry]
    if strangers:
        sentence = _("Aucune question ne s’appelle « {name} ».").format(name=strangers[0])
        near = nearest(strangers[0], known_names)
        cure = _("Vouliez-vous « {near} » ?").format(near=near) if near else ""
        raise Unfit(f"{sentence} {cure}".rstrip())
    return answers, known


def _raws(given: list[Given]) -> dict[str, Raw]:
    return {answer.name.name: raw_of(answer.node) for answer in whole(given)}
