"""Screen after screen, as the scenario answers, until something is missing or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..analysis.scenario import Event, Joined
from ..analysis.scenario_answers import raw_of
from ..dossier import commands as do
from ..dossier.documents import Slot, Wanted
from ..dossier.situation import Visit
from ..fields.field_type import Raw
from ..fields.reading import is_blank
from ..model.definitions import Attestation, Chosen, Document
from .person import Person


def walk(person: Person) -> None:
    """To the first screen that stops, or to the end."""
    while _passes(person):
        pass


def _passes(person: Person) -> bool:
    """Whether the present screen was passed."""
    visit, refused = person.visit(), len(person.refused)
    if visit is None or visit.needs_account:
        return False
    _answer(person, visit)
    _join(person)
    visit = person.visit()
    if visit is None or len(person.refused) > refused or not visit.is_ready:
        return False
    return _go_on(person, visit)


def _answer(person: Person, visit: Visit) -> None:
    """All that the screen asks, then what those answers call up."""
    screen, done = visit.screen, set[str]()
    while True:
        raws = {name: raw for name, raw in _raws(person, visit).items() if name not in done}
        ticks = ticked(person.scenario.attest, visit.attestations)
        if not raws and (done or not ticks):
            break
        done |= raws.keys() or {screen.id}
        decision = person.do(do.Answer(screen.id, raws, ticks), screen.span)
        person.refused.update(decision.refused)
        visit = person.visit() or visit
    for question in visit.questions:
        if (answer := person.given(question.field.id)) and not question.is_verified:
            person.use(answer.name)
            person.note_set_aside(question, answer)


def _raws(person: Person, visit: Visit) -> dict[str, Raw]:
    """What is told, and what the controls already hold."""
    asked = {question.field.id: question for question in visit.questions}
    raws: dict[str, Raw] = {}
    for ref in (*visit.screen.verify, *visit.screen.fields):
        question, answer = asked.get(ref.name), person.given(ref.name)
        if question is None or question.is_verified or question.is_secret:
            continue
        if answer:
            raws[ref.name] = raw_of(answer.node)
        elif question.value is None and not is_blank(question.prefill):
            raws[ref.name] = question.prefill
    return raws


def ticked(attest: Chosen, shown: tuple[Attestation, ...]) -> dict[str, bool]:
    """All of them, or those the scenario names."""
    if isinstance(attest, str):
        return {item.id: True for item in shown}
    named = {ref.name for ref in attest}
    return {item.id: True for item in shown if item.id in named}


def _join(person: Person) -> None:
    visit = person.visit()
    if visit is None:
        return
    given = {}
    for joined in person.scenario.files:
        document = document_named(visit.documents, joined.document.name)
        if document:
            person.join(document.id, document, joined)
            given[document.id] = joined
    _judge(person, given)


def document_named(asked: Iterable[Wanted], name: str) -> Document | None:
    """The document or element of that name that may receive something.

    An element of a variant is named without it, except where the person chooses among variants.
    """
    for wanted in asked:
        variants = {variant.id for variant in wanted.document.variants}
        is_short = len(variants & {one.id for one in wanted.open}) == 1
        for one in wanted.open:
            above, _dot, local = one.id.rpartition(".")
            short = f"{wanted.document.id}.{local}" if is_short and above in variants else ""
            if name in (one.id, short):
                return one
    return None


def _judge(person: Person, given: Mapping[str, Joined]) -> None:
    """A file that will not do is refused; one simply not given is not."""
    visit = person.visit()
    for wanted in visit.documents if visit else ():
        for slot in wanted.slots:
            if slot.document.id in given and _is_wrong(slot):
                person.refused[given[slot.document.id].document.name] = slot.fault


def _is_wrong(slot: Slot) -> bool:
    if not slot.fault or len(slot.files) < slot.document.files[0]:
        return False
    return slot.document.max_age is None or slot.day is not None


def _go_on(person: Person, visit: Visit) -> bool:
    """Press, file, or wait."""
    screen, span = visit.screen, visit.screen.span
    if screen.submit:
        decision = person.do(do.Submit(screen.id, _secrets(person, visit)), span)
        person.refused.update({n: s for n, s in decision.refused.items() if person.given(n)})
    elif screen.await_:
        _wait(person, visit)
    else:
        person.do(do.Press(screen.id), span)
    after = person.visit()
    return after is None or after.screen.id != screen.id


def _secrets(person: Person, visit: Visit) -> dict[str, Raw]:
    found = {}
    for question in visit.questions:
        answer = person.given(question.field.id)
        if question.is_secret and answer:
            found[question.field.id] = raw_of(answer.node)
    return found


def _wait(person: Person, visit: Visit) -> None:
    """Until what the screen awaits happens; a dead link brings nothing."""
    awaits = visit.screen.await_
    assert awaits is not None
    for event in person.scenario.events:
        if event.name.name == awaits.event and event.name in person.unused:
            tell(person, event)
            break


def tell(person: Person, event: Event) -> None:
    """Something happens elsewhere."""
    person.use(event.name)
    person.until(person.days[id(event)])
    known = len(person.obstacles)
    person.do(do.Tell(event.name.name), event.name.span)
    del person.obstacles[known:]
