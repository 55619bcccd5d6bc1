"""What share of many applicants meets each screen, branch, document and end, column by column.

The paths of all are followed at once along the transition table: a screen is a column of truths,
told of those who come to it. An answer that no longer applies is hidden from what is read below,
as in a dossier. Applicants answer all that is asked of them; files and boxes stop nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..expr.syntax import Expr, names
from ..machine.compiled import Compiled
from ..machine.table import FLOW_END, NEXT, SKIP, screen_state
from ..model.definitions import Condition, Document, Field, Screen, Step
from ..model.placing import attested, collected, screens
from ..model.settings import part_conditions
from .columns import Answers, Column, Columns, Rows, columns_of, fitting
from .shares_parts import names_option, only, parted
from .vector import Conditions, Vectorised
from .vector_layout import Array, Layout, layout_of

Item = tuple[str, str]
"""A kind (screen, question, end, stopped, document, attestation) and an id."""

Branch = tuple[str, str, int]
"""A kind, the id of what depends on the condition, and the line where it is written."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Of `count` applicants: how many meet each item, and on how many each branch falls either way
    (true, false)."""

    count: int
    items: Mapping[Item, int]
    branches: Mapping[Branch, tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """The applicants of one part: who meets what, as columns of truths, and how branches fall."""

    count: int
    met: Mapping[Item, Array]
    fallen: Mapping[Branch, tuple[int, int]]


class Survey:
    """A procedure ready to be asked of many; its conditions are compiled once."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.layout: Layout = layout_of(self._conditions().values())

    def _conditions(self) -> Conditions:
        found = [one.expr for one in _asked(self.compiled) if one]
        fields = self.compiled.procedure.fields.values()
        found += [one for field in fields for one in part_conditions(field)]
        return {str(n): (expr, self.compiled.names) for n, expr in enumerate(dict.fromkeys(found))}

    def follow(self, rows: Sequence[Answers]) -> Followed:
        """Of these applicants, whose answers are by the full names that conditions read."""
        layout = fitting(self.layout, rows)
        return _Following(self.compiled, layout, dict(columns_of(rows, layout)), rows).run()


def shares(parts: Iterator[Followed]) -> Shares:
    """Of all parts together."""
    items: Counter[Item] = Counter()
    true: Counter[Branch] = Counter()
    false: Counter[Branch] = Counter()
    count = 0
    for part in parts:
        count += part.count
        items.update({item: int(np.count_nonzero(who)) for item, who in part.met.items()})
        true.update({branch: fallen[0] for branch, fallen in part.fallen.items()})
        false.update({branch: fallen[1] for branch, fallen in part.fallen.items()})
    return Shares(count, dict(items), {branch: (true[branch], false[branch]) for branch in true})


def _asked(compiled: Compiled) -> Iterator[Condition | None]:
    """Every condition that decides the path, a question, a box or a document of the flow."""
    procedure = compiled.procedure
    for step, screen in screens(procedure):
        yield from (step.when, screen.when, *(way.when for way in screen.next))
        for ref in (*screen.verify, *screen.fields):
            field = procedure.fields[ref.name]
            yield from (field.when, *(option.when for option in field.options))
        yield from (check.that for check in screen.checks)
        yield from (one.when for one in attested(procedure, screen))
        for document in collected(procedure, screen):
            yield from _below(document)


def _below(document: Document) -> Iterator[Condition | None]:
    yield document.when
    for element in document.elements:
        yield from _below(element)


