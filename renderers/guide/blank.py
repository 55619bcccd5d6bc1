"""What is drawn of a procedure where nobody met it: holes of texts are told by their labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...engine.analysis.scenario import USUAL_DAY
from ...engine.dossier.effects import Issue, Send
from ...engine.expr.sentence import phrase
from ...engine.fields.registry import field_types
from ...engine.model.basics import APPLICANT
from ...engine.model.definitions import (
    Action,
    Attestation,
    Deliverable,
    Field,
    Note,
    Notice,
    Prose,
    Ref,
    Said,
    Screen,
    Step,
)
from ...engine.model.definitions import Document as Wanted
from ...engine.model.placing import attested, collected
from ...engine.model.settings import settings_of
from ...engine.page import asking, page
from ...engine.page.page import Page
from ...engine.source.wording import _
from .tales import Told


def prose(told: Told, text: Prose | None) -> str:
    """« Bonjour « Votre nom » »."""
    pieces = text.pieces if text else ()
    names = told.compiled.names
    return "".join(p if isinstance(p, str) else phrase(p.expr, names) for p in pieces)


def says(told: Told, said: Said) -> str:
    """Every variant."""
    return "\n\n".join(prose(told, variant.prose).strip() for variant in said)


def screen(told: Told, step: Step, one: Screen) -> Page:
    """With all that it may ask."""
    button = one.submit.title if one.submit else one.button or _("Continuer")
    return replace(
        _page(told, "screen", one.id, prose(told, one.title) or step.title),
        text=says(told, one.text),
        questions=questions(told, (*one.verify, *one.fields)),
        ticks=tuple(tick(told, each) for each in attested(told.procedure, one)),
        documents=tuple(document(told, each) for each in collected(told.procedure, one)),
        given=tuple(
            page.Given(ref.name, told.procedure.deliverables[ref.name].title) for ref in one.deliver
        ),
        notes=tuple(note(told, each) for each in one.notes),
        buttons=(page.Button("press", one.id, button),),
    )


def action(told: Told, one: Action) -> Page:
    """With all that it may ask."""
    return replace(
        _page(told, "action", one.id, one.title),
        text=says(told, one.text),
        questions=questions(told, one.fields),
        ticks=tuple(tick(told, each) for each in attested(told.procedure, one)),
        documents=tuple(document(told, each) for each in collected(told.procedure, one)),
        buttons=(page.Button("act", one.id, one.title),),
    )


def ending(told: Told, name: str) -> Page:
    """Where a path stops."""
    end = told.procedure.ends[name]
    return replace(_page(told, "end", name, end.title), text=says(told, end.text))


def send(told: Told, one: Notice) -> Send:
    """A message to nobody."""
    attach = tuple(ref.name for ref in one.attach)
    text = says(told, one.text)
    mail = says(told, one.mail) or text
    return Send(one.id, APPLICANT, prose(told, one.title), text, mail, attach)


def issue(told: Told, one: Deliverable) -> Issue:
    """A document issued to nobody."""
    text, service = says(told, one.text), told.compiled.service
    return Issue(
        one.id, one.title, one.template, text, USUAL_DAY, None, service=service, law=one.law
    )


def questions(told: Told, refs: Iterable[Ref]) -> tuple[page.Question, ...]:
    """Each as it is asked, with nothing in it."""
    fields = (told.procedure.fields[ref.name] for ref in refs if ref.name in told.procedure.fields)
    return tuple(question(field) for field in fields if field.type)


def question(field: Field) -> page.Question:
    """All of its options and parts."""
    found = asking.hidden(field, settings_of(field), USUAL_DAY)
    return _asked(found)


def _asked(question: page.Question) -> page.Question:
    return replace(question, is_asked=True, parts=tuple(_asked(part) for part in question.parts))


def tick(told: Told, one: Attestation) -> page.Tick:
    """Not ticked."""
    return page.Tick(one.id, says(told, one.text), one.title)


def note(told: Told, one: Note) -> page.Note:
    """A callout."""
    return page.Note(one.at.name if one.at else "", prose(told, one.text))


def document(told: Told, one: Wanted) -> page.Document:
    """With a place for the files of each of its elements."""
    title = prose(told, one.title)
    code = None
    if one.code:
        type_ = field_types()[one.code.name]
        code = page.Question(one.id, title, type_.control.value, type_.name, hint=one.help)
    slots = () if code else tuple(_slot(told, leaf) for leaf in _leaves(one))
    return page.Document(one.id, title, one.help, one.optional, False, slots, code=code)


def _leaves(one: Wanted) -> tuple[Wanted, ...]:
    return tuple(leaf for each in one.elements for leaf in _leaves(each)) or (one,)


def _slot(told: Told, one: Wanted) -> page.FileSlot:
    return page.FileSlot(
        name=one.id,
        title=prose(told, one.title),
        help=one.help,
        files=(),
        accept=one.accept,
        max_size=one.max_size,
        least=one.files[0],
        most=one.files[1],
        asks_day=one.max_age is not None,
        is_optional=one.optional,
    )


def _page(told: Told, kind: str, name: str, title: str) -> Page:
    procedure = told.procedure
    return Page(kind, name, procedure.id, procedure.title, title)
