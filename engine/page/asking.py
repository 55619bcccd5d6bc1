"""Questions, attestations and documents as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..dossier.documents import Slot, Wanted
from ..dossier.saying import Speaker
from ..dossier.situation import Question as Asked
from ..expr.json import to_json
from ..fields.composite import parts_of
from ..fields.day import french_date
from ..fields.field_type import Control, FieldType, Part, Raw, Settings
from ..fields.registry import field_types
from ..fields.types.documents_request import REASONS
from ..model.definitions import Attestation, Field
from ..source.wording import _
from .page import Choice, Document, FileSlot, JoinedFile, Question, Tick

Errors = Mapping[str, str]
Typed = Mapping[str, Raw]


def question(asked: Asked, typed: Typed, errors: Errors) -> Question:
    """A question that applies, with what was typed, answered or known in its control."""
    field, type_ = asked.field, asked.field.type
    assert type_ is not None
    hint, more = _help(field.help)
    return Question(
        name=field.id,
        label=field.label,
        control=type_.control.value,
        type=type_.name,
        raw=typed.get(field.id, _raw(asked, type_)),
        hint=hint,
        more=more,
        example=field.example,
        is_optional=field.optional,
        is_verified=asked.is_verified,
        shown=_shown(asked, type_),
        error=errors.get(field.id, asked.fault),
        choices=_choices(type_, asked.settings),
        parts=_parts(field, type_, asked.settings, errors),
        autocomplete=type_.autocomplete,
        limits=_limits(field.values),
        when=to_json(field.when.expr) if field.when else None,
    )


def hidden(field: Field, settings: Settings) -> Question:
    """A question whose condition does not hold now."""
    type_ = field.type
    assert type_ is not None
    hint, more = _help(field.help)
    return Question(
        name=field.id,
        label=field.label,
        control=type_.control.value,
        type=type_.name,
        hint=hint,
        more=more,
        example=field.example,
        is_optional=field.optional,
        is_asked=False,
        choices=_choices(type_, settings),
        parts=_parts(field, type_, settings, {}),
        autocomplete=type_.autocomplete,
        limits=_limits(field.values),
        when=to_json(field.when.expr) if field.when else None,
    )


def _raw(asked: Asked, type_: FieldType) -> Raw:
    if asked.value is None or asked.is_secret:
        return asked.prefill
    return type_.raw(asked.value, asked.settings)


def _shown(asked: Asked, type_: FieldType) -> str:
    if asked.is_secret or asked.value is None:
        return ""
    return type_.show(asked.value, asked.settings)


def _help(text: str) -> tuple[str, str]:
    """The first sentence is seen, the rest is behind « ? »."""
    first, stop, rest = text.partition(". ")
    return (f"{first}.", rest.strip()) if stop and rest.strip() else (text, "")


def _choices(type_: FieldType, settings: Settings) -> tuple[Choice, ...]:
    offered = type_.options(settings)
    return tuple(Choice(option.id, option.label, option.text) for option in offered)


def _parts(
    field: Field, type_: FieldType, settings: Settings, errors: Errors
) -> tuple[Question, ...]:
    if type_.control is Control.REQUEST:
        return tuple(_part(field.id, part, errors) for part in _request_parts(settings))
    own = {part.local: part for part in field.parts}
    parts = parts_of(type_, settings) or settings.parts
    return tuple(_part(field.id, part, errors, own.get(part.name)) for part in parts)


def _request_parts(settings: Settings) -> tuple[Part, ...]:
    """What a request for documents asks of each one."""
    types = field_types()
    documents, reasons = Settings(options=settings.options), Settings(options=REASONS)
    text, choice = types["text"], types["choice"]
    return (
        Part("document", _("Document"), choice, documents, optional=True),
        Part("title", _("Titre d’un autre document"), text, optional=True),
        Part("reason", _("Motif"), choice, reasons),
        Part("message", _("Ce que l’usager doit faire"), types["long_text"], optional=True),
    )


def _part(owner: str, part: Part, errors: Errors, field: Field | None = None) -> Question:
    name = f"{owner}.{part.name}"
    hint, more = _help(field.help) if field else ("", "")
    inner = parts_of(part.type, part.settings)
    return Question(
        name=name,
        label=part.label,
        control=part.type.control.value,
        type=part.type.name,
        hint=hint,
        more=more,
        example=field.example if field else "",
        is_optional=part.optional,
        error=errors.get(name, ""),
        choices=_choices(part.type, part.settings),
        parts=tuple(_part(name, one, errors) for one in inner),
        autocomplete=part.type.autocomplete,
        limits=_limits(part.settings.values),
    )


def _limits(values: Mapping[str, Any]) -> dict[str, Any]:
    """The option keys, as JSON."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


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
    return Document(
        name=name,
        title=speaker.prose(document.title),
        help=document.help,
        is_optional=document.optional,
        is_complete=wanted.is_complete,
        slots=tuple(_slot(slot, wanted, speaker, errors, prefix) for slot in wanted.slots),
        choices=tuple(Choice(c.id, speaker.prose(c.title), c.help) for c in wanted.choices),
        chosen=wanted.chosen,
        code=_code(wanted, speaker, errors, name) if document.code else None,
        error=errors.get(name, ""),
    )


def _code(wanted: Wanted, speaker: Speaker, errors: Errors, name: str) -> Question:
    assert wanted.document.code is not None
    type_ = field_types()[wanted.document.code.name]
    packed = wanted.code
    raw: Raw = "" if packed is None else type_.raw(type_.unpack(packed, Settings()), Settings())
    hint, more = _help(wanted.document.help)
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
