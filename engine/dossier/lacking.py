"""What a screen or an action still lacks, each with the French sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.definitions import Attestation
from ..source.wording import _
from .asked import Question
from .documents import Wanted
from .situation import Visit

Lacking = dict[str, str]
"""By name of question, attestation, slot or document; `checks.<n>` for a check, from 0."""


def lacking(visit: Visit, ticked: frozenset[str], said: tuple[str, ...] = ()) -> Lacking:
    """Of a screen; `said` are the sentences of the checks that do not hold."""
    return {
        **questions_lacking(visit.questions),
        **attestations_lacking(visit.attestations, ticked),
        **documents_lacking(visit.documents),
        **{f"checks.{number}": sentence for number, sentence in enumerate(said)},
    }


def questions_lacking(questions: Iterable[Question]) -> Lacking:
    """Unanswered ones, and answers that no longer stand; a secret is given with the filing."""
    found: Lacking = {}
    for question in questions:
        if question.fault:
            found[question.field.id] = question.fault
        elif question.value is None and not question.field.optional and not question.is_secret:
            found[question.field.id] = _("Répondez à cette question.")
    return found


def attestations_lacking(attestations: Iterable[Attestation], ticked: frozenset[str]) -> Lacking:
    """Those not ticked."""
    sentence = _("Cochez cette case pour continuer.")
    return {item.id: sentence for item in attestations if item.id not in ticked}


def documents_lacking(documents: Iterable[Wanted], prefix: str = "") -> Lacking:
    """Those incomplete, told at the slot where something is missing."""
    found: Lacking = {}
    for wanted in documents:
        if wanted.is_complete:
            continue
        if wanted.fault:
            found[prefix + wanted.document.id] = wanted.fault
        for slot in wanted.slots:
            if slot.fault:
                found[prefix + slot.document.id] = slot.fault
    return found
