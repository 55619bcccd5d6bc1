"""Who is concerned for certain, whatever a faulty condition was meant to say."""

from __future__ import annotations

from ..logic import Formula
from .story import Story


def surely(story: Story, people: Formula) -> Formula:
    """Those of these people whom no reading of a faulty condition takes away.

    A faulty condition stands as a free truth (`Place.holds`); it is told by its own rule, and
    nothing may follow from it.
    """
    if not any(story.ledger.problems.values()):
        return people
    faulty = [name for name in story.space.support(people) if name.startswith("faulty ")]
    return story.space.not_(story.space.forget(story.space.not_(people), faulty))


def is_sure(story: Story, people: Formula) -> bool:
    """Whether somebody is concerned for certain."""
    return story.space.is_satisfiable(surely(story, people))
