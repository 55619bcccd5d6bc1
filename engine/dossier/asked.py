"""A question asked of one person: where it applies, its value now, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..fields.composite import asked_parts, read_named
from ..fields.field_type import Raw, Refused, Settings
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.settings import settings_of
from ..source.tree import plain as plain_raw
from .dossier import Dossier
from .offering import settings_among


@dataclass(frozen=True, slots=True)
class Question:
    """A field asked here: its value now (None: unanswered), where it comes from, its fault.

    `kept` is the value with its dormant parts, those that do not apply beside the others.
    `is_verified`: shown and not editable, for the registry knows it. `prefill` is what the control
    holds while there is no answer: the registry's value, or the default (as typed).
    """

    field: Field
    settings: Settings
    value: Any = None
    kept: Any = None
    is_verified: bool = False
    prefill: Raw = ""
    fault: str = ""

    @property
    def is_secret(self) -> bool:
        """Given with the filing, kept in no journal."""
        return self.field.type_name == "secret"


def is_answered(question: Question) -> bool:
    """Whether nothing of it is missing nor wrong; a secret is only given with the filing."""
    if question.fault:
        return False
    return question.value is not None or question.field.optional or question.is_secret


def question_of(
    compiled: Compiled,
    dossier: Dossier,
    asked: Field,
    values: dict[str, Any],
    is_verify: bool = False,
) -> Question | None:
    """The question where it applies, and a part of it if it has any; a valid answer joins `values`
    for what is read below."""
    if asked.type is None or not compiled.asks(asked.when, values):
        return None
    settings = settings_among(compiled, asked, values)
    if settings.parts and not asked_parts(settings.parts, "", values["today"]):
        return None
    known = _known(dossier, asked)
    if is_verify and known is not None:
        value = asked.type.relevant(known, settings)
        question = Question(asked, settings, value, known, is_verified=True)
    elif is_verify and asked.optional:
        return None
    else:
        question = _answered(dossier, asked, settings, known, values["today"])
    if question.value is not None and not question.fault:
        values |= read_named(asked.id, asked.type, settings, question.value)
    return question


def _answered(
    dossier: Dossier, asked: Field, settings: Settings, known: Any, today: date
) -> Question:
    assert asked.type is not None
    packed = dossier.answers.get(asked.id)
    if packed is None:
        return Question(asked, settings, prefill=_prefill(asked, settings, known))
    kept = asked.type.unpack(packed, settings)
    value, fault = asked.type.relevant(kept, settings), ""
    try:
        asked.type.check(kept, settings, today)
    except Refused as refused:
        fault = refused.sentence
    return Question(asked, settings, value, kept, fault=fault)


def _prefill(asked: Field, settings: Settings, known: Any) -> Raw:
    if known is not None and asked.type:
        return asked.type.raw(known, settings)
    default: Any = plain_raw(asked.default) if asked.default else ""
    return default if default is not None else ""


def _known(dossier: Dossier, asked: Field) -> Any:
    """The registry's value of that field, unpacked."""
    if asked.known_from is None or asked.type is None:
        return None
    packed = dossier.known.get(asked.known_from.name.removeprefix("registry."))
    return None if packed is None else asked.type.unpack(packed, settings_of(asked))
