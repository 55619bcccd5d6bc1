"""The flow walked for every applicant at once: who passes each screen, who has answered what.

`people` formulas are exact on the classes of values the conditions distinguish; a path is a
function of the answers (language, §2), so one pass in file order is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..logic import Formula, Space
from ..model.definitions import Condition, Field, Procedure, Ref, Screen, Step
from ..model.names import ACCOUNT, ALWAYS, FILING, LINK, Names
from ..model.placing import attested, collected, screens
from .asking import ask
from .place import Ledger, Place
from .referring import meant
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


@dataclass(frozen=True, slots=True)
class Story:
    """What is true of every applicant; each formula is a set of people."""

    procedure: Procedure
    names: Names
    ledger: Ledger
    moments: tuple[Moment, ...]
    askings: tuple[Asking, ...]
    ends: Mapping[str, Formula]
    """Who stops at each end."""
    leaving: Mapping[str, Formula]
    """By screen with `next` rules: who meets none of them and goes on to the next screen."""
    filed: Formula
    twice: Mapping[str, Formula]
    """By submit screen: who had filed before."""
    unfiled: Formula
    """Who comes to the end of the flow without having filed."""
    asked: Asked
    """Who has answered what at the end of the flow."""

    @property
    def space(self) -> Space:
        """The logic."""
        return self.ledger.space

    @property
    def sites(self) -> Sequence[Site]:
        """Every expression in its place."""
        return self.ledger.sites


def walk_flow(procedure: Procedure, names: Names, space: Space) -> Story:
    """The flow in file order, in that logic."""
    return _Walk(procedure, names, space).story()


class _Walk:
    def __init__(self, procedure: Procedure, names: Names, space: Space) -> None:
        self.procedure, self.names, self.space = procedure, names, space
        self.ledger = Ledger(space, names)
        self.pages = list(screens(procedure))
        self.pending = [space.true, *(space.false for _ in self.pages)]
        self.moments: list[Moment] = []
        self.askings: list[Asking] = []
        self.ends: dict[str, Formula] = {}
        self.leaving: dict[str, Formula] = {}
        self.twice: dict[str, Formula] = {}
        self.filed = space.false
        self.asked = Asked(self.from_the_start(), space.false)

    def from_the_start(self) -> Mapping[str, Formula]:
        everyone = self.space.true
        known = {name: everyone for name, _type, _label in ALWAYS}
        known |= {f"param.{id_}": everyone for id_ in self.procedure.parameters}
        if self.procedure.requires:
            known |= self.account(everyone)
        return known

    def account(self, people: Formula) -> dict[str, Formula]:
        """With an account come its particulars, and whatever the registry may know."""
        known = {name: people for name, _type, _label in ACCOUNT}
        for name in self.names.names():
            if name.startswith("registry."):
                whole = ".".join(name.split(".")[:2])
                known[name] = self.space.and_(people, self.space.free(f"known {whole}"))
        return known

    def story(self) -> Story:
        for index, (step, screen) in enumerate(self.pages):
            self.visit(index, step, screen)
        self.ledger.screens.append("")
        for end in self.procedure.ends.values():
            stopped = self.ends.get(end.id, self.space.false)
            Place(self.ledger, stopped, self.asked).said(end.text)
        return Story(
            procedure=self.procedure,
            names=self.names,
            ledger=self.ledger,
            moments=tuple(self.moments),
            askings=tuple(self.askings),
            ends=self.ends,
            leaving=self.leaving,
            filed=self.filed,
            twice=self.twice,
            unfiled=self.space.and_(self.pending[-1], self.space.not_(self.filed)),
            asked=self.asked,
        )

    def visit(self, index: int, step: Step, screen: Screen) -> None:
        space = self.space
        self.ledger.screens.append(screen.id)
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
        self.moments.append(
            Moment(step, screen, arriving, entering, here.people, completing, self.asked)
        )
        if screen.submit:
            self.filing(done, screen)
        self.onward(done, index, screen)

    def entering(self, step: Step, screen: Screen, arriving: Formula) -> Place:
        """Who enters, after the conditions of step and screen; what stands before the questions."""
        place = Place(self.ledger, arriving, self.asked)
        first = step.screens[0] is screen
        guard = place.meets(step.when) if first or not step.when else place.holds(step.when)
        inside = place.narrowed(guard)
        here = inside.narrowed(inside.meets(screen.when))
        if screen.requires:
            known = self.account(here.people)
            self.asked = self.asked.also(
                {name: self.space.or_(self.asked(name), people) for name, people in known.items()}
            )
            here = here.knowing(self.asked)
        here.prose(screen.title)
        here.said(screen.text)
        if screen.await_ and screen.await_.notice:
            notice = self.procedure.notices.get(screen.await_.notice.name)
            linked = self.asked.also({name: here.people for name, _t, _l in LINK})
            if notice:
                here.knowing(linked).notice(notice)
        return here

    def asking(self, here: Place, screen: Screen) -> Place:
        """The questions in order, each able to read those above."""
        for ref in (*screen.verify, *screen.fields):
            field_ = self.procedure.fields.get(ref.name)
            if field_:
                self.askings.append(Asking(screen, ref, field_, here))
                here = ask(here, field_)
        self.asked = here.asked
        return here

    def saying(self, here: Place, screen: Screen) -> None:
        """What stands on the screen below its questions."""
        procedure = self.procedure
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
        procedure, space = self.procedure, self.space
        self.twice[screen.id] = space.and_(done.people, self.filed)
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
        space, rest, astray = self.space, done.people, self.space.false
        for way in screen.next:
            here = Place(done.ledger, rest, self.asked)
            taken = space.and_(rest, here.meets(way.when))
            rest = space.and_(rest, space.not_(taken))
            if not self.send(taken, self.meant(way.to.name), index):
                astray = space.or_(astray, taken)
        if screen.next:
            self.leaving[screen.id] = rest
        if index + 1 < len(self.pages):  # told once, a wrong target cuts nothing off below
            rest = space.or_(rest, astray)
        self.pending[index + 1] = space.or_(self.pending[index + 1], rest)

    def meant(self, target: str) -> str:
        """That name, or the one that it misspells."""
        names = {id_ for step, screen in self.pages for id_ in (step.id, screen.id) if id_}
        (found,) = meant((target,), names | self.procedure.ends.keys())
        return found

    def send(self, people: Formula, target: str, index: int) -> bool:
        """To an end, or forward to a screen or the first screen of a step; False to nowhere."""
        if target in self.procedure.ends:
            known = self.ends.get(target, self.space.false)
            self.ends[target] = self.space.or_(known, people)
            return True
        for later, (step, screen) in enumerate(self.pages):
            if later > index and target in (screen.id, step.id):
                self.pending[later] = self.space.or_(self.pending[later], people)
                return True
        return False


def conditions_of(story: Story) -> tuple[Condition, ...]:
    """Each condition once, in the order met."""
    seen: dict[int, Condition] = {}
    for site in story.sites:
        seen.setdefault(id(site.condition), site.condition)
    return tuple(seen.values())