class _Following:
    """One part. `reach` tells who stands before each state of the table."""

    def __init__(
        self,
        compiled: Compiled,
        layout: Layout,
        columns: dict[str, Column | Rows],
        rows: Sequence[Answers],
    ) -> None:
        self.compiled, self.layout, self.columns, self.rows = compiled, layout, columns, rows
        self.count = len(rows)
        self.reach: dict[str, Array] = {}
        self.met: dict[Item, Array] = {}
        self.fallen: dict[Branch, tuple[int, int]] = {}
        self.known = dict(columns)
        self.lacking = np.zeros(self.count, bool)
        """Who left out an answer on the screen being followed: they go no further."""
        self.hide_all()

    def hide_all(self) -> None:
        """Nothing is answered before it is asked."""
        nobody = np.zeros(self.count, bool)
        for name in self.compiled.procedure.fields:
            self.show(name, nobody)

    def show(self, field: str, who: Array) -> None:
        """The answers to that question, of these applicants only."""
        for name, column in self.known.items():
            if name == field or name.startswith(f"{field}."):
                self.columns[name] = only(column, who)

    def run(self) -> Followed:
        pages = list(screens(self.compiled.procedure))
        self.reach[screen_state(pages[0][1].id)] = np.ones(self.count, bool)
        for step, screen in pages:
            self.screen(step, screen)
        for state, who in self.reach.items():
            if state.startswith("end/") and state != FLOW_END:
                self.met["end", state.removeprefix("end/")] = who
        return Followed(self.count, self.met, self.fallen)

    def screen(self, step: Step, screen: Screen) -> None:
        here = screen_state(screen.id)
        who = self.reach.pop(here, np.zeros(self.count, bool))
        shown = self.holds("step", step.id, step.when, who)
        shown = self.holds("screen", screen.id, screen.when, shown)
        self.go(here, SKIP, who & ~shown)
        self.met["screen", screen.id] = shown
        passed, self.lacking = shown, np.zeros(self.count, bool)
        for refs, is_verify in ((screen.verify, True), (screen.fields, False)):
            for ref in refs:
                field = self.compiled.procedure.fields[ref.name]
                passed = passed & self.question(field, shown, is_verify)
        for check in screen.checks:
            passed = self.holds("check", screen.id, check.that, passed)
        self.joined(screen, shown)
        if np.any(stopped := shown & ~passed):
            self.met["stopped", screen.id] = stopped
        self.leave(screen, here, passed)

    def question(self, field: Field, shown: Array, is_verify: bool) -> Array:
        """Who answers it or need not; those who must and do not go no further."""
        asked = self.holds("field", field.id, field.when, shown)
        answered = np.array([field.id in row for row in self.rows], bool)
        met = asked & answered if is_verify and field.optional else asked  # nothing to verify
        self.met["question", field.id] = met | self.met.get(("question", field.id), False)
        offered = asked & answered
        for option in field.options:
            if option.when:
                holds = self.holds("option", f"{field.id}.{option.id}", option.when, asked)
                chosen = [names_option(row.get(field.id), option.id) for row in self.rows]
                offered &= ~(np.array(chosen, bool) & ~holds)
        offered = self.parts(field, offered)
        is_free = field.optional or field.type_name == "secret"
        goes_on: Array = ~asked | offered | is_free
        self.lacking |= ~goes_on
        return goes_on

    def parts(self, field: Field, offered: Array) -> Array:
        """Of these, those who answer every part that applies, and only these are shown."""
        if not any(part_conditions(field)):
            self.show(field.id, offered)
            return offered
        self.show(field.id, np.ones(self.count, bool))
        scope, rows = self.compiled.names, self.rows
        found = parted(field, scope, self.layout, self.known, self.columns, rows).answer(offered)
        if column := self.columns.get(field.id):
            self.columns[field.id] = only(column, found)
        return found

    def joined(self, screen: Screen, shown: Array) -> None:
        for one in attested(self.compiled.procedure, screen):
            self.met["attestation", one.id] = self.holds("attestation", one.id, one.when, shown)
        for document in collected(self.compiled.procedure, screen):
            self.document(document, shown)

    def document(self, document: Document, shown: Array) -> None:
        asked = self.holds("document", document.id, document.when, shown)
        self.met["document", document.id] = asked
        for element in document.elements:
            self.document(element, asked)

    def leave(self, screen: Screen, here: str, passed: Array) -> None:
        """The first way that holds; whoever takes none goes on below."""
        trigger = "file" if screen.submit else NEXT
        left = passed
        rows = [row for row in self.compiled.table if (row.source, row.trigger) == (here, trigger)]
        for way, row in zip((*screen.next, None), rows, strict=False):
            taken = self.holds("next", way.to.name, way.when, left) if way else left
            self.arrive(row.dest, taken)
            left = left & ~taken

    def go(self, here: str, trigger: str, who: Array) -> None:
        for row in self.compiled.table:
            if (row.source, row.trigger) == (here, trigger):
                self.arrive(row.dest, who)

    def arrive(self, state: str, who: Array) -> None:
        self.reach[state] = self.reach.get(state, np.zeros(self.count, bool)) | who

    def holds(self, kind: str, name: str, condition: Condition | None, among: Array) -> Array:
        """Of these, those for whom it holds; told under its branch."""
        if condition is None:
            return among
        true = among & self.truth(condition.expr)
        for at in np.flatnonzero(among & self.lacking):
            true[at] = self.compiled.asks(condition, self.answered(condition.expr, int(at)))
        branch = kind, name, condition.span.line
        held, fallen = int(np.count_nonzero(true)), int(np.count_nonzero(among))
        if kind == "step" and branch in self.fallen:
            return true  # each of its screens asks it again
        before = self.fallen.get(branch, (0, 0))
        self.fallen[branch] = before[0] + held, before[1] + fallen - held
        return true

    def answered(self, expr: Expr, at: int) -> Answers:
        """What it reads of one who left an answer out above, on the same screen. Columns hold an
        arbitrary one there, where the engine asks nothing yet: it is the engine that judges."""
        row, found = self.rows[at], dict[str, Any]()
        for path in {name.path for name in names(expr)} & row.keys():
            present = self.columns[path].present
            if present is None or present[at]:
                found[path] = row[path]
        return found

    def truth(self, expr: Expr) -> Array:
        read = Vectorised.of({"": (expr, self.compiled.names)}, self.layout)
        columns: Columns = self.columns
        return read.truths(columns, self.count)[""]
