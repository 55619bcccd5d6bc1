"""Who is asked a question of which every option, or every part, is withdrawn for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..model.definitions import Condition, Field, Option
from .doubt import surely
from .person import person
from .place import Place
from .story import Asking, Story


def withdrawn(
    story: Story, offered: Callable[[Field], Sequence[Field | Option]]
) -> Iterator[tuple[Asking, str]]:
    """Each time such a question is put, with one person who is left with nothing."""
    for asking in story.askings:
        whens = [one.when for one in offered(asking.field)]
        conditions = [when for when in whens if when]
        if not whens or len(conditions) < len(whens):
            continue
        left = surely(story, _unserved(asking, conditions).people)
        if story.space.is_satisfiable(left):
            yield asking, person(story, left)


def _unserved(asking: Asking, conditions: Sequence[Condition]) -> Place:
    here, row = asking.here, asking.here.items(asking.field.id)
    if asking.field.when:
        here = here.narrowed(here.holds(asking.field.when))
    for condition in conditions:
        here = here.narrowed(here.space.not_(here.holds(condition, row)))
    return here
