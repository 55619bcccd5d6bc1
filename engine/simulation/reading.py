"""What conditions read of each applicant; a raw met again is not parsed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from ..dossier.dossier import Dossier
from ..dossier.situation import opening_values
from ..fields.composite import read_named
from ..fields.field_type import FieldType, Json, Raw, Refused, Settings
from ..fields.reading import is_blank
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.placing import screens
from ..model.settings import settings_anywhere, settings_of
from ..source.tree import plain as plain_raw
from .columns import Answers
from .memo import Memo
from .population import Applicant, asked
from .walker import ACCOUNT

Entered = tuple[Json, Answers]
"""What the registry keeps of a raw, and what conditions read of it."""

NOTHING: Answers = {}


class Reading:
    """A procedure's questions and registry, read on one day. The types parse; nothing else does."""

    def __init__(self, compiled: Compiled, day: date) -> None:
        self._day = day
        self._opening = opening_values(compiled, Dossier(account=ACCOUNT), day)
        self._registry = {
            name: Memo(partial(self._entered, f"registry.{name}", entry.type, settings_of(entry)))
            for name, entry in compiled.procedure.registry.items()
            if entry.type
        }
        verified = {ref.name for _step, one in screens(compiled.procedure) for ref in one.verify}
        self._questions = {
            name: _Question(field, field.type, name in verified, day)
            for name, field in asked(compiled).items()
            if field.type and field.type_name != "secret"
        }

    def answers(self, applicant: Applicant) -> Answers:
        """By the full names that conditions read.

        Raises Refused for a value that its type refuses; its part is the name of the question.
        """
        values = dict(self._opening)
        packed: dict[str, Json] = {}
        name = ""
        try:
            for name, raw in applicant.known.items():
                if name in self._registry:
                    packed[name], read = self._registry[name](raw)
                    values.update(read)
        except Refused as refused:
            raise refused.under(f"registry.{name}")[0] from refused
        try:
            for name, question in self._questions.items():
                values.update(question.read(applicant.told.get(name), packed))
        except Refused as refused:
            raise refused.under(name)[0] from refused
        return values

    def _entered(self, name: str, type_: FieldType, settings: Settings, raw: Raw) -> Entered:
        """The journal keeps it packed, and what is read of it has been through the journal."""
        packed = type_.pack(type_.parse(raw, settings, self._day), settings)
        return packed, read_named(name, type_, settings, type_.unpack(packed, settings))


class _Question:
    """One question of the flow."""

    def __init__(self, field: Field, type_: FieldType, is_verified: bool, day: date) -> None:
        self.field, self.type, self.is_verified, self.day = field, type_, is_verified, day
        self.settings = _remembering(settings_anywhere(field), day)
        self.source = field.known_from.name.removeprefix("registry.") if field.known_from else ""
        default: Any = plain_raw(field.default) if field.default else None
        self.default: Raw | None = None if default is None or is_blank(default) else default
        self.parsed, self.unpacked = Memo(self._parsed), Memo(self._unpacked)

    def read(self, told: Raw | None, packed: Mapping[str, Json]) -> Answers:
        """Known and verified, else told, else what the control holds already."""
        if self.source in packed and (self.is_verified or told is None):
            return self.unpacked(packed[self.source])
        if self.is_verified and self.field.optional:
            return NOTHING
        raw = self.default if told is None else told
        return NOTHING if raw is None else self.parsed(raw)

    def _parsed(self, raw: Raw) -> Answers:
        return self._named(self.type.parse(raw, self.settings, self.day))

    def _unpacked(self, packed: Json) -> Answers:
        return self._named(self.type.unpack(packed, self.settings))

    def _named(self, value: Any) -> Answers:
        return read_named(self.field.id, self.type, self.settings, value)


def _remembering(settings: Settings, day: date) -> Settings:
    """The parts of a group or a list remember too: few lists are the same, many of their parts."""
    parts = []
    for part in settings.parts:
        inner = _remembering(part.settings, day)
        parts.append(replace(part, settings=inner, type=_recalling(part.type, inner, day)))
    return replace(settings, parts=tuple(parts))


def _recalling(type_: FieldType, settings: Settings, day: date) -> FieldType:
    """With other settings than these, where what is offered depends on a part above, it parses."""
    memo: Memo[Any] = Memo(lambda raw: type_.parse(raw, settings, day))

    def parse(raw: Raw, given: Settings, today: date) -> Any:
        return memo(raw) if given is settings else type_.parse(raw, given, today)

    return replace(type_, parse=parse)
