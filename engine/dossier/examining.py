"""After filing: who may do what now, what an action brings, and what time brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..fields.composite import is_left_blank
from ..fields.field_type import Json, Refused
from ..machine.compiled import Compiled
from ..machine.table import action_trigger, filed_state
from ..model.definitions import Action, Attestation, Document, Prose, Ref
from ..model.placing import actions_in, attested, collected
from ..source.wording import _
from .asked import Question, question_of
from .commands import Act
from .documents import Wanted, wanted
from .dossier import Dossier, fold
from .events import Acted, Answered, Elapsed, Event, Recorded, Ticked
from .lacking import attestations_lacking, documents_lacking
from .not_allowed import NotAllowed
from .offering import settings_here
from .settling import Settled, announced, values_at
from .time import day_of, next_due, state_of

Values = Mapping[str, Any]
MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Possible:
    """An action that may be done now, with what it asks.

    `prefix` stands before the slots of documents asked for, so that each request has its own.
    """

    action: Action
    questions: tuple[Question, ...]
    attestations: tuple[Attestation, ...]
    documents: tuple[Wanted, ...]
    prefix: str = ""


def possible(compiled: Compiled, dossier: Dossier, now: datetime) -> tuple[Possible, ...]:
    """Every action of the present state whose condition holds, for whomever."""
    examination, state = compiled.procedure.examination, state_of(compiled, dossier)
    if examination is None or state is None:
        return ()
    values = values_at(compiled, dossier, now)
    return tuple(
        _possible(compiled, dossier, action, values)
        for action in actions_in(examination, state)
        if compiled.holds(action.when, values)
    )


def _possible(compiled: Compiled, dossier: Dossier, action: Action, values: Values) -> Possible:
    procedure = compiled.procedure
    ticks = tuple(a for a in attested(procedure, action) if compiled.holds(a.when, values))
    questions = tuple(_questions(compiled, dossier, action, values))
    request = _request_of(compiled, action)
    if request is None:
        asked, own, prefix = collected(procedure, action), dossier, ""
    else:
        prefix = f"{request.name}/{dossier.rounds.get(request.name, 0)}/"
        asked = tuple(_requested(compiled, dossier, request, values))
        own = _round(dossier, prefix)
    documents = tuple(w for d in asked if (w := wanted(compiled, own, d, values)))
    return Possible(action, questions, ticks, documents, prefix)


def _questions(
    compiled: Compiled, dossier: Dossier, action: Action, values: Values
) -> Iterator[Question]:
    """Asked anew each time: what was answered to an earlier action is no answer to this one."""
    fresh = replace(dossier, answers={})
    known = dict(values)
    for ref in action.fields:
        question = question_of(compiled, fresh, compiled.procedure.fields[ref.name], known)
        if question:
            yield question


def _request_of(compiled: Compiled, action: Action) -> Ref | None:
    """The request for documents that the action answers, if it does."""
    for ref in action.collect if isinstance(action.collect, tuple) else ():
        asked = compiled.procedure.fields.get(ref.name)
        if asked and asked.type_name == "documents_request":
            return ref
    return None


def _requested(
    compiled: Compiled, dossier: Dossier, ref: Ref, values: Values
) -> Iterator[Document]:
    """The documents a caseworker asked for last."""
    asked, packed = compiled.procedure.fields[ref.name], dossier.answers.get(ref.name)
    if asked.type is None or packed is None:
        return
    request = asked.type.unpack(packed, settings_here(compiled, asked))
    for number, one in enumerate(request, 1):
        yield _document(compiled, ref, number, one, values)


def _document(compiled: Compiled, ref: Ref, number: int, one: Any, values: Values) -> Document:
    """As defined, asked for whatever its own condition; or one known by its title only.

    Where its condition does not hold, its variants have no reason to: the applicant chooses.
    """
    known = compiled.procedure.documents.get(one.document or "")
    if known:
        variants = known.variants
        if not compiled.asks(known.when, values):
            variants = tuple(replace(variant, when=None) for variant in variants)
        plain = replace(known, when=None, optional=False, later="", variants=variants)
        return replace(plain, help=one.message or known.help)
    title = Prose((one.title,), ref.span)
    return Document(f"{ref.name}.{number}", ref.span, title, help=one.message, files=(1, 5))


def _round(dossier: Dossier, prefix: str) -> Dossier:
    """What was joined in answer to the present request, under the documents' own names."""

    def own(kept: Mapping[str, Any]) -> dict[str, Any]:
        return {k.removeprefix(prefix): v for k, v in kept.items() if k.startswith(prefix)}

    return replace(
        dossier,
        files=own(dossier.files),
        days=own(dossier.days),
        codes=own(dossier.codes),
        chosen={k: v.removeprefix(prefix) for k, v in own(dossier.chosen).items()},
    )


