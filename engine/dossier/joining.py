"""Files, dates and codes joined to a document: only where it is asked of this person now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from ..fields.field_type import Json, Raw, Refused, Settings
from ..fields.registry import field_types
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT
from ..model.definitions import Document
from ..source.wording import _
from . import commands as do
from .documents import Wanted, alternatives
from .dossier import Dossier
from .events import Attached, Chose, Coded, Dated, Detached, Event, File
from .examining import possible
from .file_name import tidy
from .not_allowed import NotAllowed
from .refusals import Refusals
from .situation import situation
from .time import day_of

Joining = do.Attach | do.Detach | do.Date | do.Code | do.Choose

_MEDIA = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}


def join(compiled: Compiled, dossier: Dossier, command: Joining, now: datetime) -> Iterator[Event]:
    """The event, if it brings one; NotAllowed where the document is not asked, Refusals for a value
    or a file."""
    open_ = slots_open(compiled, dossier, now)
    match command:
        case do.Attach(slot, file):
            _accepts(slot, _holding(open_, slot), file.media, file.size)
            yield from _attached(slot, replace(file, name=tidy(file.name, file.media)), dossier)
        case do.Detach(slot, digest):
            _holding(open_, slot)
            if all(file.digest != digest for file in dossier.files.get(slot, ())):
                raise NotAllowed(_("Ce fichier n’est pas joint."))
            yield Detached(slot, digest)
        case do.Date(slot, raw):
            if _holding(open_, slot).max_age is None:
                raise NotAllowed(_("La date de ce document n’est pas demandée."))
            yield Dated(slot, _day(slot, raw, day_of(now)))
        case do.Code(name, raw):
            yield Coded(name, _code(name, _asked(open_, name), raw, day_of(now)))
        case do.Choose(name, element):
            document = _asked(open_, name)
            offered = {one.id for one in alternatives(document)}
            if element not in offered or name.removesuffix(document.id) + element not in open_:
                raise NotAllowed(_("Ce choix n’est pas proposé."))
            yield Chose(name, element)


def _attached(slot: str, file: File, dossier: Dossier) -> Iterator[Event]:
    """The same bytes in the same place are one file: an upload sent again, if it bears its name."""
    same = (kept for kept in dossier.files.get(slot, ()) if kept.digest == file.digest)
    kept = next(same, None)
    if kept is None:
        yield Attached(slot, file)
    elif kept.name != file.name:
        sentence = _("Ce fichier est déjà joint, sous le nom « {name} ».")
        raise Refusals({slot: sentence.format(name=kept.name)})


def slots_open(compiled: Compiled, dossier: Dossier, now: datetime) -> Mapping[str, Document]:
    """Every document and element asked of this person now, by slot.

    In a draft, those of the screens met; once filed, those of the applicant's possible actions.
    """
    if dossier.filed is None:
        here = situation(compiled, dossier, day_of(now))
        return _slots("", here.documents)
    found: dict[str, Document] = {}
    for action in possible(compiled, dossier, now):
        if action.action.by == APPLICANT:
            found |= _slots(action.prefix, action.documents)
    return found


def _slots(prefix: str, documents: tuple[Wanted, ...]) -> dict[str, Document]:
    return {prefix + one.id: one for wanted in documents for one in wanted.open}


def _asked(open_: Mapping[str, Document], slot: str) -> Document:
    if slot not in open_:
        raise NotAllowed(_("Ce document ne vous est pas demandé ici."))
    return open_[slot]


def _holding(open_: Mapping[str, Document], slot: str) -> Document:
    """One that takes files itself: neither a set of elements nor a code."""
    document = _asked(open_, slot)
    if document.elements or document.code:
        raise NotAllowed(_("Ce document ne reçoit pas de fichier."))
    return document


def _accepts(slot: str, document: Document, media: str, size: int) -> None:
    if _MEDIA.get(media) not in document.accept:
        formats = ", ".join(document.accept).upper()
        sentence = _("Ce format n’est pas accepté : joignez un fichier {formats}.")
        raise Refusals({slot: sentence.format(formats=formats)})
    if size > document.max_size:
        limit = document.max_size // 1_000_000
        sentence = _("Ce fichier est trop lourd : {limit} Mo au plus.")
        raise Refusals({slot: sentence.format(limit=limit)})
    if size == 0:
        raise Refusals({slot: _("Ce fichier est vide : joignez-en un autre.")})


def _day(slot: str, raw: Raw, today: date) -> date:
    try:
        value: date = field_types()["date"].parse(raw, Settings(), today)
    except Refused as refused:
        raise Refusals({slot: refused.sentence}) from None
    return value


def _code(name: str, document: Document, raw: Raw, today: date) -> Json:
    if document.code is None:
        raise NotAllowed(_("Ce document n’attend pas de code."))
    type_ = field_types()[document.code.name]
    try:
        value = type_.parse(raw, Settings(), today)
    except Refused as refused:
        raise Refusals({name: refused.sentence}) from None
    return type_.pack(value, Settings())
