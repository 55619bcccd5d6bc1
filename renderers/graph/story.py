"""The applicant's part of the picture: screens by step, and every way out of each screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.expr.sentence import if_sentence
from ...engine.expr.syntax import And, Expr
from ...engine.model.definitions import End, Procedure, Screen, Step
from ...engine.model.names import Names
from ...engine.model.placing import screens
from ...engine.source.wording import _, quoted
from .picture import Box, Edge, Kind, Node, Way
from .words import condition, delay, prose


@dataclass(frozen=True, slots=True)
class Story:
    """The screens with their places in the flow. A step's box bears its place's number."""

    procedure: Procedure
    names: Names
    pages: tuple[tuple[Step, Screen], ...]

    def boxes(self) -> Iterator[Box]:
        """The steps; a screen outside any step stands alone."""
        steps = [step for step in self.procedure.steps if step.id]
        for number, step in enumerate(steps, 1):
            yield Box(f"step_{step.id}", step.title, _("Étape {n}").format(n=number))

    def nodes(self) -> Iterator[Node]:
        """Screens, then ends, then the procedures that ends open."""
        for index, (step, screen) in enumerate(self.pages):
            kind = Kind.FILING if screen.submit else Kind.SCREEN
            box = f"step_{step.id}" if step.id else ""
            yield Node(self.node(index), kind, self.title(step, screen), self.notes(screen), box)
        for end in self.procedure.ends.values():
            yield Node(f"end_{end.id}", Kind.END, end.title)
        opened = [end.open.procedure.name for end in self.procedure.ends.values() if end.open]
        for name in dict.fromkeys(opened):
            title = _("Démarche {name}").format(name=quoted(name))
            yield Node(f"opened_{name}", Kind.OPENED, title)

    def edges(self) -> Iterator[Edge]:
        """Every way, in the order of the screens."""
        for index, (_step, screen) in enumerate(self.pages):
            yield from self.chosen(index, screen)
            if not screen.next or screen.next[-1].when:
                yield from self.following(index, bool(screen.next))
        for end in self.procedure.ends.values():
            if end.open:
                target = f"opened_{end.open.procedure.name}"
                yield Edge((f"end_{end.id}",), target, Way.OPENING, self.given(end))

    def node(self, index: int) -> str:
        """The id of a screen's node; one that is placed twice gets two."""
        name = self.pages[index][1].id
        before = sum(screen.id == name for _step, screen in self.pages[:index])
        return f"screen_{name}" + (f"_{before + 1}" if before else "")

    def title(self, step: Step, screen: Screen) -> str:
        """Its own title, or its step's."""
        return prose(screen.title, self.names) if screen.title else step.title or screen.id

    def notes(self, screen: Screen) -> tuple[str, ...]:
        """What one needs there beyond answering."""
        found = []
        if screen.requires:
            found.append(_("Il faut être connecté à son compte."))
        if screen.await_:
            found.append(self.awaited(screen))
        if screen.submit:
            found.append(_("Bouton : {title}").format(title=quoted(screen.submit.title)))
        return tuple(found)

    def awaited(self, screen: Screen) -> str:
        """What must come from elsewhere before one goes on."""
        wait = screen.await_
        assert wait is not None
        notice = self.procedure.notices.get(wait.notice.name) if wait.notice else None
        what = quoted(prose(notice.title, self.names) if notice else wait.event)
        if wait.expires is None:
            return _("Attend la réponse au message {what}.").format(what=what)
        sentence = _("Attend la réponse au message {what}, valable {delay}.")
        return sentence.format(what=what, delay=delay(wait.expires))

    def given(self, end: End) -> str:
        """Which answers the opened procedure receives."""
        gives = end.open.give if end.open else ()
        if not gives:
            return ""
        labels = ", ".join(
            self.names.table[ref.name].label if ref.name in self.names.table else ref.name
            for ref in gives
        )
        return _("avec les réponses : {labels}").format(labels=labels)

    def chosen(self, index: int, screen: Screen) -> Iterator[Edge]:
        """The rules of `next`."""
        for place, way in enumerate(screen.next):
            target = self.target(way.to.name, index)
            label = condition(way.when, self.names) or (_("sinon") if place else "")
            if target:
                kind = Way.BRANCH if way.when or place else Way.NEXT
                yield Edge((self.node(index),), target, kind, label)

    def target(self, name: str, index: int) -> str:
        """The node of an end, of a later screen, or of a later step's first screen."""
        if name in self.procedure.ends:
            return f"end_{name}"
        for later, (step, screen) in enumerate(self.pages):
            if later > index and name in (screen.id, step.id):
                return self.node(later)
        return ""

    def following(self, index: int, otherwise: bool) -> Iterator[Edge]:
        """To the next screen, or past those whose `when` does not hold."""
        source = (self.node(index),)
        later = index + 1
        while later < len(self.pages):
            guard, past = self.guard(index, later)
            way = Way.SKIP if otherwise and later > index + 1 else Way.NEXT
            if guard is None:
                yield Edge(source, self.node(later), way, _("sinon") if otherwise else "")
                return
            label = if_sentence(guard, self.names)
            if otherwise:
                label = _("sinon, {condition}").format(condition=label)
            yield Edge(source, self.node(later), Way.BRANCH, label)
            later, otherwise = past, True

    def guard(self, index: int, later: int) -> tuple[Expr | None, int]:
        """What must hold to enter a screen from an earlier one; where one goes on otherwise."""
        here, (step, screen) = self.pages[index][0], self.pages[later]
        outer = step.when.expr if step.when and step is not here else None
        inner = screen.when.expr if screen.when else None
        if outer is None or inner is not None:
            past = later + 1
        else:
            past = next(
                (i for i, (s, _s) in enumerate(self.pages) if i > later and s is not step),
                len(self.pages),
            )
        if outer is not None and inner is not None:
            return And((outer, inner)), past
        return outer if outer is not None else inner, past


def story_of(procedure: Procedure, names: Names) -> Story:
    """The flow of a procedure."""
    return Story(procedure, names, tuple(screens(procedure)))
