"""What follows filing: time that passes, and what applicant and service do."""

from __future__ import annotations

from ..analysis.scenario import Act, Event, Joined, Wait
from ..analysis.scenario_answers import raw_of, whole
from ..dossier import commands as do
from ..dossier.examining import Possible, possible
from ..dossier.time import later
from ..fields.field_type import Raw
from ..fields.reading import is_blank
from .flow import document_named, tell, ticked, walk
from .person import Person


def follow(person: Person) -> None:
    """In the order told; what is refused changes nothing and the rest goes on."""
    for happening in person.scenario.then:
        match happening:
            case Wait(span=span, duration=duration):
                person.now = later(person.now, duration)
                person.do(do.Tick(), span)
            case Act():
                _act(person, happening)
            case Event():
                tell(person, happening)
                walk(person)


def _act(person: Person, act: Act) -> None:
    span = act.action.span
    person.until(person.days[id(act)])
    person.do(do.Tick(), span)
    found = _found(person, act.action.name)
    if found:
        for joined in act.files:
            _join(person, found, joined)
        told = {answer.name.name: answer for answer in whole(act.fields)}
        for question in found.questions:
            if answer := told.get(question.field.id):
                person.note_set_aside(question, answer)
    by = act.by.name if act.by else (found.action.by if found else "")
    ticks = ticked(act.attest, found.attestations) if found else {}
    decision = person.do(do.Act(act.action.name, by, _raws(act, found), ticks), span)
    prefix = found.prefix if found else ""
    for name, sentence in decision.refused.items():
        person.refused.setdefault(name.removeprefix(prefix), sentence)


def _found(person: Person, action: str) -> Possible | None:
    offered = possible(person.compiled, person.dossier, person.now)
    return next((one for one in offered if one.action.id == action), None)


def _join(person: Person, found: Possible, joined: Joined) -> None:
    document = document_named(found.documents, joined.document.name)
    if document:
        person.join(found.prefix + document.id, document, joined)
    else:
        person.unused.append(joined.document)


def _raws(act: Act, found: Possible | None) -> dict[str, Raw]:
    """What is told, and what the controls already hold."""
    told = {answer.name.name: raw_of(answer.node) for answer in whole(act.fields)}
    held = {
        question.field.id: question.prefill
        for question in (found.questions if found else ())
        if question.field.id not in told and not is_blank(question.prefill)
    }
    return {**held, **told}
