"""The parts of a page as lines of text: titles, questions, documents, review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...engine.page.files import size, takes
from ...engine.page.markup import plain
from ...engine.page.page import (
    Announced,
    Choice,
    Document,
    FileSlot,
    Line,
    Page,
    Question,
    Tick,
)
from ...engine.source.wording import _
from .wrapping import Paper, stacked

MANY = 20
"""Beyond so many answers they are not listed: the person writes the one they mean."""


def head(page: Page, paper: Paper, *, is_named: bool = False) -> str:
    """All that is read before anything is asked; `is_named` begins with the procedure's title."""
    return stacked(
        (
            _place(page, paper, is_named),
            *(paper.lines(_("À corriger : {text}").format(text=text)) for _n, text in page.errors),
            *(
                paper.lines(_("Attention : {text}").format(text=plain(text)))
                for text in page.messages
            ),
            paper.prose(page.text),
            lines_of(page.facts, paper),
            notes(page, paper, ""),
            announced(page, paper),
            known(page, paper),
        )
    )


def _place(page: Page, paper: Paper, is_named: bool) -> str:
    progress = page.progress
    lines = [paper.lines(page.procedure_title)] if is_named else []
    if progress:
        told = _("Étape {number} sur {total} – {step} ({part}/{parts})").format(
            number=progress.number,
            total=progress.total,
            step=progress.step,
            part=progress.part,
            parts=progress.parts,
        )
        lines.append(paper.lines(told))
    return "\n".join((*lines, paper.heading(page.title)))


def notes(page: Page, paper: Paper, *places: str) -> str:
    """The callouts of these places."""
    return "\n".join(
        paper.lines(_("À savoir : {text}").format(text=note.text))
        for note in page.notes
        if note.at in places
    )


def lines_of(lines: Iterable[Line], paper: Paper, indent: str = "") -> str:
    """« Nom : DIALLO »; an answer of several lines begins on the next one."""
    return "\n".join(_line(line, paper, indent) for line in lines)


def _line(line: Line, paper: Paper, indent: str) -> str:
    if "\n" not in line.shown:
        return paper.lines(said(line.label, line.shown), indent, f"{indent}  ")
    below = paper.lines(line.shown, f"{indent}  ", f"{indent}  ")
    return f"{paper.lines(said(line.label, ''), indent, indent)}\n{below}"


def said(label: str, answer: str) -> str:
    """« Nom : DIALLO », « Avez-vous des enfants ? Non »."""
    form = "{label} {answer}" if label.endswith("?") else _("{label} : {answer}")
    return form.format(label=label, answer=answer).rstrip(" ")


def known(page: Page, paper: Paper) -> str:
    """What the administration knows already, with the callouts about it."""
    verified = [question for question in page.questions if question.is_verified]
    if not verified:
        return ""
    about = (notes(page, paper, question.name) for question in verified)
    return stacked(
        (
            "\n".join(
                (
                    paper.heading(_("Informations connues de l’administration")),
                    lines_of((Line(one.label, one.shown) for one in verified), paper),
                )
            ),
            *about,
        )
    )


def announced(page: Page, paper: Paper) -> str:
    """The documents to prepare, those sure first, then those to give later."""
    if page.announced is None:
        return ""
    now = [one for one in page.announced if not one.later]
    later = [one for one in page.announced if one.later]
    return stacked(
        (
            _announced(_("Documents à préparer"), now, paper),
            _announced(_("Documents à donner plus tard"), later, paper),
            notes(page, paper, "announce"),
        )
    )


def _announced(title: str, documents: Iterable[Announced], paper: Paper) -> str:
    items = [item for document in documents for item in _document_told(document, paper)]
    return "\n".join((paper.heading(title), *items)) if items else ""


def _document_told(document: Announced, paper: Paper) -> Iterator[str]:
    marks = (_("facultatif") if document.is_optional else "", document.condition)
    told = ", ".join(filter(None, marks))
    yield paper.lines(f"{document.title} ({told})" if told else document.title, "- ", "  ")
    for text in (document.help, document.later):
        if text:
            yield paper.lines(text, "  ", "  ")


