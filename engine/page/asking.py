"""Questions, attestations and documents as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ..dossier.asked import Question as Asked
from ..dossier.documents import Slot, Wanted
from ..dossier.saying import Speaker
from ..expr.json import to_json
from ..fields.day import french_date
from ..fields.field_type import FieldType, Json, Raw, Settings
from ..fields.registry import field_types
from ..model.definitions import Attestation, Field
from .page import Choice, Document, FileSlot, JoinedFile, Question, Tick
from .parts import Errors, Whole, choices_of, hint_and_more, limits_of

Typed = Mapping[str, Raw]


def question(asked: Asked, typed: Typed, errors: Errors, today: date) -> Question:
    """A question that applies, with what was typed, answered or known in its control."""
    field, type_ = asked.field, asked.field.type
    assert type_ is not None
    raw = typed.get(field.id, _raw(asked, type_))
    whole = Whole(field, type_, asked.settings, today, raw, errors)
    return _drawn(whole, asked.is_verified, _shown(asked, type_), errors.get(field.id, asked.fault))


def hidden(field: Field, settings: Settings, today: date, raw: Raw = "") -> Question:
    """A question whose condition does not hold now, with what its control would hold if it did."""
    assert field.type is not None
    return _drawn(Whole(field, field.type, settings, today, raw, is_asked=False))


def _drawn(whole: Whole, is_verified: bool = False, shown: str = "", error: str = "") -> Question:
    field, type_ = whole.asked, whole.type
    hint, more = hint_and_more(field.help)
    return Question(
        name=field.id,
        label=field.label,
        control=type_.control.value,
        type=type_.name,
        raw=whole.raw,
        hint=hint,
        more=more,
        example=field.example,
        is_optional=field.optional,
        is_asked=whole.is_asked,
        is_verified=is_verified,
        shown=shown,
        error=error,
        choices=choices_of(type_, whole.settings),
        parts=whole.parts(),
        rows=whole.rows(),
        autocomplete=field.autocomplete or type_.autocomplete,
        limits=limits_of(field.values),
        when=to_json(field.when.expr) if field.when else None,
    )


def dormant(field: Field, packed: Json, settings: Settings) -> Raw:
    """What was answered before the question was set aside; nothing if it never was."""
    if packed is None or field.type is None:
        return ""
    return field.type.raw(field.type.unpack(packed, settings), settings)


def _raw(asked: Asked, type_: FieldType) -> Raw:
    if asked.value is None or asked.is_secret:
        return asked.prefill
    return type_.raw(asked.kept, asked.settings)


def _shown(asked: Asked, type_: FieldType) -> str:
    if asked.is_secret or asked.value is None:
        return ""
    return type_.show(asked.value, asked.settings)


def ticks(
    attestations: Iterable[Attestation], speaker: Speaker, errors: Errors
) -> tuple[Tick, ...]:
    """Those that apply."""
    ticked = speaker.dossier.ticked
    return tuple(
        Tick(a.id, speaker.says(a.text), a.title, a.id in ticked, errors.get(a.id, ""))
        for a in attestations
    )


def documents(
    wanted: Iterable[Wanted], speaker: Speaker, errors: Errors, prefix: str = ""
) -> tuple[Document, ...]:
    """Those asked, each slot under the name that a command gives."""
    return tuple(_document(one, speaker, errors, prefix) for one in wanted)


def _document(wanted: Wanted, speaker: Speaker, errors: Errors, prefix: str) -> Document:
    document, name = wanted.document, prefix + wanted.document.id

    def drawn(slots: Iterable[Slot]) -> tuple[FileSlot, ...]:
        return tuple(_slot(slot, wanted, speaker, errors, prefix) for slot in slots)

    return Document(
        name=name,
        title=speaker.prose(document.title),
        help=document.help,
        is_optional=document.optional,
        is_complete=wanted.is_complete,
        slots=drawn(wanted.slots),
        choices=tuple(Choice(c.id, speaker.prose(c.title), c.help) for c in wanted.choices),
        chosen=wanted.chosen,
        code=_code(wanted, speaker, errors, name) if document.code else None,
        error=errors.get(name, ""),
        others=tuple((choice, drawn(slots)) for choice, slots in wanted.others),
    )


def _code(wanted: Wanted, speaker: Speaker, errors: Errors, name: str) -> Question:
    assert wanted.document.code is not None
    type_ = field_types()[wanted.document.code.name]
    packed = wanted.code
    raw: Raw = "" if packed is None else type_.raw(type_.unpack(packed, Settings()), Settings())
    hint, more = hint_and_more(wanted.document.help)
    return Question(
        name=name,
        label=speaker.prose(wanted.document.title),
        control=type_.control.value,
        type=type_.name,
        raw=raw,
        hint=hint,
        more=more,
        is_optional=wanted.document.optional,
        error=errors.get(name, ""),
    )


def _slot(slot: Slot, wanted: Wanted, speaker: Speaker, errors: Errors, prefix: str) -> FileSlot:
    document = slot.document
    files = tuple(JoinedFile(f.name, f.digest, f.size, f.media) for f in slot.files)
    is_whole = document.id == wanted.document.id
    return FileSlot(
        name=prefix + document.id,
        title=speaker.prose(document.title),
        help="" if is_whole else document.help,
        files=files,
        accept=document.accept,
        max_size=document.max_size,
        least=document.files[0],
        most=document.files[1],
        asks_day=document.max_age is not None,
        day=french_date(slot.day) if slot.day else "",
        is_optional=document.optional,
        error=errors.get(prefix + document.id, "") or _already_wrong(slot),
    )


def _already_wrong(slot: Slot) -> str:
    """Nothing is said of what is only missing."""
    is_told = slot.files and (slot.day or slot.document.max_age is None)
    return slot.fault if is_told else ""
