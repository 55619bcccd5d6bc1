"""What a page tells: documents to prepare, answers reviewed, warnings, callouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..dossier.asked import Question
from ..dossier.saying import Speaker
from ..dossier.situation import Situation, Visit
from ..expr.decide import decide
from ..expr.sentence import if_sentence
from ..fields.composite import shown_parts, told_parts
from ..fields.field_type import Control, Part
from ..model.definitions import ALL, Document, Screen
from ..source.wording import _
from .markup import plain
from .page import Announced, Given, Line, Note, Section
from .progress import pending


def announced(speaker: Speaker, here: Situation) -> tuple[Announced, ...]:
    """The certain ones plainly, the undecided with their condition, the excluded not at all."""
    return tuple(_announced(speaker, here))


def _announced(speaker: Speaker, here: Situation) -> Iterator[Announced]:
    compiled = speaker.compiled
    waiting = pending(compiled, here)
    for document in compiled.procedure.documents.values():
        when = document.when
        decided = decide(when.expr, compiled.names, here.values, waiting) if when else True
        if decided is False:
            continue
        sentence = if_sentence(when.expr, compiled.names) if when and decided is None else ""
        yield Announced(
            document.id,
            speaker.prose(document.title),
            document.help,
            sentence,
            document.later,
            document.optional,
            tuple(_elements(speaker, document)),
        )


def _elements(speaker: Speaker, document: Document) -> Iterator[str]:
    for element in document.elements:
        yield speaker.prose(element.title)


def review(speaker: Speaker, here: Situation, screen: Screen) -> tuple[Section, ...]:
    """Per screen met, of the steps named: answers, attestations, files; never secrets."""
    named = None if screen.review == ALL else {r.name for r in screen.review if r != ALL}  # type: ignore[union-attr]
    return _sections(speaker, here, screen.id, named)


def whole(speaker: Speaker, here: Situation) -> tuple[Section, ...]:
    """Everything that was filed, for who examines it."""
    return _sections(speaker, here, "", None)


def _sections(
    speaker: Speaker, here: Situation, until: str, named: set[str] | None
) -> tuple[Section, ...]:
    found = []
    for visit in here.visits:
        if visit.screen.id == until:
            break
        lines = tuple(_lines(speaker, visit))
        if lines and (named is None or visit.step.id in named or visit.screen.id in named):
            title = speaker.prose(visit.screen.title) or visit.step.title
            found.append(Section(visit.screen.id, title, lines))
    return tuple(found)


def _lines(speaker: Speaker, visit: Visit) -> Iterator[Line]:
    for question in visit.questions:
        if not question.is_secret:
            yield from answered(question)
    for attestation in visit.attestations:
        ticked = attestation.id in speaker.dossier.ticked
        label = attestation.title or _("Attestation sur l’honneur")
        yield Line(label, plain(speaker.says(attestation.text)) if ticked else _("Non cochée"))
    for wanted in visit.documents:
        names = [file.name for slot in wanted.slots for file in slot.files]
        what = ", ".join(names) or (_("Code indiqué") if wanted.code is not None else "")
        yield Line(speaker.prose(wanted.document.title), what or _("Non joint"))
    for warning in warnings(speaker, visit):
        yield Line(_("À noter"), plain(warning))


def answered(question: Question) -> Iterator[Line]:
    """The answer as people read it. Two persons may have a name and a birth: what a group or a row
    holds stands under whose it is, and each row bears its number where there are several."""
    label, type_ = question.field.label, question.field.type
    value, settings = question.value, question.settings
    if value is None or type_ is None:
        yield Line(label, _("Non renseigné"))
    elif not settings.parts or not value:
        yield Line(label, type_.show(value, settings))
    elif type_.control is Control.PARTS:
        yield _whole(label, settings.parts, value)
    elif len(settings.parts) == 1:
        told = (one for row in value for one in told_parts(settings.parts, row))
        yield Line(label, "\n".join(told))
    else:
        numbered = _("{label}, n° {number}") if len(value) > 1 else "{label}"
        for number, row in enumerate(value, 1):
            yield _whole(numbered.format(label=label, number=number), settings.parts, row)


def _whole(label: str, parts: tuple[Part, ...], value: Mapping[str, Any]) -> Line:
    found = tuple(Line(part, shown) for part, shown in shown_parts(parts, value))
    return Line(label, "\n".join(told_parts(parts, value)), found)


def warnings(speaker: Speaker, visit: Visit) -> tuple[str, ...]:
    """What is said of a completed screen, without stopping anybody."""
    if not visit.is_completed:
        return ()
    own = Speaker(speaker.compiled, speaker.dossier, visit.values)
    return tuple(
        own.text(variant.prose)
        for variant in visit.screen.warnings
        if speaker.compiled.asks(variant.when, visit.values)
    )


def messages(speaker: Speaker, here: Situation, screen: str) -> tuple[str, ...]:
    """The warnings of the screen just before."""
    before = None
    for visit in here.visits:
        if visit.screen.id == screen:
            break
        before = visit
    return warnings(speaker, before) if before else ()


def notes(speaker: Speaker, screen: Screen, visit: Visit) -> tuple[Note, ...]:
    """The callouts whose condition holds."""
    return tuple(
        Note(note.at.name if note.at else "", speaker.prose(note.text))
        for note in screen.notes
        if speaker.compiled.asks(note.when, visit.values)
    )


def given(speaker: Speaker, screen: Screen) -> tuple[Given, ...]:
    """Documents issued that the screen shows."""
    known = speaker.compiled.procedure.deliverables
    return tuple(
        Given(ref.name, known[ref.name].title)
        for ref in screen.deliver
        if ref.name in speaker.dossier.issued
    )
