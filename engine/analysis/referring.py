"""Every place where a procedure names one of its questions, documents, attestations or ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..model.definitions import Action, Chosen, Procedure, Ref, Screen
from ..model.placing import actions, screens
from ..source.suggest import nearest


def asked_fields(procedure: Procedure) -> Iterator[Ref]:
    """Where questions are put: on screens, and to who does an action."""
    for _step, screen in screens(procedure):
        yield from screen.verify
        yield from screen.fields
    for action in actions(procedure):
        yield from action.fields


def named_fields(procedure: Procedure) -> Iterator[Ref]:
    """Those, and where an answer is printed or passed on."""
    yield from asked_fields(procedure)
    for deliverable in procedure.deliverables.values():
        yield from (Ref(one.scalar.text, one.span) for one in deliverable.fields)
    for end in procedure.ends.values():
        yield from end.open.give if end.open else ()


def attestations(procedure: Procedure) -> Iterator[Ref]:
    """Where attestations are named one by one."""
    for place in places(procedure):
        yield from one_by_one(place.attest)


def documents(procedure: Procedure) -> Iterator[Ref]:
    """Where documents are named one by one."""
    for place in places(procedure):
        yield from one_by_one(place.collect)


def notices(procedure: Procedure) -> Iterator[Ref]:
    """Where messages are sent: on arriving, on filing, by an action, a timer or a clock."""
    for screen in _placed(procedure):
        if screen.await_ and screen.await_.notice:
            yield screen.await_.notice
        yield from screen.submit.notices if screen.submit else ()
    for action in actions(procedure):
        yield from action.notices
    examination = procedure.examination
    for state in examination.states if examination else ():
        for timer in state.timers:
            yield from timer.notices
    for clock in examination.clocks if examination else ():
        yield from clock.notices


def deliverables(procedure: Procedure) -> Iterator[Ref]:
    """Where documents are issued, shown or attached."""
    for screen in _placed(procedure):
        yield from screen.deliver
        yield from screen.submit.deliver if screen.submit else ()
    for action in actions(procedure):
        yield from action.deliver
    for notice in procedure.notices.values():
        yield from notice.attach


def targets(procedure: Procedure) -> Iterator[tuple[int, Screen, Ref]]:
    """Every `next: to:`, with its screen and that screen's rank in the flow."""
    for rank, screen in enumerate(_placed(procedure)):
        for way in screen.next:
            yield rank, screen, way.to


def meant(names: Iterable[str], known: Collection[str]) -> frozenset[str]:
    """The known names among these, or nearest to them: what is misspelt is not forgotten too."""
    return frozenset(name if name in known else nearest(name, known) or name for name in names)


def one_by_one(chosen: Chosen) -> tuple[Ref, ...]:
    """The names of a list; none for `all`."""
    return () if isinstance(chosen, str) else chosen


def places(procedure: Procedure) -> tuple[Screen | Action, ...]:
    """Every screen placed, then every action."""
    return (*_placed(procedure), *actions(procedure))


def _placed(procedure: Procedure) -> tuple[Screen, ...]:
    return tuple(screen for _step, screen in screens(procedure))
