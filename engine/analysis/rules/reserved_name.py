"""Une définition porte un nom que la langue se réserve.

Les conditions et les textes lisent « today », « registry », « filing » et d’autres sous leur nom ;
« all » veut dire tous ; « button » et « announce » sont des places de bulles. Une question, un
document ou une étape de ce nom ne pourrait plus être désigné.

Faux ::

    fields:
      service: {label: Le service concerné, type: text}
    flow:
      - step: all
        title: Demande
        screens:
          - screen: demande
            title: Demande
            fields: [service]
            submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      service_concerne: {label: Le service concerné, type: text}
    flow:
      - step: demande
        title: Demande
        screens:
          - screen: demande
            title: Demande
            fields: [service_concerne]
            submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Procedure
from ...model.names import ACCOUNT, ALWAYS, FILING, LINK
from ...source.diagnostic import Diagnostic
from ...source.position import Span
from ...source.wording import _
from ..rule import Facts, Rule

READ = {name.partition(".")[0] for name, _t, _l in (*ALWAYS, *ACCOUNT, *FILING, *LINK)}
WORDS = READ | {"item", "registry", "param", "clocks", "and", "or", "not", "in"}
PLACES = {"all", "button", "announce"}


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Function names are free: a call is known by its brackets."""
    for name, span in _taken(facts.story.procedure):
        yield Diagnostic(
            "reserved-name",
            _("Le nom « {name} » est réservé.").format(name=name),
            span,
            _("Choisissez un nom plus précis."),
        )


def _taken(procedure: Procedure) -> Iterator[tuple[str, Span]]:
    for field in procedure.fields.values():
        if field.id in WORDS | PLACES:
            yield field.id, field.span
    for section in (procedure.attestations, procedure.documents):
        yield from ((id_, item.span) for id_, item in section.items() if id_ in PLACES)
    for step in procedure.steps:
        if step.id == "all":
            yield step.id, step.span


RULE = Rule("reserved-name", check)
