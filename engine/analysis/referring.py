"""Every place where a procedure names one of its questions, documents, attestations or ends."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.definitions import Chosen, Procedure, Ref, Screen
from ..model.placing import actions, screens


def asked_fields(procedure: Procedure) -> Iterator[Ref]:
    """Where questions are put: on screens, and to who does an action."""
    for _step, screen in screens(procedure):
        yield from screen.verify
        yield from screen.fields
    for action in actions(procedure):
        yield from action.fields


def named_fields(procedure: Procedure) -> Iterator[Ref]:
    """Those, and where an answer is passed on."""
    yield from asked_fields(procedure)
    for end in procedure.ends.values():
        yield from end.open.give if end.open else ()


def attestations(procedure: Procedure) -> Iterator[Ref]:
    """Where attestations are named one by one."""
    for place in (*_placed(procedure), *actions(procedure)):
        yield from one_by_one(place.attest)


def targets(procedure: Procedure) -> Iterator[tuple[int, Screen, Ref]]:
    """Every `next: to:`, with its screen and that screen's rank in the flow."""
    for rank, screen in enumerate(_placed(procedure)):
        for way in screen.next:
            yield rank, screen, way.to


def one_by_one(chosen: Chosen) -> tuple[Ref, ...]:
    """The names of a list; none for `all`."""
    return () if isinstance(chosen, str) else chosen


def _placed(procedure: Procedure) -> tuple[Screen, ...]:
    return tuple(screen for _step, screen in screens(procedure))
