"""Which texts of a procedure bear which name: what a scenario may expect to be said, or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.definitions import Deliverable, Procedure, Prose, Said
from ..model.names import Names
from ..model.placing import actions, screens
from ..source.wording import typeset


def plain(text: str) -> str:
    """With French typography and every blank made one space: how words are looked for."""
    return " ".join(typeset(text).split())


def line(label: str, shown: str) -> str:
    """One line of the table of a deliverable: « Prénoms : Awa »."""
    return typeset(f"{label} : {shown}")


def speaking(procedure: Procedure, names: Names) -> Mapping[str, tuple[Prose, ...]]:
    """Every text by the id of what says it; what bears the same name speaks as one."""
    found: dict[str, list[Prose]] = {}
    for name, prose in _speaking(procedure, names):
        found.setdefault(name, []).append(prose)
    return {name: tuple(texts) for name, texts in found.items()}


def _speaking(procedure: Procedure, names: Names) -> Iterator[tuple[str, Prose]]:
    for _step, screen in screens(procedure):
        yield from _each(screen.id, screen.text)
        yield from ((screen.id, note.text) for note in screen.notes)
    for state in procedure.examination.states if procedure.examination else ():
        yield from _each(state.id, state.text)
    for action in actions(procedure):
        yield from _each(action.id, action.text)
    for said in (procedure.attestations, procedure.ends, procedure.deliverables):
        for one in said.values():
            yield from _each(one.id, one.text)
    for deliverable in procedure.deliverables.values():
        yield from ((deliverable.id, prose) for prose in _lines(deliverable, names))
    for notice in procedure.notices.values():
        yield from _each(notice.id, (*notice.text, *notice.mail))


def _each(name: str, said: Said) -> Iterator[tuple[str, Prose]]:
    yield from ((name, variant.prose) for variant in said)


def _lines(deliverable: Deliverable, names: Names) -> Iterator[Prose]:
    """The answers printed, each beside its label."""
    for printed in deliverable.fields:
        declared = names.declared(printed.scalar.text)
        if declared:
            yield Prose((line(declared.label, ""), printed), printed.span)


def phrases(prose: Prose) -> tuple[str, ...]:
    """What the text says to everybody who reads it: all but its holes."""
    return tuple(plain(piece) for piece in prose.pieces if isinstance(piece, str))
