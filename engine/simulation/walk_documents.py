"""Documents joined as a person would: one of several, the right number of files, their date."""

from __future__ import annotations

from datetime import date

from ..dossier import commands as do
from ..dossier.documents import Slot, Wanted, shifted_by
from ..dossier.events import File
from ..dossier.examining import possible
from ..dossier.time import day_of
from ..fields.field_type import Raw, Settings
from ..fields.registry import field_types
from ..model.definitions import Document
from .invent import Inventor
from .invent_draw import OFTEN
from .walker import Walker

MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}

MOST_STEPS = 60
"""Of one document: choices, files and dates."""


def join_all(walker: Walker, action: str, screen: str = "") -> None:
    """What that screen, or that action, asks of this person."""
    left_out: set[str] = set()
    for wanted in _asked(walker, action, screen)[1]:
        if wanted.document.optional and wanted.is_empty and walker.happens(OFTEN):
            left_out.add(wanted.document.id)
    for _step in range(MOST_STEPS):
        prefix, documents = _asked(walker, action, screen)
        missing = [one for one in documents if one.document.id not in left_out]
        missing = [one for one in missing if not _is_done(one)]
        if not missing or not _step_on(walker, prefix, missing[0]):
            return


def _asked(walker: Walker, action: str, screen: str) -> tuple[str, tuple[Wanted, ...]]:
    if not action:
        visit = walker.situation().visit(screen)
        return "", visit.documents if visit else ()
    for found in possible(walker.compiled, walker.dossier, walker.now):
        if found.action.id == action:
            return found.prefix, found.documents
    return "", ()


def _is_done(wanted: Wanted) -> bool:
    """Complete, and an optional one not half joined."""
    return wanted.is_complete and not (wanted.document.optional and wanted.is_empty)


def _step_on(walker: Walker, prefix: str, wanted: Wanted) -> bool:
    """One thing more; False where there is nothing to do."""
    document = wanted.document
    if document.code:
        if wanted.code is not None:
            return False
        walker.do(do.Code(prefix + document.id, _code(walker, document.code.name)))
        return True
    if wanted.choices and not wanted.chosen:
        _choose(walker, prefix, wanted)
        return True
    lacking = [slot for slot in wanted.slots if slot.fault]
    if not lacking:
        return False
    _fill(walker, prefix, lacking[0])
    return True


def _choose(walker: Walker, prefix: str, wanted: Wanted) -> None:
    """By saying which one, or by joining it."""
    chosen = walker.chance.choice(wanted.choices)
    if chosen.id.rpartition(".")[0] == wanted.document.id and walker.happens(OFTEN):
        walker.do(do.Choose(prefix + wanted.document.id, chosen.id))
        return
    while chosen.elements:
        chosen = chosen.elements[0]
    walker.do(do.Attach(prefix + chosen.id, _file_for(walker, chosen)))


def _fill(walker: Walker, prefix: str, slot: Slot) -> None:
    name, document = prefix + slot.document.id, slot.document
    least, most = document.files
    if len(slot.files) < max(least, 1):
        for _file in range(walker.chance.randint(max(least, 1), most) - len(slot.files)):
            walker.do(do.Attach(name, _file_for(walker, document)))
    elif len(slot.files) > most:
        walker.do(do.Detach(name, slot.files[0].digest))
    else:
        walker.do(do.Date(name, _day(walker, document).isoformat()))


def _file_for(walker: Walker, document: Document) -> File:
    kind = walker.chance.choice([kind for kind in MEDIA if kind in document.accept])
    digest = f"{walker.chance.randint(0, 2**62):064x}"
    size = walker.chance.randint(1, document.max_size)
    return File(digest, f"{document.id}.{kind}", size, MEDIA[kind])


def _day(walker: Walker, document: Document) -> date:
    """One that will do; the oldest allowed, and today, more often than another."""
    today = day_of(walker.now)
    oldest = shifted_by(today, document.max_age, -1) if document.max_age else today
    if walker.happens(OFTEN):
        return walker.chance.choice((oldest, today))
    return date.fromordinal(walker.chance.randint(oldest.toordinal(), today.toordinal()))


def _code(walker: Walker, type_name: str) -> Raw:
    type_ = field_types()[type_name]
    inventor = Inventor(walker.chance, day_of(walker.now))
    return inventor.raw(type_name, type_, Settings()) or ""
