"""The flow walked for every applicant at once: who passes each screen, who has answered what.

`people` formulas are exact on the classes of values the conditions distinguish; a path is a
function of the answers (language, §2), so one pass in file order is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..logic import Formula, Space
from ..model.definitions import Condition, End, Field, Procedure, Ref, Screen, Step
from ..model.names import ACCOUNT, ALWAYS, FILING, LINK, Names
from ..model.placing import attested, collected, screens
from .asking import ask
from .place import Ledger, Place
from .site import Asked, Site


@dataclass(frozen=True, slots=True)
class Moment:
    """One screen of the flow.

    `arriving` are those the flow brings there; those who meet its conditions are `entering`;
    `people` give it valid answers; of these, `completing` meet its checks.
    """

    step: Step
    screen: Screen
    arriving: Formula
    entering: Formula
    people: Formula
    completing: Formula
    asked: Asked


@dataclass(frozen=True, slots=True)
class Asking:
    """One question as a screen names it; `here` is the place where it is put."""

    screen: Screen
    ref: Ref
    field: Field
    here: Place


@dataclass(slots=True)
class Story:
    """What is true of every applicant."""

    procedure: Procedure
    names: Names
    ledger: Ledger
    moments: list[Moment] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    ends: dict[str, Formula] = field(default_factory=dict)
    leaving: dict[str, Formula] = field(default_factory=dict)
    """By screen with `next` rules: who meets none of them and goes on to the next screen."""
    filed: Formula | None = None
    twice: dict[str, Formula] = field(default_factory=dict)
    """By submit screen: who had filed before."""
    unfiled: Formula | None = None
    """Who comes to the end of the flow without having filed."""
    asked: Asked | None = None
    """Who has answered what at the end of the flow."""

    @property
    def space(self) -> Space:
        """The logic."""
        return self.ledger.space

    @property
    def sites(self) -> list[Site]:
        """Every expression in its place."""
        return self.ledger.sites


def walk_flow(procedure: Procedure, names: Names, space: Space) -> Story:
    """The flow in file order, in that logic."""
    story = Story(procedure, names, Ledger(space, names))
    _Walk(story).run()
    return story


class _Walk:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.space = story.space
        self.pages = list(screens(story.procedure))
        nobody, everyone = self.space.false, self.space.true
        self.pending = [everyone, *(nobody for _ in self.pages)]
        self.filed = nobody
        self.asked = Asked(self._from_the_start(), nobody)

    def _from_the_start(self) -> Mapping[str, Formula]:
        everyone = self.space.true
        known = {name: everyone for name, _type, _label in ALWAYS}
        known |= {f"param.{id_}": everyone for id_ in self.story.procedure.parameters}
        if self.story.procedure.requires:
            known |= self._account(everyone)
        return known

    def _account(self, people: Formula) -> dict[str, Formula]:
        """With an account come its particulars, and whatever the registry may know."""
        known = {name: people for name, _type, _label in ACCOUNT}
        for name in self.story.names.names():
            if name.startswith("registry."):
                whole = ".".join(name.split(".")[:2])
                known[name] = self.space.and_(people, self.space.free(f"known {whole}"))
        return known

    def run(self) -> None:
        for index, (step, screen) in enumerate(self.pages):
            self.visit(index, step, screen)
        story = self.story
        story.filed = self.filed
        story.unfiled = self.space.and_(self.pending[-1], self.space.not_(self.filed))
        story.asked = self.asked
        for end in story.procedure.ends.values():
            self.end(end)

    def end(self, end: End) -> None:
        here = Place(self.story.ledger, self.story.ends.get(end.id, self.space.false), self.asked)
        here.said(end.text)

    def visit(self, index: int, step: Step, screen: Screen) -> None:
        space = self.space
        arriving = self.pending[index]
        here = self.entering(step, screen, arriving)
        self.pending[index + 1] = space.or_(
            self.pending[index + 1], space.and_(arriving, space.not_(here.people))
        )
        entering = here.people
        here = self.asking(here, screen)
        completing = here.people
        for check in screen.checks:
            completing = space.and_(completing, here.meets(check.that))
            here.prose(check.otherwise)
        self.saying(here, screen)
        done = here.narrowed(completing)
        self.story.moments.append(
            Moment(step, screen, arriving, entering, here.people, completing, self.asked)
        )
        if screen.submit:
            self.filing(done, screen)
        self.onward(done, index, screen)

    def entering(self, step: Step, screen: Screen, arriving: Formula) -> Place:
        """Who enters, after the conditions of step and screen; what stands before the questions."""
        place = Place(self.story.ledger, arriving, self.asked)
        first = step.screens[0] is screen
        guard = place.meets(step.when) if first or not step.when else place.holds(step.when)
        inside = place.narrowed(guard)
        here = inside.narrowed(inside.meets(screen.when))
        if screen.requires:
            known = self._account(here.people)
            self.asked = self.asked.also(
                {name: self.space.or_(self.asked(name), people) for name, people in known.items()}
            )
            here = here.knowing(self.asked)
        here.prose(screen.title)
        here.said(screen.text)
        if screen.await_ and screen.await_.notice:
            notice = self.story.procedure.notices.get(screen.await_.notice.name)
            linked = self.asked.also({name: here.people for name, _t, _l in LINK})
            if notice:
                here.knowing(linked).notice(notice)
        return here

    def asking(self, here: Place, screen: Screen) -> Place:
        """The questions in order, each able to read those above."""
        for ref in (*screen.verify, *screen.fields):
            field_ = self.story.procedure.fields.get(ref.name)
            if field_:
                self.story.askings.append(Asking(screen, ref, field_, here))
                here = ask(here, field_)
        self.asked = here.asked
        return here

    def saying(self, here: Place, screen: Screen) -> None:
        """What stands on the screen below its questions."""
        procedure = self.story.procedure
        for document in procedure.documents.values() if screen.announce else ():
            here.announced(document)
        for attestation in attested(procedure, screen):
            here.narrowed(here.meets(attestation.when)).said(attestation.text)
        for document in collected(procedure, screen):
            here.document(document)
        here.said(screen.warnings)
        for note in screen.notes:
            here.narrowed(here.meets(note.when)).prose(note.text)

    def filing(self, done: Place, screen: Screen) -> None:
        """The request is filed: what is said and issued then."""
        assert screen.submit is not None
        procedure, space = self.story.procedure, self.space
        self.story.twice[screen.id] = space.and_(done.people, self.filed)
        self.filed = space.or_(self.filed, done.people)
        self.asked = self.asked.also(
            {name: space.or_(self.asked(name), done.people) for name, _t, _l in FILING}
        )
        clocks = procedure.examination.clocks if procedure.examination else ()
        self.asked = self.asked.also({f"clocks.{clock.id}": self.filed for clock in clocks})
        filed = done.knowing(self.asked)
        for ref in screen.submit.notices:
            if ref.name in procedure.notices:
                filed.notice(procedure.notices[ref.name])
        for ref in screen.submit.deliver:
            if ref.name in procedure.deliverables:
                filed.deliverable(procedure.deliverables[ref.name])

    def onward(self, done: Place, index: int, screen: Screen) -> None:
        """Where those who completed the screen go."""
        space, rest = self.space, done.people
        for way in screen.next:
            here = Place(done.ledger, rest, self.asked)
            taken = space.and_(rest, here.meets(way.when))
            rest = space.and_(rest, space.not_(taken))
            self.send(taken, way.to.name, index)
        if screen.next:
            self.story.leaving[screen.id] = rest
        self.pending[index + 1] = space.or_(self.pending[index + 1], rest)

    def send(self, people: Formula, target: str, index: int) -> None:
        """To an end, or forward to a screen or the first screen of a step."""
        if target in self.story.procedure.ends:
            known = self.story.ends.get(target, self.space.false)
            self.story.ends[target] = self.space.or_(known, people)
            return
        for later, (step, screen) in enumerate(self.pages):
            if later > index and target in (screen.id, step.id):
                self.pending[later] = self.space.or_(self.pending[later], people)
                return


def conditions_of(story: Story) -> tuple[Condition, ...]:
    """Each condition once, in the order met."""
    seen: dict[int, Condition] = {}
    for site in story.sites:
        seen.setdefault(id(site.condition), site.condition)
    return tuple(seen.values())
