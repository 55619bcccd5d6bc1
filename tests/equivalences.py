"""Deletions that change nothing of what happens, and why: each reason is a proof that can fail."""

from collections.abc import Mapping

from parcours.engine.logic import Space
from parcours.engine.machine.table import NEXT, screen_state, table_of
from parcours.engine.model.definitions import Procedure
from parcours.engine.model.names import names_of
from parcours.engine.model.placing import screens
from parcours.engine.model.read import read
from parcours.engine.model.use import Library, assemble
from parcours.engine.source.files import InMemory


def definitions(files: Mapping[str, str], procedure: str) -> Procedure:
    """Not checked: much of what would make a proof fail is refused by the checker too."""
    path = f"{procedure}.yaml"
    assembled = assemble(Library(InMemory(files)), path)
    assert assembled.tree is not None
    return read(path, assembled.tree)


def is_signed_in_before(files: Mapping[str, str], procedure: str, screen: str) -> bool:
    """Whether every way to that screen is the way on from one that requires the same account.

    Nobody comes there otherwise, for a screen that requires an account lets nobody on without it,
    and an account once given to a draft is never taken away.
    """
    known = definitions(files, procedure)
    requires = {
        screen_state(one.id): one.requires.name for _step, one in screens(known) if one.requires
    }
    own = screen_state(screen)
    ways = [row for row in table_of(known) if row.dest == own]
    return bool(ways) and all(
        row.trigger == NEXT and requires.get(row.source) == requires[own] for row in ways
    )


def is_all_that_remains(
    files: Mapping[str, str], procedure: str, deliverable: str, value: str
) -> bool:
    """Whether the last condition of a seal's value holds for whoever meets none of the others.

    The first condition that holds gives the value, so the last one then decides nothing. It reads
    the same answers as the others, which the checker has proved to be given there.
    """
    known = definitions(files, procedure)
    scope, seal = names_of(known), known.deliverables[deliverable].seal
    assert seal is not None
    (found,) = (one for one in seal.values if one.id == value)
    whens = [when.expr for when, _content in found.variants if when]
    assert len(whens) == len(found.variants) > 1
    space = Space.of([(when, scope) for when in whens])
    *before, last = (space.formula(when, scope) for when in whens)
    return space.implies(space.not_(space.or_(*before)), last)
