"""Les bornes d’une réponse se contredisent : aucune ne convient.

« min » ne dépasse pas « max », ni « min_length » « max_length » ; « before » et « after » laissent
au moins un jour entre eux, qui sont exclus ; « files: 1..5 » va du moins au plus.

Faux ::

    fields:
      enfants: {label: Nombre d’enfants, type: integer, min: 20, max: 1}
      nom: {label: Nom, type: text, min_length: 40, max_length: 38}
      visite: {label: Jour, type: date, after: 2026-05-01, before: 2026-05-02}
      langues: {label: Langues, type: choices, min: 3, options: {fr: Français, en: Anglais}}
    documents:
      bail: {title: Bail, help: Le bail signé., files: 5..1}
    flow:
      - screen: vous
        title: Vous
        fields: [enfants, nom, visite, langues]
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      enfants: {label: Nombre d’enfants, type: integer, min: 1, max: 20}
      nom: {label: Nom, type: text, min_length: 2, max_length: 38}
      visite: {label: Jour, type: date, after: 2026-05-01, before: 2026-06-01}
      naissance: {label: Naissance, type: date, after: 1900-01-01, before: today}
      langues: {label: Langues, type: choices, min: 2, options: {fr: Français, en: Anglais}}
    documents:
      bail: {title: Bail, help: Le bail signé., files: 1..5}
    flow:
      - screen: vous
        title: Vous
        fields: [enfants, nom, visite, naissance, langues]
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ...fields.day import french_date
from ...model.definitions import Document, Field, Procedure
from ...model.settings import settings_of
from ...source.diagnostic import Diagnostic, Related
from ...source.position import Span
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Where the bounds are written: a field known from the registry takes those from there."""
    for field in _declared(facts.story.procedure):
        yield from _numbers(field)
        yield from _lengths(field)
        yield from _days(field)
    for document in facts.story.procedure.documents.values():
        yield from _files(document)


def _declared(procedure: Procedure) -> Iterator[Field]:
    for field in (*procedure.registry.values(), *procedure.fields.values()):
        if field.known_from is None:
            yield field
            yield from field.parts


def _numbers(field: Field) -> Iterator[Diagnostic]:
    if field.type and field.type.bounds and field.spans.keys() & {"min", "max"}:
        least, most = field.type.bounds(settings_of(field))
        if least > most:
            message = _(
                "Aucune réponse ne convient à « {name} » : {least} au moins, {most} au plus."
            )
            yield _fault(message, field, ("min", "max"), least, most)


def _lengths(field: Field) -> Iterator[Diagnostic]:
    least, most = field.values.get("min_length"), field.values.get("max_length")
    if least is not None and most is not None and least > most:
        message = _(
            "Aucune réponse ne convient à « {name} » : {least} caractères au moins, {most} au plus."
        )
        yield _fault(message, field, ("min_length", "max_length"), least, most)


def _days(field: Field) -> Iterator[Diagnostic]:
    after, before = field.values.get("after"), field.values.get("before")
    if isinstance(after, date) and isinstance(before, date) and (before - after).days < 2:
        message = _(
            "Aucune date ne convient à « {name} » : après le {least} et avant le {most}, exclus."
        )
        days = french_date(after), french_date(before)
        yield _fault(message, field, ("after", "before"), *days)


def _fault(message: str, field: Field, keys: tuple[str, str], least: Any, most: Any) -> Diagnostic:
    spans: list[Span] = [field.spans[key] for key in keys if key in field.spans]
    return Diagnostic(
        "min-greater-than-max",
        message.format(name=field.id, least=least, most=most),
        spans[-1],
        _("Corrigez l’une de ces bornes."),
        tuple(Related(_("l’autre borne"), span) for span in spans[:-1]),
    )


def _files(document: Document) -> Iterator[Diagnostic]:
    least, most = document.files
    if least > most and "files" in document.spans:
        yield Diagnostic(
            "min-greater-than-max",
            _("« files: {least}..{most} » demande plus de fichiers qu’il n’en permet.").format(
                least=least, most=most
            ),
            document.spans["files"],
            _("Écrivez « {most}..{least} ».").format(least=least, most=most),
        )
    for element in document.elements:
        yield from _files(element)


RULE = Rule("min-greater-than-max", check)
