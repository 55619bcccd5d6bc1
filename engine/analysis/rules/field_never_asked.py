"""Une question est écrite et posée nulle part.

Une question se pose sur un écran (« fields: » ou « verify: ») ou à qui fait une action après le
dépôt. Une question commune suffit à être posée par une seule des démarches qui l’utilisent. Quand
une condition lit la réponse, c’est « maybe-unanswered » qui le dit.

Faux ::

    fields:
      motif: {label: Motif, type: text}
      telephone: {label: Téléphone, type: phone}
    flow:
      - screen: demande
        title: Demande
        fields: [motif]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      motif: {label: Motif, type: text}
      telephone: {label: Téléphone, type: phone}
    flow:
      - screen: demande
        title: Demande
        fields: [motif, telephone]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..reads import reads
from ..referring import asked_fields, meant
from ..rule import Facts, Rule
from ..story import Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Questions named nowhere, but for those whose answer is missed."""
    story, fields = facts.story, facts.story.procedure.fields
    asked = meant((ref.name for ref in asked_fields(story.procedure)), fields)
    unasked = [field for id_, field in fields.items() if id_ not in asked]
    if not unasked or story.procedure.missing_screens:
        return  # a screen that is not found might ask them
    missed = _read(story)
    for field in unasked:
        if field.id not in missed:
            yield Diagnostic(
                "field-never-asked",
                _("La question « {name} » n’est posée nulle part.").format(name=field.id),
                field.span,
                _("Nommez-la sous « fields: » d’un écran, ou supprimez-la."),
            )


def _read(story: Story) -> frozenset[str]:
    """The questions whose answer some expression takes for granted."""
    return frozenset(
        read.name.path.partition(".")[0] for site in story.sites for read in reads(story, site)
    )


RULE = Rule("field-never-asked", check, needs_whole=True, every_use=True)
