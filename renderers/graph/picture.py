"""What is drawn, whatever draws it: screens and states, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Part(Enum):
    """What is drawn: a guide prints the two parts on a page each."""

    WHOLE = "whole"
    STORY = "story"
    EXAMINATION = "examination"


class Kind(Enum):
    """What a node stands for."""

    SCREEN = "screen"
    FILING = "filing"
    """The screen whose button files the request."""
    END = "end"
    OPENED = "opened"
    """Another procedure, opened at an end of this one."""
    STATE = "state"
    FINAL = "final"


class Way(Enum):
    """Why one goes from a node to another."""

    NEXT = "next"
    BRANCH = "branch"
    SKIP = "skip"
    FILING = "filing"
    OPENING = "opening"
    ACTION = "action"
    DELAY = "delay"
    """A timer of a state, or a clock."""


@dataclass(frozen=True, slots=True)
class Node:
    """A screen, an end, a state: its title, then lines of less weight. `box` is a Box's id."""

    id: str
    kind: Kind
    title: str
    notes: tuple[str, ...] = ()
    box: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way, from each of its sources to its target; `label` is a French sentence or nothing."""

    sources: tuple[str, ...]
    target: str
    way: Way
    label: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A step, or all that follows the filing: nodes drawn together under a title."""

    id: str
    title: str
    number: str = ""
    """« Étape 2 », for a step."""


EXAMINATION = "examination"
"""The id of the box of states."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, nodes and edges in the order of the file. Screens come first, in a row."""

    title: str
    subtitle: str
    description: str
    boxes: tuple[Box, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def story(self) -> tuple[Node, ...]:
        """The screens, in order."""
        return tuple(node for node in self.nodes if node.kind in (Kind.SCREEN, Kind.FILING))

    @property
    def states(self) -> tuple[Node, ...]:
        """Where a filed request may stand."""
        return tuple(node for node in self.nodes if node.box == EXAMINATION)

    def part(self, part: Part) -> Picture:
        """Only the screens, up to the state that the filing opens; or only what follows."""
        if part is Part.WHOLE:
            return self
        after = part is Part.EXAMINATION
        opened = {edge.target for edge in self.edges if edge.way is Way.FILING and not after}
        nodes = tuple(
            replace(node, box="") if node.id in opened else node
            for node in self.nodes
            if (node.box == EXAMINATION) == after or node.id in opened
        )
        kept = {node.id for node in nodes}
        return replace(
            self,
            boxes=tuple(box for box in self.boxes if (box.id == EXAMINATION) == after),
            nodes=nodes,
            edges=tuple(e for e in self.edges if {e.target, *e.sources} <= kept),
        )
