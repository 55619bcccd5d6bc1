"""Walks told to a person: a line for each, then what they met and what none of them met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from ...engine.fields.day import french_date
from ...engine.machine.compiled import Compiled
from ...engine.scenario.coverage import Coverage
from ...engine.simulation.walk import Stop
from ...engine.source.visible import safe
from ...engine.source.wording import _, ngettext
from .runs import figure_text, missed_name
from .walked import Seen
from .walked_trace import Told, trace_of

ENDED = {
    Stop.END: _("fin « {name} »"),
    Stop.OUTCOME: _("déposé, « {name} »"),
    Stop.FINAL: _("état final « {name} »"),
    Stop.FILED: _("déposé, état « {name} »"),
    Stop.LACKING: _("arrêté"),
    Stop.STUCK: _("bloqué"),
    Stop.LONG: _("sans fin"),
    Stop.FAULT: _("faute du moteur"),
}


Ended = tuple[Stop, str]
"""How a walk ends, and the id of the end, the outcome or the state."""


def ended(seen: Seen) -> Ended:
    """Of one walk."""
    run = seen.run
    return seen.stop, run.here.end or run.outcome or run.state


def ended_text(found: Ended) -> str:
    """In a few words."""
    return ENDED[found[0]].format(name=found[1])


def render_text(lines: Iterable[str]) -> str:
    """Ends with a line end; nothing in it commands the terminal."""
    return "".join(f"{safe(line)}\n" for line in lines)


def walk_lines(seen: Seen) -> Iterator[str]:
    """Its path and its end, then what follows filing, then why it stops."""
    path = " → ".join(seen.run.screens)
    yield f"{seen.number}. {path} ⇒ {ended_text(ended(seen))}"
    if seen.states:
        yield "   " + _("après le dépôt : {path}").format(path=" → ".join(seen.states))
    if seen.why:
        yield f"   {seen.why}"


def trace_lines(compiled: Compiled, seen: Seen) -> Iterator[str]:
    """Every condition met."""
    for told in trace_of(compiled, seen.run.trace):
        yield from _traced(told)


def _traced(told: Told) -> Iterator[str]:
    held = _("vrai") if told.held else _("faux")
    yield "   " + _("{place} : {says} — {held} : {taken}").format(
        place=told.place, says=told.says, held=held, taken=told.taken
    )
    if told.values:
        read = ", ".join(f"{name} = {value}" for name, value in told.values.items())
        yield "      " + _("lu : {read}").format(read=read)


class Counts:
    """Of many walks: how many ended so, in each state, on each screen."""

    def __init__(self) -> None:
        self.walks = 0
        self.ends: Counter[Ended] = Counter()
        self.states: Counter[str] = Counter()
        self.screens: Counter[str] = Counter()
        self.stopped = 0
        """Those that come to no end that the procedure knows."""

    def add(self, seen: Seen) -> None:
        """One more."""
        self.walks += 1
        self.stopped += bool(seen.why)
        self.ends[ended(seen)] += 1
        self.states.update(set(seen.states))
        self.screens.update(set(seen.run.screens))


def summary(counts: Counts, covered: Coverage, seed: int, day: date) -> Iterator[str]:
    """What the walks met, most met first, and what none of them met."""
    said = ngettext("{n} personne tirée", "{n} personnes tirées", counts.walks)
    of = said.format(n=counts.walks)
    yield _("{of} (graine {seed}, le {day})").format(of=of, seed=seed, day=french_date(day))
    ends = {ended_text(found): n for found, n in counts.ends.most_common()}
    states, screens = (dict(one.most_common()) for one in (counts.states, counts.screens))
    titles = (_("Fins"), _("États"), _("Écrans"))
    for title, counted in zip(titles, (ends, states, screens), strict=True):
        if counted:
            yield _("{title} :").format(title=title)
            yield from (f"  {n:>6}  {name}" for name, n in counted.items())
    yield _("Couverts :")
    yield from (f"  {figure_text(figure)}" for figure in covered.figures)
    if covered.missed:
        yield _("Jamais vus :")
        yield from (f"  {missed_name(item)}" for item in covered.missed)