def act(compiled: Compiled, dossier: Dossier, command: Act, now: datetime) -> Settled:
    """First what time brought, then the action, if this person may do it in this state."""
    before = tick(compiled, dossier, now)
    dossier = fold(before.events, dossier)
    chosen = _allowed(compiled, dossier, command, now)
    answered, refused = _parsed(chosen, command, now)
    ticked = frozenset(name for name, on in command.ticks.items() if on)
    refused |= attestations_lacking(chosen.attestations, ticked)
    refused |= documents_lacking(chosen.documents, chosen.prefix)
    if refused:
        return before.then(Settled(refused=refused))
    action = chosen.action
    left = (ref.name for ref in action.fields if ref.name not in answered)
    events: list[Event] = [Answered(n, None) for n in left if n in dossier.answers]
    events += [Answered(name, value) for name, value in answered.items()]
    events += [Ticked(item.id, on=True) for item in chosen.attestations]
    events.append(Acted(action.id, command.by, _destination(compiled, dossier, action, now)))
    recorded = tuple(Recorded(now, event) for event in events)
    after = fold(recorded, dossier)
    told = announced(compiled, after, now, action.deliver, action.notices)
    return before.then(Settled(recorded)).then(told)


def _allowed(compiled: Compiled, dossier: Dossier, command: Act, now: datetime) -> Possible:
    state = state_of(compiled, dossier)
    if state is None:
        raise NotAllowed(_("Cette demande n’est pas déposée."))
    for found in possible(compiled, dossier, now):
        if found.action.id != command.action:
            continue
        if found.action.by != command.by:
            raise NotAllowed(_("Cette action ne vous revient pas."))
        asked = {question.field.id for question in found.questions}
        ticks = {item.id for item in found.attestations}
        if not (command.raws.keys() <= asked and command.ticks.keys() <= ticks):
            raise NotAllowed(_("Cette action ne pose pas ces questions."))
        return found
    raise NotAllowed(
        _("Cette action n’est pas possible dans l’état « {state} ».").format(state=state.title)
    )


def _parsed(
    chosen: Possible, command: Act, now: datetime
) -> tuple[dict[str, Json], dict[str, str]]:
    answered: dict[str, Json] = {}
    refused: dict[str, str] = {}
    today = day_of(now)
    for question in chosen.questions:
        asked, raw = question.field, command.raws.get(question.field.id, "")
        assert asked.type is not None
        if asked.optional and is_left_blank(asked.type, question.settings, raw, today):
            continue
        try:
            kept = asked.type.parse(raw, question.settings, today)
            value = asked.type.relevant(kept, question.settings)
            answered[asked.id] = asked.type.pack(value, question.settings)
        except Refused as refusal:
            for fault in refusal.under(asked.id):
                refused.setdefault(fault.part, fault.sentence)
    return answered, refused


def _destination(compiled: Compiled, dossier: Dossier, action: Action, now: datetime) -> str:
    """The machine decides; an action whose guard holds always has a way."""
    assert dossier.stay is not None
    cursor = compiled.start(values_at(compiled, dossier, now))
    cursor.state = filed_state(dossier.stay.state)
    compiled.trigger(action_trigger(action.id), cursor)
    return cursor.state.removeprefix("state/")


def tick(compiled: Compiled, dossier: Dossier, now: datetime) -> Settled:
    """Whatever came due by now, each at its own instant; doing it again brings nothing more."""
    settled = Settled()
    for _again in range(MOST_AT_ONCE):
        due = next_due(compiled, dossier, values_at(compiled, dossier, now))
        if due is None or due.at > now:
            break
        events = (Recorded(due.at, Elapsed(due.trigger, due.to)),)
        dossier = fold(events, dossier)
        told = announced(compiled, dossier, due.at, (), due.notices)
        dossier = fold(told.events, dossier)
        settled = settled.then(Settled(events)).then(told)
    return settled
