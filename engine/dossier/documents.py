"""Which documents are asked of this person now, and what is still missing from each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..machine.compiled import Compiled
from ..model.definitions import Document, Duration
from ..source.wording import _, ngettext
from .dossier import Dossier
from .events import File

Values = Mapping[str, Any]

FIRST, LAST = date(1, 1, 2), date(9999, 12, 30)
"""Days that every time zone can write."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for files (or a code): a document, or an element of one.

    `fault` is a French sentence saying what is missing or wrong; empty when it is complete.
    """

    document: Document
    files: tuple[File, ...]
    day: date | None
    fault: str

    @property
    def is_complete(self) -> bool:
        """Nothing is missing."""
        return not self.fault

    @property
    def is_empty(self) -> bool:
        """Nothing was joined."""
        return not self.files


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document asked: its slots now, and the elements among which the applicant chooses.

    A choice inside a choice is one choice: of all that is enough by itself.
    """

    document: Document
    slots: tuple[Slot, ...]
    choices: tuple[Document, ...]
    chosen: str
    code: Any
    fault: str
    open: tuple[Document, ...] = ()
    """The document and its elements that may receive something now, those not chosen too."""
    others: tuple[tuple[str, tuple[Slot, ...]], ...] = ()
    """The slots that each choice but the one said would have, by its name."""

    @property
    def is_complete(self) -> bool:
        """It may be filed as it is."""
        if self.document.optional and self.is_empty:
            return True
        return not self.fault and all(
            slot.is_complete or (slot.document.optional and slot.is_empty) for slot in self.slots
        )

    @property
    def is_empty(self) -> bool:
        """Nothing was joined."""
        return self.code is None and all(slot.is_empty for slot in self.slots)


def shifted_by(day: date, delay: Duration, sign: int = 1) -> date:
    """The day so much later; months and years are calendar ones, kept within the month.

    31 January plus one month is the last day of February (Regulation (EEC) 1182/71, art. 3). What
    goes beyond the calendar stays at its edge.
    """
    if delay.unit in ("months", "years"):
        months = sign * delay.count * (12 if delay.unit == "years" else 1)
        whole = day.year * 12 + day.month - 1 + months
        year, month = divmod(whole, 12)
        if not FIRST.year <= year <= LAST.year:
            return LAST if sign * delay.count > 0 else FIRST
        return min(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])), LAST)
    days = {"weeks": 7, "days": 1, "hours": 0}[delay.unit] * delay.count
    moved = day.toordinal() + sign * days
    return date.fromordinal(max(FIRST.toordinal(), min(moved, LAST.toordinal())))


def wanted(
    compiled: Compiled, dossier: Dossier, document: Document, values: Values
) -> Wanted | None:
    """What is asked of that document, or None where its condition is false."""
    if not compiled.asks(document.when, values):
        return None
    if document.code:
        return _coded(dossier, document)
    asking = _Asking(compiled, dossier, values)
    choices, chosen = asking.choice(document)
    slots = asking.slots(document)
    missing = bool(choices) and not chosen
    fault = _("Dites d’abord lequel de ces documents vous joignez.") if missing else ""
    open_ = tuple(_open(compiled, document, values))
    others = tuple((one.id, asking.slots(one)) for one in choices if one.id != chosen)
    return Wanted(document, slots, choices, chosen, None, fault, open_, others)


def _coded(dossier: Dossier, document: Document) -> Wanted:
    code = dossier.codes.get(document.id)
    fault = "" if code is not None else _("Indiquez le code.")
    return Wanted(document, (), (), "", code, fault, (document,))


def _open(compiled: Compiled, document: Document, values: Values) -> Iterator[Document]:
    yield document
    for element in _possible(compiled, document, values):
        yield from _open(compiled, element, values)


def _possible(compiled: Compiled, document: Document, values: Values) -> Iterator[Document]:
    for element in document.elements:
        if compiled.asks(element.when, values):
            yield element


@dataclass(frozen=True, slots=True)
class _Asking:
    """This person's answers, and what they have joined or said so far."""

    compiled: Compiled
    dossier: Dossier
    values: Values

    def possible(self, document: Document) -> tuple[Document, ...]:
        """The elements whose condition holds."""
        return tuple(_possible(self.compiled, document, self.values))

    def among(self, document: Document) -> tuple[Document, ...]:
        """Any of these is enough by itself; nothing where all elements are needed."""
        if not (document.any_of or document.variants):
            return ()
        return tuple(one for e in self.possible(document) for one in self.among(e) or (e,))

    def choice(self, document: Document) -> tuple[tuple[Document, ...], str]:
        """The elements offered, and the one said or to which files were joined."""
        among = self.among(document)
        if len(among) < 2:
            return (), ""
        names = [one.id for one in among]
        said = self.dossier.chosen.get(document.id, "")
        if said in names:
            return among, said
        filled = [slot for slot, files in self.dossier.files.items() if files]
        used = [name for name in names if any(_under(slot, name) for slot in filled)]
        return among, used[0] if len(used) == 1 else ""

    def slots(self, document: Document) -> tuple[Slot, ...]:
        """Those of the elements that hold files now."""
        today = self.values["today"]
        return tuple(_slot(self.dossier, leaf, today) for leaf in self.leaves(document))

    def leaves(self, document: Document) -> Iterator[Document]:
        """The elements that hold files now."""
        if not document.elements:
            yield document
            return
        among, chosen = self.choice(document)
        used = self.among(document) or self.possible(document)
        for element in used:
            if not among or element.id == chosen:
                yield from self.leaves(element)


def alternatives(document: Document) -> tuple[Document, ...]:
    """Those that may ever be chosen, whatever their conditions."""
    return tuple(
        one for e in (*document.any_of, *document.variants) for one in alternatives(e) or (e,)
    )


def _under(slot: str, name: str) -> bool:
    return slot == name or slot.startswith(f"{name}.")


def _slot(dossier: Dossier, document: Document, today: date) -> Slot:
    files = dossier.files.get(document.id, ())
    day = dossier.days.get(document.id)
    return Slot(document, files, day, _fault(document, files, day, today))


def _fault(document: Document, files: tuple[File, ...], day: date | None, today: date) -> str:
    least, most = document.files
    if len(files) < max(least, 1):
        return _("Joignez ce document.")
    if len(files) > most:
        said = ngettext("Joignez {most} fichier au plus.", "Joignez {most} fichiers au plus.", most)
        return said.format(most=most)
    if document.max_age is None:
        return ""
    if day is None:
        return _("Indiquez la date du document.")
    if day > today:
        return _("La date du document est dans le futur : corrigez-la.")
    if day < shifted_by(today, document.max_age, -1):
        return _("Ce document est trop ancien : joignez-en un plus récent.")
    return ""
