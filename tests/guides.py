"""The guides of the shipped procedures, made once, and what a guide must say of a procedure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from parcours.engine.analysis.diagnose import check
from parcours.engine.expr.sentence import if_sentence
from parcours.engine.model.definitions import (
    Attestation,
    Document,
    Field,
    Procedure,
    Prose,
    Said,
)
from parcours.engine.model.placing import actions, attested, screens
from parcours.engine.scenario.branches import branches
from parcours.engine.source.files import Files, Folder, InMemory
from parcours.renderers.guide.gather import told
from parcours.renderers.guide.guide import Data, data
from parcours.renderers.guide.tales import Told
from parcours.renderers.pdf.controls import MOST_RADIOS
from parcours.renderers.pdf.typeset import typeset_here
from parcours.tests.pdf_checks import text_of
from parcours.tests.terminal_lines import PROCEDURES

GUIDES = {
    "ue_permanent_renewal": ("ue_permanent_renewal",),
    "bpi_cases_2_and_3": ("bpi_case_2", "bpi_family_case_3"),
}
"""By the name of the source guide that each stands for."""

GARDEN = """procedure: jardin
version: "1"
title: Demande de jardin partagé
audience: Vous habitez la commune.
fields:
  nom: {label: Votre nom, type: text}
  eau:
    label: Voulez-vous de l’eau ?
    type: choice
    options: {oui: {label: De l’eau de pluie}, non: {label: Pas d’eau}}
  cuve: {label: Taille de la cuve, type: integer, when: eau == 'oui'}
"""
"""What a small procedure asks: its flow is for each test to say."""


def telling(files: Files, name: str) -> Told:
    """A procedure that checks, and its persons."""
    checked, report = check(files, f"{name}.yaml")
    assert checked, report.diagnostics
    return told(checked, files, None)


def garden(text: str) -> Told:
    """That procedure, which no scenario tells of."""
    return telling(InMemory({"jardin.yaml": text}), "jardin")


@cache
def shipped(name: str) -> Told:
    """One that Parcours brings."""
    return telling(Folder(PROCEDURES), name)


@cache
def as_data(guide: str) -> Data:
    """What the template is given."""
    ours = [shipped(name) for name in GUIDES[guide]]
    return data(ours, shipped("orientation"), shipped("account"))


@cache
def as_pdf(guide: str) -> bytes:
    """The guide."""
    return typeset_here("guide", as_data(guide))


def letters(text: str) -> str:
    """Without its blanks, nor its hyphens: lines end where they must."""
    return "".join(text.translate(dict.fromkeys(map(ord, "-\x02\ufffe"))).split())


@cache
def said(guide: str) -> str:
    """The letters of all its pages."""
    return letters(text_of(as_pdf(guide)))


def owed(told: Told) -> Iterator[str]:
    """Every text of the procedure that its applicants read, and every condition's sentence."""
    procedure = told.procedure
    for branch in branches(procedure):
        yield if_sentence(branch.condition.expr, told.compiled.names)
    for step, screen in screens(procedure):
        yield step.title
        yield from (*_prose(screen.title), *_said(screen.text), *_said(screen.warnings))
        yield from (text for note in screen.notes for text in _prose(note.text))
    for field in _asked(procedure):
        yield from _of_field(field)
    for attestation in _attested(procedure):
        yield from _said(attestation.text)
        yield attestation.title
    for document in procedure.documents.values():
        yield from _of_document(document)
    for end in procedure.ends.values():
        yield from (end.title, *_said(end.text))
    for deliverable in procedure.deliverables.values():
        yield from (deliverable.title, *_said(deliverable.text))
    for notice in procedure.notices.values():
        if notice.addressee == "applicant":
            yield from (*_prose(notice.title), *_said(notice.mail or notice.text))
    yield from (one.title for one in actions(procedure))
    if procedure.examination:
        yield from (state.title for state in procedure.examination.states)


def _asked(procedure: Procedure) -> Iterator[Field]:
    """By a screen, or by an action of the applicant."""
    places = [ref for _step, one in screens(procedure) for ref in (*one.verify, *one.fields)]
    places += [ref for one in actions(procedure) if one.by == "applicant" for ref in one.fields]
    yield from (procedure.fields[ref.name] for ref in places)


def _attested(procedure: Procedure) -> Iterator[Attestation]:
    for _step, screen in screens(procedure):
        yield from attested(procedure, screen)


def _of_field(field: Field) -> Iterator[str]:
    """A drop-down list shows none of its options but the one chosen."""
    yield field.label
    if len(field.options) <= MOST_RADIOS:
        yield from (option.label for option in field.options)
    for part in field.parts:
        yield from _of_field(part)


def _of_document(document: Document) -> Iterator[str]:
    yield from (*_prose(document.title), document.help)
    for element in document.elements:
        yield from _of_document(element)


def _said(said: Said) -> Iterator[str]:
    yield from (text for variant in said for text in _prose(variant.prose))


def _prose(text: Prose | None) -> Iterator[str]:
    """What stands between its holes, mark by mark: links and items are drawn without theirs."""
    for piece in text.pieces if text else ():
        if isinstance(piece, str):
            yield from (line.strip("-– *") for line in piece.split("\n"))