def question(one: Question, page: Page, paper: Paper) -> str:
    """What is asked, before the answer is typed."""
    offered = {f"{one.name}.{choice.id}" for choice in one.choices}
    inside = {f"{part.name}" for part in one.parts}
    return stacked(
        (
            "\n".join(filter(None, asked(one, paper))),
            choices(one.choices if one.control != "yes_no" else (), paper),
            notes(page, paper, one.name, *sorted(offered | inside)),
        )
    )


def asked(one: Question, paper: Paper) -> Iterator[str]:
    """The label, the hint and the example."""
    optional = _("{label} (facultatif)").format(label=one.label)
    yield paper.heading(optional if one.is_optional else one.label)
    yield paper.lines(one.hint) if one.hint else ""
    if one.example:
        yield paper.lines(_("Exemple : {example}").format(example=one.example))
    if one.error:
        yield paper.lines(_("À corriger : {text}").format(text=one.error))


def choices(offered: tuple[Choice, ...], paper: Paper) -> str:
    """Numbered, unless there are too many to be read."""
    if len(offered) > MANY:
        return ""
    return "\n".join(
        line
        for number, choice in enumerate(offered, 1)
        for line in _choice(f"{number}. ", choice, paper)
    )


def _choice(number: str, choice: Choice, paper: Paper) -> Iterator[str]:
    indent = " " * len(number)
    yield paper.lines(choice.label, number, indent)
    if choice.text:
        yield paper.lines(choice.text, indent, indent)


def tick(one: Tick, page: Page, paper: Paper) -> str:
    """A sentence to attest."""
    return stacked(
        (
            "\n".join(
                (
                    paper.heading(one.title or _("Attestation sur l’honneur")),
                    paper.prose(one.text),
                )
            ),
            notes(page, paper, one.name),
        )
    )


def document(one: Document, page: Page, paper: Paper) -> str:
    """A document asked, before anything is joined."""
    optional = _("{label} (facultatif)").format(label=one.title)
    lines = [paper.heading(optional if one.is_optional else one.title)]
    if one.help:
        lines.append(paper.lines(one.help))
    if one.error:
        lines.append(paper.lines(_("À corriger : {text}").format(text=one.error)))
    places = (one.name, *(slot.name for slot in one.slots), *(c.id for c in one.choices))
    return stacked(("\n".join(lines), notes(page, paper, *dict.fromkeys(places))))


def slot(one: FileSlot, paper: Paper, is_alone: bool) -> str:
    """One place for files: what it takes, and what is there."""
    lines = [] if is_alone else [paper.heading(_title(one))]
    if one.help:
        lines.append(paper.lines(one.help))
    lines.append(paper.lines(takes(one)))
    if one.files:
        lines.append(paper.lines(_("Déjà joint :")))
    for number, file in enumerate(one.files, 1):
        lines.append(paper.lines(f"{file.name} ({size(file.size)})", f"{number}. ", "   "))
    if one.day:
        lines.append(paper.lines(_("Date du document : {day}").format(day=one.day)))
    if one.error:
        lines.append(paper.lines(_("À corriger : {text}").format(text=one.error)))
    return "\n".join(lines)


def _title(one: FileSlot) -> str:
    return _("{label} (facultatif)").format(label=one.title) if one.is_optional else one.title


def review(page: Page, paper: Paper, *, is_numbered: bool = True) -> str:
    """What was answered, a part for each screen met; numbered where it may be modified."""
    return stacked(
        "\n".join(
            (
                paper.heading(f"{number}. {section.title}" if is_numbered else section.title),
                lines_of(section.lines, paper, "   "),
            )
        )
        for number, section in enumerate(page.review, 1)
    )


def given(page: Page, paper: Paper) -> str:
    """The documents issued."""
    if not page.given:
        return ""
    items = (paper.lines(one.title, "- ", "  ") for one in page.given)
    title = paper.heading(_("Documents délivrés"))
    told = notes(page, paper, *(one.name for one in page.given))
    return stacked(("\n".join((title, *items)), told))
